import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { responsibleKinds } from "@/lib/domain/catalogue/responsible-kinds";
import type { HistoryEntry } from "@/lib/features/shared/record-history";
import { ownName } from "@/lib/i18n/own-name";

/** What was done to a record: when, who, why, and each field before and after. */
export async function RecordHistory({
  history,
  names = {},
}: {
  history: readonly HistoryEntry[];
  /** Names of what an event's subject or payload means by its id. */
  names?: Record<string, string>;
}) {
  const t = await getTranslations();
  const locale = await getLocale();
  const format = await getFormatter();
  type Key = Parameters<typeof t>[0];
  const word = (paths: readonly string[], otherwise: string) => {
    const path = paths.find((each) => t.has(each as Key));
    return path ? t(path as Key) : otherwise;
  };
  const fieldName = (field: string) => word([`manage.field.${field}`, `admin.field.${field}`], field);
  const typeName = (type: string) => word([`admin.eventType.${type.replaceAll(".", "_")}`], type);
  const kindName = (kind: string) => {
    const found = Object.entries(responsibleKinds).find(([name]) => name === kind)?.[1];
    return found ? ownName(locale, found.name, found.nameEn) : kind;
  };

  function valueWords(field: string, value: unknown): string {
    if (value === null || value === undefined || value === "") return t("manage.nothing");
    if (typeof value === "boolean") return t(value ? "admin.settings.yes" : "admin.settings.no");
    if (Array.isArray(value))
      return value.length === 0
        ? t("manage.nothing")
        : value.map((each) => valueWords(field, each)).join(locale === "en" ? ", " : "、");
    if (typeof value === "object") {
      const { value: amount, unit } = value as { value?: number; unit?: string };
      const key = `admin.limit.${unit}`;
      return amount !== undefined && t.has(key as Key)
        ? t(key as "admin.limit.minute", { value: amount })
        : JSON.stringify(value);
    }
    const text = String(value);
    if (field === "responsibleKinds") return kindName(text);
    const groups: Record<string, string> = {
      kind: "admin.unitKind",
      powers: "manage.power",
      post: "post",
      urgency: "manage.urgency",
    };
    return groups[field] ? word([`${groups[field]}.${text}`], text) : text;
  }

  if (history.length === 0) return <p className="text-muted">{t("manage.noHistory")}</p>;
  return (
    <ol className="grid max-w-3xl gap-3" aria-label={t("manage.history")}>
      {history.map((entry) => {
        const fields = [...new Set([...Object.keys(entry.before), ...Object.keys(entry.after)])];
        const subject = names[entry.subjectId];
        const personal = Array.isArray(entry.facts.personal) ? entry.facts.personal.map(String) : [];
        const facts = ["section", "condition", "validFrom", "source", "cells"].filter(
          (name) => entry.facts[name] !== undefined && !fields.includes(name),
        );
        const post = entry.post ? word([`post.${entry.post}`], entry.post) : null;
        return (
          <li key={entry.id} className="border-l-2 border-line pl-3">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">
                {typeName(entry.type)}
                {subject ? ` · ${subject}` : ""}
              </span>
              <span className="text-xs text-muted">
                {entry.by ? [entry.by, post].filter(Boolean).join(" · ") : t("post.importer")}
              </span>
              <time
                dateTime={entry.at.toISOString()}
                title={format.dateTime(entry.at, "exact")}
                className="text-xs text-muted"
              >
                {format.dateTime(entry.at, "minute")}
              </time>
            </p>
            {entry.why ? <p>{t("manage.because", { why: entry.why })}</p> : null}
            {fields.length + personal.length + facts.length > 0 ? (
              <ul className="text-xs text-muted">
                {facts.map((name) => (
                  <li key={name}>
                    {t("manage.fact", {
                      field: fieldName(name),
                      value: valueWords(name, entry.facts[name]),
                    })}
                  </li>
                ))}
                {fields.map((name) => (
                  <li key={name}>
                    {t("manage.changed", {
                      field: fieldName(name),
                      before: valueWords(name, entry.before[name]),
                      after: valueWords(name, entry.after[name]),
                    })}
                  </li>
                ))}
                {personal.map((name) => (
                  <li key={name}>{t("manage.personal", { field: fieldName(name) })}</li>
                ))}
              </ul>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
