import { getTranslations } from "next-intl/server";
import { loadHealth } from "@/lib/features/administration/load-health";
import { Count } from "@/lib/ui/figures";
import { Notice } from "@/lib/ui/notice";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { AdminPage, titled } from "../_components/admin-page";

export const generateMetadata = titled("health");

/** What runs by itself, in figures, with a word on each that stands out. */
export default async function HealthPage() {
  const context = await adminContext("/admin/health");
  const health = await orNotFound(loadHealth(context, {}));
  const t = await getTranslations("admin.health");
  const isStuck = health.waiting > 0 && (health.oldestSeconds ?? 0) > 60;
  const rows = [
    { name: t("waiting"), hint: t("waitingHint"), value: health.waiting, isBad: isStuck },
    { name: t("late"), hint: t("lateHint"), value: health.lateUnmarked, isBad: health.lateUnmarked > 0 },
    { name: t("deltas"), hint: t("deltasHint"), value: health.deltas, isBad: health.deltas > 50_000 },
    { name: t("sessions"), hint: t("sessionsHint"), value: health.sessions, isBad: false },
    { name: t("open"), hint: t("openHint"), value: health.ticketsOpen, isBad: false },
    { name: t("unused"), hint: t("unusedHint"), value: health.unusedPhotos, isBad: false },
    { name: t("events"), hint: t("eventsHint"), value: health.events, isBad: false },
    { name: t("database"), hint: t("databaseHint"), value: health.databaseMegabytes, isBad: false },
  ];
  const isWell = rows.every(({ isBad }) => !isBad);
  return (
    <AdminPage context={context} section="health">
      <Notice kind={isWell ? "done" : "warning"} className="my-3">
        {isWell ? t("well") : t("notWell")}
      </Notice>
      <dl className="max-w-3xl">
        {rows.map((row) => (
          <div
            key={row.name}
            className="grid grid-cols-[1fr_auto] items-baseline gap-x-4 border-b border-line py-2"
          >
            <dt>
              <span className={row.isBad ? "font-medium text-state-overdue" : "font-medium"}>{row.name}</span>
              <span className="block text-xs text-muted">{row.hint}</span>
            </dt>
            <dd className={row.isBad ? "text-state-overdue" : ""}>
              <Count value={row.value} />
            </dd>
          </div>
        ))}
      </dl>
    </AdminPage>
  );
}
