import { useTranslations } from "next-intl";
import { type FieldSpec, type Option, RecordForm } from "../../../_components/record-form";
import { changePersonAction, endPersonAction } from "../../actions";

type Person = {
  id: string;
  name: string;
  jobTitle: string;
  section: string | null;
  phone: string | null;
  validTo: string | null;
  seen: string;
};
type Words = (key: "name" | "nameHint" | "jobTitle" | "section" | "noSection" | "phone") => string;

/** The fields of a person, for a new one as for a known one. */
export function personSpecs(t: Words, person: Person | null, sections: readonly Option[]): FieldSpec[] {
  return [
    {
      kind: "text",
      name: "name",
      label: t("name"),
      hint: t("nameHint"),
      value: person?.name ?? "",
      most: 40,
      isRequired: true,
    },
    {
      kind: "text",
      name: "jobTitle",
      label: t("jobTitle"),
      value: person?.jobTitle ?? "",
      most: 60,
      isRequired: true,
    },
    {
      kind: "choice",
      name: "section",
      label: t("section"),
      value: person?.section ?? "",
      none: t("noSection"),
      options: sections,
    },
    { kind: "text", name: "phone", label: t("phone"), value: person?.phone ?? "", most: 20 },
  ];
}

/** Somebody who works here, with what can be done to the entry. */
export function PersonRow({
  person,
  today,
  mayChange,
  sections,
}: {
  person: Person;
  today: string;
  mayChange: boolean;
  sections: readonly Option[];
}) {
  const t = useTranslations("manage");
  const tForm = useTranslations("manage.person.form");
  const hidden = { personId: person.id, seen: person.seen };
  return (
    <li className="border-b border-line py-1">
      <div className="flex min-h-11 flex-wrap items-center gap-x-4 md:min-h-9">
        <span className="font-medium">{person.name}</span>
        <span className="text-muted">{person.jobTitle}</span>
        {person.validTo ? (
          <span className="text-xs text-state-reported">{t("person.until", { day: person.validTo })}</span>
        ) : null}
        {person.phone ? (
          <a href={`tel:${person.phone}`} className="link ml-auto flex min-h-11 items-center md:min-h-0">
            {person.phone}
          </a>
        ) : null}
      </div>
      {mayChange ? (
        <div className="mb-1 grid grid-cols-2 items-start gap-2 [&>details[open]]:col-span-2">
          <RecordForm
            title={t("person.change")}
            about={person.name}
            icon="change"
            action={changePersonAction}
            hidden={hidden}
            submit={t("save")}
            done={t("saved", { name: person.name })}
            fields={personSpecs(tForm, person, sections)}
          />
          <RecordForm
            title={t("person.end")}
            about={person.name}
            note={t("person.endNote")}
            icon="end"
            isDanger
            action={endPersonAction}
            hidden={hidden}
            submit={t("person.end")}
            done={t("saved", { name: person.name })}
            fields={[
              {
                kind: "day",
                name: "validTo",
                label: t("endsOn"),
                value: person.validTo ?? today,
                isRequired: true,
              },
            ]}
          />
        </div>
      ) : null}
    </li>
  );
}
