"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useMemo, useState } from "react";
import { publicGroups } from "@/lib/domain/catalogue/public-groups";
import { likelyClasses, type ReportableClass } from "@/lib/domain/catalogue/report-class";
import type { FormState } from "@/lib/domain/form-state";
import { ownName } from "@/lib/i18n/own-name";
import { Field } from "@/lib/ui/field";
import { Select } from "@/lib/ui/inputs";
import { Notice } from "@/lib/ui/notice";
import { StateBadge } from "@/lib/ui/state-badge";
import { useFormHelp } from "@/lib/ui/use-form-help";
import { lookNearby } from "../actions";
import type { Draft } from "./draft";

/** Twelve everyday groups instead of the catalogue; the words choose among them until somebody does. */
export function ClassField({
  draft,
  onChange,
  classes,
  state,
}: {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  classes: readonly ReportableClass[];
  state: FormState;
}) {
  const t = useTranslations("report");
  const locale = useLocale();
  const likely = useMemo(
    () => likelyClasses(draft.description, draft.group || null, classes),
    [draft.description, draft.group, classes],
  );
  const [first] = likely;
  const group = draft.group || (first?.group ?? "");
  const inGroup = group ? classes.filter((each) => each.group === group) : [];
  const others = inGroup.filter((each) => !likely.includes(each));
  const named = ({ name, nameEn }: ReportableClass) => ownName(locale, name, nameEn);
  const meant = inGroup.find(({ id }) => id === draft.classId) ?? first;
  // React resets a form once its action has answered, and its radio buttons do not come back by themselves.
  const [answers, setAnswers] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: counts the answers
  useEffect(() => setAnswers((count) => count + 1), [state]);

  return (
    <div className="grid gap-3" key={answers}>
      <Field name="group" label={t("group.label")} isGroup>
        <div className="grid grid-cols-2 gap-2 md:grid-cols-4">
          {(["", ...publicGroups] as const).map((each) => (
            <label
              key={each}
              className="flex min-h-11 items-center gap-2 rounded-md border border-line bg-panel px-2.5 has-checked:border-accent has-checked:bg-accent-soft"
            >
              <input
                type="radio"
                name="group"
                value={each}
                checked={draft.group === each}
                onChange={() => onChange({ group: each, classId: "" })}
                className="size-5 shrink-0 md:size-4"
              />
              <span className="text-sm">{each === "" ? t("group.auto") : t(`group.${each}`)}</span>
            </label>
          ))}
        </div>
        <p role="status" className="mt-1 text-sm empty:hidden">
          {draft.group === "" && first ? t("class.looksLike", { group: t(`group.${first.group}`) }) : null}
        </p>
      </Field>
      {inGroup.length > 0 ? (
        <Field name="classId" label={t("class.label")} hint={t("class.hint")}>
          <Select value={draft.classId} onChange={(event) => onChange({ classId: event.target.value })}>
            <option value="">{first ? t("class.auto", { name: named(first) }) : t("class.choose")}</option>
            {[...likely, ...others]
              .filter((each) => each.group === group)
              .map((each) => (
                <option key={each.id} value={each.id}>
                  {named(each)}
                </option>
              ))}
          </Select>
        </Field>
      ) : null}
      <Nearby point={draft.point} classId={meant?.id ?? ""} />
    </div>
  );
}

/** Told before sending, so that nobody reports in vain; whoever means another one goes on. */
function Nearby({ point, classId }: { point: Draft["point"]; classId: string }) {
  const t = useTranslations("report.nearby");
  const locale = useLocale();
  const help = useFormHelp(point && classId !== "" ? { ...point, classId } : null, lookNearby);
  const found = help.status === "found" ? help.found : [];
  if (found.length === 0) return null;
  return (
    <Notice kind="info">
      <p className="font-medium">{t("title")}</p>
      <ul className="my-1 grid gap-1">
        {found.map((each, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: these carry no identity on purpose
          <li key={index} className="flex flex-wrap gap-x-3">
            <StateBadge state={each.state} isOverdue={each.isOverdue} isSuspended={each.isSuspended} />
            <span>
              {t("line", { name: ownName(locale, each.name, each.nameEn), metres: each.withinMetres })}
            </span>
          </li>
        ))}
      </ul>
      <p className="text-sm">{t("why")}</p>
    </Notice>
  );
}
