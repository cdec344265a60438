"use client";

import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { Field } from "@/lib/ui/field";
import { Checkbox, RadioGroup, Select, TextInput } from "@/lib/ui/inputs";
import { PhotoInput } from "@/lib/ui/photo-input";
import { StateBadge } from "@/lib/ui/state-badge";
import { ClassAndPlace } from "./class-and-place";
import type { FieldName, FormCommand } from "./command-fields";
import type { FormChoices } from "./form-choices";
import { PhraseArea } from "./phrase-area";
import { PositionField } from "./position-field";
import { SuggestionNote } from "./suggestion-note";

/** Which of a text's names the verb knows, how long it may be, and whether it must be there. */
const texts = {
  reason: { name: "reason", isRequired: true, max: 300 },
  reasonOptional: { name: "reason", isRequired: false, max: 300 },
  reply: { name: "reply", isRequired: true, max: 300 },
  replyOptional: { name: "reply", isRequired: false, max: 300 },
  note: { name: "note", isRequired: false, max: 300 },
  words: { name: "words", isRequired: true, max: 300 },
  result: { name: "result", isRequired: true, max: 300 },
  plan: { name: "plan", isRequired: true, max: 300 },
  found: { name: "found", isRequired: true, max: 300 },
} as const;
const isText = (field: FieldName): field is keyof typeof texts => field in texts;

const photoFields = {
  photos: true,
  photosOptional: false,
  beforePhotos: true,
  afterPhotos: true,
} as const;
const isPhotos = (field: FieldName): field is keyof typeof photoFields => field in photoFields;

const dates = { until: true, untilOptional: false, reviewOn: true } as const;
const isDate = (field: FieldName): field is keyof typeof dates => field in dates;

/** One input of a command's form, by its name in the table of fields. */
export function CommandInput({
  field,
  command,
  choices,
  onBusyChange,
}: {
  field: FieldName;
  command: FormCommand;
  choices: FormChoices;
  onBusyChange: (isBusy: boolean) => void;
}) {
  const t = useTranslations("ticket");
  const locale = useLocale() as Locale;
  if (isText(field)) {
    const { name, isRequired, max } = texts[field];
    const label = `label.${command}.${name}` as Parameters<typeof t>[0];
    return (
      <Field
        name={name}
        label={t.has(label) ? t(label) : t(`label.${name}`)}
        isRequired={isRequired}
        {...(name === "reply" ? { hint: t("hint.reply") } : {})}
      >
        <PhraseArea phrases={phrasesOf(t, command, name)} maxLength={max} />
      </Field>
    );
  }
  if (isPhotos(field)) {
    const name = field === "photosOptional" ? "photos" : field;
    return (
      <Field name={name} label={t(`label.${name}`)} isRequired={photoFields[field]} isGroup>
        <PhotoInput onBusyChange={onBusyChange} />
      </Field>
    );
  }
  if (isDate(field)) {
    const name = field === "untilOptional" ? "until" : field;
    return (
      <Field name={name} label={t(`label.${name}`)} isRequired={dates[field]}>
        <TextInput type="date" min={choices.today} required={dates[field]} className="md:w-48" />
      </Field>
    );
  }
  switch (field) {
    case "condition":
    case "conditionOptional":
      return <ConditionField isRequired={field === "condition"} choices={choices} />;
    case "supervisor":
      return (
        <Field name="supervisorId" label={t("label.supervisor")} hint={t("hint.supervisor")} isRequired>
          <Select required>
            {choices.supervisors.map(({ id, name, tasks }) => (
              <option key={id} value={id}>
                {t("choice.supervisor", { name, tasks })}
              </option>
            ))}
          </Select>
        </Field>
      );
    case "intoNumber":
      return <EarlierTicketField choices={choices} />;
    case "person":
      return (
        <Field name="personId" label={t("label.person")} isRequired>
          <Select required>
            {choices.persons.map(({ id, name, jobTitle, sectionName, sectionNameEn, open }) => (
              <option key={id} value={id}>
                {t("choice.person", {
                  name,
                  of: [sectionName ? ownName(locale, sectionName, sectionNameEn) : "", jobTitle]
                    .filter(Boolean)
                    .join(" · "),
                  open,
                })}
              </option>
            ))}
          </Select>
        </Field>
      );
    case "lead":
      return (
        <>
          <SuggestionNote suggestion={choices.suggestion} />
          <UnitSelect
            name="unitId"
            label={t("label.lead")}
            choices={choices}
            defaultValue={choices.suggestion?.decided?.unit.id}
            isRequired
          />
          {choices.suggestion?.decided ? (
            <input type="hidden" name="ruleId" value={choices.suggestion.decided.ruleId} readOnly />
          ) : null}
          <details>
            <summary className="min-h-11 md:min-h-8 content-center text-accent">{t("addCoUnits")}</summary>
            <Field name="coUnitIds" label={t("label.coUnits")} hint={t("hint.coUnits")} isGroup>
              <UnitTicks name="coUnitIds" choices={choices} />
            </Field>
          </details>
        </>
      );
    case "unit":
      return (
        <>
          {command === "rule_dispute" ? <SuggestionNote suggestion={choices.suggestion} /> : null}
          <UnitSelect
            name="unitId"
            label={t(command === "rule_dispute" ? "label.ruledUnit" : "label.coUnit")}
            choices={choices}
            defaultValue={command === "rule_dispute" ? choices.suggestion?.decided?.unit.id : undefined}
            isRequired
          />
        </>
      );
    case "proposedUnit":
      return <UnitSelect name="proposedUnitId" label={t("label.proposedUnit")} choices={choices} />;
    case "calledUnits":
      return (
        <Field name="unitIds" label={t("label.calledUnits")} isRequired isGroup>
          <UnitTicks name="unitIds" choices={choices} />
        </Field>
      );
    case "becomesRule":
      return (
        <Field name="becomesRule" label={t("label.becomesRule")} hint={t("hint.becomesRule")} isGroup>
          <RadioGroup
            isInline
            defaultValue="yes"
            choices={[
              { value: "yes", label: t("choice.yes") },
              { value: "no", label: t("choice.no") },
            ]}
          />
        </Field>
      );
    case "extension":
      return (
        <div className="grid grid-cols-2 gap-3">
          <Field name="value" label={t("label.extension")} isRequired>
            <TextInput type="number" inputMode="numeric" min={1} max={60} defaultValue={1} required />
          </Field>
          <Field name="unit" label={t("label.extensionUnit")} isRequired>
            <Select defaultValue="working-day">
              {(["working-hour", "working-day", "emergency-hour"] as const).map((unit) => (
                <option key={unit} value={unit}>
                  {t(`limitUnit.${unit}`)}
                </option>
              ))}
            </Select>
          </Field>
        </div>
      );
    case "grant":
      return (
        <Field name="grant" label={t("label.grant")} isRequired isGroup>
          <RadioGroup
            isInline
            defaultValue="yes"
            choices={[
              { value: "yes", label: t("choice.grant") },
              { value: "no", label: t("choice.refuse") },
            ]}
          />
        </Field>
      );
    case "supervisionLevel":
      return (
        <Field name="level" label={t("label.supervisionLevel")} isRequired isGroup>
          <RadioGroup
            isInline
            defaultValue={String(Math.min(3, choices.supervisionLevel + 1))}
            choices={[1, 2, 3].map((level) => ({
              value: String(level),
              label: t("choice.supervisionLevel", { level }),
              isDisabled: level <= choices.supervisionLevel,
            }))}
          />
        </Field>
      );
    case "lowerDesk":
      return (
        <Field name="level" label={t("label.lowerDesk")} isRequired isGroup>
          <RadioGroup
            {...(choices.lowerDesks[0] ? { defaultValue: choices.lowerDesks[0].level } : {})}
            choices={choices.lowerDesks.map(({ level, name, nameEn }) => ({
              value: level,
              label: ownName(locale, name, nameEn),
              hint: t(`level.${level}`),
            }))}
          />
        </Field>
      );
    case "stars":
      return (
        <Field name="stars" label={t("label.stars")} isRequired isGroup>
          <RadioGroup
            isInline
            defaultValue="5"
            choices={[5, 4, 3, 2, 1].map((stars) => ({
              value: String(stars),
              label: t("choice.stars", { stars }),
            }))}
          />
        </Field>
      );
    case "checkOpinion":
    case "inspectionOpinion":
      return (
        <Field name="opinion" label={t(`label.${field}`)} isRequired isGroup>
          <RadioGroup
            choices={(field === "checkOpinion"
              ? (["confirmed", "not_found"] as const)
              : (["passed", "failed"] as const)
            ).map((opinion) => ({ value: opinion, label: t(`opinion.${opinion}`) }))}
          />
        </Field>
      );
    case "position":
      return (
        <Field name="lng" label={t("label.position")} isGroup>
          <PositionField />
        </Field>
      );
    case "classAndPlace":
      return <ClassAndPlace choices={choices} />;
    default: {
      const never: never = field;
      return never;
    }
  }
}

type Translate = ReturnType<typeof useTranslations<"ticket">>;

/** Phrases are a list in the messages, one a line: languages need not have the same ones. */
function phrasesOf(t: Translate, command: FormCommand, name: string): string[] {
  const key = `phrase.${command}.${name}` as Parameters<Translate>[0];
  return t.has(key) ? t(key).split("\n") : [];
}

function ConditionField({ isRequired, choices }: { isRequired: boolean; choices: FormChoices }) {
  const t = useTranslations("ticket");
  const locale = useLocale() as Locale;
  const [first] = choices.conditions;
  return (
    <Field
      name="conditionId"
      label={t("label.condition")}
      hint={t(first ? "hint.condition" : "hint.noCondition")}
      isRequired={isRequired}
      isGroup
    >
      <RadioGroup
        {...(first ? { defaultValue: choices.proposedConditionId ?? first.id } : {})}
        choices={choices.conditions.map((condition) => ({
          value: condition.id,
          label: ownName(locale, condition.name, condition.nameEn),
          hint: t("choice.condition", {
            limit: t(`limit.${condition.limitUnit}`, { value: condition.limitValue }),
            closing: ownName(locale, condition.closing, condition.closingEn),
          }),
        }))}
      />
    </Field>
  );
}

function EarlierTicketField({ choices }: { choices: FormChoices }) {
  const t = useTranslations("ticket");
  return (
    <>
      {choices.duplicates.length > 0 ? (
        <div>
          <p className="text-sm font-medium">{t("likelyDuplicates")}</p>
          <ul className="mt-1 grid gap-1">
            {choices.duplicates.map(({ number, state, placeWords, metres, hoursApart }) => (
              <li key={number} className="flex flex-wrap items-baseline gap-x-2 text-xs">
                <span className="font-medium tabular-nums">{number}</span>
                <StateBadge state={state} />
                <span className="text-muted">
                  {t("choice.duplicate", { place: placeWords, metres, hours: hoursApart })}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <p className="text-xs text-muted">{t("noDuplicates")}</p>
      )}
      <Field name="intoNumber" label={t("label.intoNumber")} isRequired>
        <TextInput
          inputMode="numeric"
          required
          maxLength={16}
          list="likely-duplicates"
          defaultValue={choices.duplicates[0]?.number}
          className="md:w-56"
        />
      </Field>
      <datalist id="likely-duplicates">
        {choices.duplicates.map(({ number, placeWords }) => (
          <option key={number} value={number}>
            {placeWords}
          </option>
        ))}
      </datalist>
    </>
  );
}

/** Units under their kind, the suggested ones first. */
function useUnitGroups(choices: FormChoices) {
  const t = useTranslations("ticket");
  const locale = useLocale() as Locale;
  const named = [choices.suggestion?.decided?.unit, ...(choices.suggestion?.others ?? [])].filter(
    (unit) => unit !== undefined,
  );
  const first = named.map(({ id, name, nameEn }) => ({ id, label: ownName(locale, name, nameEn) }));
  const kinds = [...new Set(choices.units.map(({ kind }) => kind))];
  const groups = kinds.map((kind) => ({
    label: t(`unitKind.${kind}`),
    units: choices.units
      .filter((unit) => unit.kind === kind && !first.some(({ id }) => id === unit.id))
      .map(({ id, name, nameEn }) => ({ id, label: ownName(locale, name, nameEn) })),
  }));
  return first.length > 0 ? [{ label: t("suggested"), units: first }, ...groups] : groups;
}

function UnitSelect({
  name,
  label,
  choices,
  defaultValue,
  isRequired = false,
}: {
  name: string;
  label: string;
  choices: FormChoices;
  defaultValue?: string | undefined;
  isRequired?: boolean;
}) {
  const t = useTranslations("ui");
  const groups = useUnitGroups(choices);
  return (
    <Field name={name} label={label} isRequired={isRequired}>
      <Select defaultValue={defaultValue ?? ""} required={isRequired}>
        <option value="">{t("choose")}</option>
        {groups.map((group) => (
          <optgroup key={group.label} label={group.label}>
            {group.units.map((unit) => (
              <option key={unit.id} value={unit.id}>
                {unit.label}
              </option>
            ))}
          </optgroup>
        ))}
      </Select>
    </Field>
  );
}

function UnitTicks({ name, choices }: { name: string; choices: FormChoices }) {
  const groups = useUnitGroups(choices);
  return (
    <div className="max-h-56 overflow-y-auto rounded-md border border-line p-2">
      {groups.map((group) => (
        <fieldset key={group.label} className="mb-2">
          <legend className="text-xs text-muted">{group.label}</legend>
          {group.units.map((unit) => (
            <Checkbox key={unit.id} name={name} value={unit.id} label={unit.label} />
          ))}
        </fieldset>
      ))}
    </div>
  );
}
