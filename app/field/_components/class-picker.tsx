"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { findClasses } from "@/lib/domain/catalogue/find-classes";
import { publicGroups } from "@/lib/domain/catalogue/public-groups";
import { suggestAmong } from "@/lib/domain/catalogue/suggest";
import type { ReportClass } from "@/lib/features/field/list-report-classes";
import { ownName } from "@/lib/i18n/own-name";
import { buttonClass } from "@/lib/ui/button-class";
import { TextInput } from "@/lib/ui/inputs";
import { Sheet } from "@/lib/ui/overlay";

const shown = 8;

/**
 * What it is, in one or two presses: what the words suggest, the last used, the most frequent; a search by words or
 * initials; and all of them by groups.
 */
export function ClassPicker({
  classes,
  preferred,
  words,
  chosen,
  onChoose,
}: {
  classes: readonly ReportClass[];
  /** Ids, best first: last used, then frequent. */
  preferred: readonly string[];
  /** What was written about it so far. */
  words: string;
  chosen: string | null;
  onChoose: (choice: ReportClass) => void;
}) {
  const t = useTranslations("field");
  const locale = useLocale();
  const [asked, setAsked] = useState("");
  const [isOpen, setOpen] = useState(false);
  const isAsking = asked.trim() !== "";
  const offered = useMemo(() => {
    if (isAsking) return findClasses(asked, classes).slice(0, 12);
    const suggested = suggestAmong(words, 4, classes);
    const liked = preferred.flatMap((id) => classes.find((one) => one.id === id) ?? []);
    return [...new Set([...suggested, ...liked, ...classes])].slice(0, shown);
  }, [asked, isAsking, classes, preferred, words]);
  const current = classes.find(({ id }) => id === chosen);
  const listed = current && !offered.includes(current) ? [current, ...offered] : offered;
  const name = (one: ReportClass) => ownName(locale, one.name, one.nameEn);
  const chip = (one: ReportClass) => (
    <label
      key={one.id}
      className="inline-flex min-h-11 cursor-pointer items-center gap-2 rounded-md border border-line-strong bg-panel px-3 has-checked:border-accent has-checked:bg-accent has-checked:text-on-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent md:min-h-9"
    >
      <input
        type="radio"
        name="classId"
        value={one.id}
        checked={one.id === chosen}
        onChange={() => {
          onChoose(one);
          setAsked("");
        }}
        className="sr-only"
      />
      {name(one)}
      {one.isDanger ? (
        <span className="rounded-sm border border-current px-1 text-xs">{t("report.danger")}</span>
      ) : null}
    </label>
  );
  return (
    <div className="grid gap-2">
      <TextInput
        type="search"
        value={asked}
        onChange={(event) => setAsked(event.target.value)}
        aria-label={t("report.classSearch")}
        placeholder={t("report.classSearch")}
        name="classSearch"
        maxLength={40}
        // Enter in a search must not send the report.
        onKeyDown={(event) => {
          if (event.key === "Enter") event.preventDefault();
        }}
      />
      {isAsking && offered.length === 0 ? <p role="status">{t("report.classNone")}</p> : null}
      <div
        role="radiogroup"
        aria-label={t(isAsking ? "report.found" : "report.suggested")}
        className="flex flex-wrap gap-2"
      >
        {listed.map(chip)}
      </div>
      <p>
        <Sheet
          title={t("report.classAll")}
          isOpen={isOpen}
          onOpenChange={setOpen}
          trigger={
            <button type="button" className={buttonClass("quiet", "-ml-3 text-accent")}>
              {t("report.classAll")}
            </button>
          }
        >
          {publicGroups.map((group) => {
            const held = classes.filter((one) => one.group === group);
            if (held.length === 0) return null;
            return (
              <details key={group} className="border-b border-line" open={current?.group === group}>
                <summary className="min-h-11 content-center font-medium">
                  {t(`group.${group}`)} <span className="text-muted">{held.length}</span>
                </summary>
                <ul className="grid gap-1 pb-3">
                  {held.map((one) => (
                    <li key={one.id}>
                      <button
                        type="button"
                        aria-pressed={one.id === chosen}
                        onClick={() => {
                          onChoose(one);
                          setOpen(false);
                        }}
                        className="w-full min-h-11 rounded-md px-3 text-left hover:bg-sunken aria-pressed:bg-accent-soft"
                      >
                        {name(one)}
                      </button>
                    </li>
                  ))}
                </ul>
              </details>
            );
          })}
        </Sheet>
      </p>
    </div>
  );
}
