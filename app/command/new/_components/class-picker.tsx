"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { findClasses } from "@/lib/domain/catalogue/find-classes";
import { suggestAmong } from "@/lib/domain/catalogue/suggest";
import type { ClassChoice } from "@/lib/features/desk/list-class-choices";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { Field } from "@/lib/ui/field";
import { Select, TextInput } from "@/lib/ui/inputs";

const mostShown = 6;

/**
 * The class: suggested by the description, found by words, or chosen from the whole list, which is what there is
 * before the script. Suggested, never chosen for anybody.
 */
export function ClassPicker({
  classes,
  description,
  value,
  onChange,
  version,
}: {
  classes: readonly ClassChoice[];
  description: string;
  value: string;
  onChange: (id: string) => void;
  /** Counts the form's answers: after each the browser has reset the list, and it is made anew. */
  version: number;
}) {
  const t = useTranslations("command.new");
  const locale = useLocale() as Locale;
  const [typed, setTyped] = useState("");
  const suggested = useMemo(() => suggestAmong(description, mostShown, classes), [description, classes]);
  const searched = useMemo(() => findClasses(typed, classes), [typed, classes]);
  const isSearching = typed.trim() !== "";
  const shown = (isSearching ? searched : suggested).slice(0, mostShown);
  const named = (each: ClassChoice) => ownName(locale, each.name, each.nameEn);
  const majors = [...new Set(classes.map((each) => ownName(locale, each.majorName, each.majorNameEn)))];
  const choose = (id: string) => {
    onChange(id);
    setTyped("");
  };
  return (
    <div className="grid gap-2">
      <div>
        <label htmlFor="class-search" className="mb-1 block text-sm font-medium">
          {t("classSearch")}
        </label>
        <TextInput
          id="class-search"
          name=""
          type="search"
          value={typed}
          maxLength={40}
          placeholder={t("classPlaceholder")}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            // Enter takes the first one found; it must not send the form.
            event.preventDefault();
            const [first] = shown;
            if (first) choose(first.id);
          }}
        />
      </div>
      <p role="status" className="text-muted text-xs empty:hidden">
        {isSearching
          ? searched.length > 0
            ? `${t("classFound")}: ${t("classCount", { count: searched.length })}`
            : t("classNone")
          : suggested.length > 0
            ? t("classSuggested")
            : null}
      </p>
      {shown.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {shown.map((each) => (
            <li key={each.id}>
              <button
                type="button"
                aria-pressed={each.id === value}
                onClick={() => choose(each.id)}
                title={ownName(locale, each.majorName, each.majorNameEn)}
                className="flex min-h-11 items-center gap-1.5 rounded-md border border-line-strong bg-panel px-2.5 text-left text-sm hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft md:min-h-8"
              >
                {named(each)}
                <span className="text-muted text-xs tabular-nums">{each.code}</span>
                {each.isDanger ? <span className="text-danger text-xs">{t("danger")}</span> : null}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <Field name="classId" label={t("class")} isRequired>
        <Select key={version} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{t("classAll")}</option>
          {majors.map((major) => (
            <optgroup key={major} label={major}>
              {classes
                .filter((each) => ownName(locale, each.majorName, each.majorNameEn) === major)
                .map((each) => (
                  <option key={each.id} value={each.id}>
                    {`${named(each)} ${each.code}`}
                  </option>
                ))}
            </optgroup>
          ))}
        </Select>
      </Field>
    </div>
  );
}
