import { getFormatter, getTranslations } from "next-intl/server";
import { loadCalendar } from "@/lib/features/administration/load-calendar";
import { DataTable } from "@/lib/ui/data-table";
import { EmptyState } from "@/lib/ui/empty-state";
import { Notice } from "@/lib/ui/notice";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { AdminPage, may, titled } from "../_components/admin-page";
import { ExportLinks } from "../_components/export-links";
import { Part } from "../_components/facts";
import { ImportForm } from "../_components/import-form";
import { RecordHistory } from "../_components/record-history";
import { importAction } from "../actions";
import { CalendarForms } from "./_components/calendar-forms";

export const generateMetadata = titled("calendar");

const clockOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** Working hours, and the days that are not as the week says. */
export default async function CalendarPage() {
  const context = await adminContext("/admin/calendar");
  const calendar = await orNotFound(loadCalendar(context, {}));
  const t = await getTranslations("admin");
  const tManage = await getTranslations("manage");
  const format = await getFormatter();
  if (!calendar)
    return (
      <AdminPage context={context} section="calendar">
        <EmptyState title={t("calendar.none")} why={t("calendar.noneWhy")} />
      </AdminPage>
    );
  const isEnding = calendar.daysLeft < 90;
  return (
    <AdminPage context={context} section="calendar">
      <Notice kind={isEnding ? "warning" : "info"} role="note" className="my-3">
        {t(calendar.daysLeft < 0 ? "calendar.over" : isEnding ? "calendar.ending" : "calendar.published", {
          day: calendar.publishedThrough,
          days: Math.abs(calendar.daysLeft),
        })}
      </Notice>
      <p className="mb-4">
        {t("calendar.hours", {
          hours: calendar.workingMinutes
            .map(({ start, end }) => `${clockOf(start)}–${clockOf(end)}`)
            .join(t("calendar.and")),
          zone: calendar.timeZone,
          version: calendar.version,
        })}
      </p>
      <ExportLinks what="calendar" />
      {may(context, "publish_calendar") ? (
        <>
          <CalendarForms calendar={calendar} />
          <ImportForm what="calendar" action={importAction} hidden={{ version: calendar.version }} />
        </>
      ) : null}
      <DataTable
        caption={t("section.calendar")}
        columns={[
          {
            key: "day",
            head: t("calendar.day"),
            cell: (row) => (
              <time dateTime={row.day}>
                {format.dateTime(new Date(`${row.day}T00:00:00Z`), {
                  year: "numeric",
                  month: "2-digit",
                  day: "2-digit",
                  weekday: "short",
                  timeZone: "UTC",
                })}
              </time>
            ),
          },
          { key: "kind", head: t("calendar.kind"), cell: (row) => t(`calendar.${row.kind}`) },
          { key: "name", head: t("calendar.name"), cell: (row) => row.name || "—" },
          {
            key: "provisional",
            head: t("calendar.basis"),
            cell: (row) =>
              row.isProvisional ? (
                <span className="text-state-reported">{t("calendar.provisional")}</span>
              ) : (
                t("calendar.official")
              ),
          },
        ]}
        rows={calendar.days}
        rowKey={(row) => row.day}
        empty={<EmptyState title={t("calendar.noDays")} why={t("calendar.noDaysWhy")} />}
      />
      <Part id="history" title={tManage("calendar.editions")}>
        <RecordHistory history={calendar.history} />
      </Part>
    </AdminPage>
  );
}
