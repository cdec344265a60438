import { useTranslations } from "next-intl";
import { hoursText } from "@/lib/domain/calendar-edition";
import { RecordForm } from "../../_components/record-form";
import { publishCalendarAction } from "../actions";

/** Each of them publishes a new edition: the one before stays as it is. */
export function CalendarForms({
  calendar,
}: {
  calendar: {
    version: number;
    today: string;
    workingMinutes: { start: number; end: number }[];
    provisionalYears: number[];
  };
}) {
  const t = useTranslations("manage.calendar");
  const tAdmin = useTranslations("admin.calendar");
  const hidden = { version: calendar.version };
  const shared = { action: publishCalendarAction, submit: t("publish"), done: t("published") };
  return (
    <div className="mb-4 grid max-w-3xl gap-2">
      {calendar.provisionalYears.map((year) => (
        <RecordForm
          key={year}
          {...shared}
          title={t("confirm", { year })}
          note={t("confirmNote", { year })}
          icon="change"
          hidden={{ ...hidden, confirmYear: year }}
          fields={[]}
        />
      ))}
      <RecordForm
        {...shared}
        title={t("addDay")}
        note={t("addDayNote")}
        icon="add"
        hidden={hidden}
        fields={[
          { kind: "day", name: "day", label: tAdmin("day"), value: calendar.today, isRequired: true },
          {
            kind: "choice",
            name: "dayKind",
            label: tAdmin("kind"),
            value: "holiday",
            options: [
              { value: "holiday", label: tAdmin("holiday") },
              { value: "working", label: tAdmin("working") },
              { value: "as_the_week", label: t("asTheWeek") },
            ],
          },
          { kind: "text", name: "dayName", label: tAdmin("name"), most: 40 },
          {
            kind: "choice",
            name: "dayBasis",
            label: tAdmin("basis"),
            value: "official",
            options: [
              { value: "official", label: tAdmin("official") },
              { value: "provisional", label: tAdmin("provisional") },
            ],
          },
        ]}
      />
      <RecordForm
        {...shared}
        title={t("changeHours")}
        icon="change"
        hidden={hidden}
        fields={[
          {
            kind: "text",
            name: "hours",
            label: t("hours"),
            hint: t("hoursHint"),
            value: hoursText(calendar.workingMinutes),
            most: 80,
            isRequired: true,
          },
        ]}
      />
    </div>
  );
}
