import "server-only";
import { exportAccounts } from "@/lib/features/accounts/export-accounts";
import { accountColumns } from "@/lib/features/accounts/import-accounts";
import {
  exportAreas,
  exportClasses,
  exportPersons,
  exportUnits,
  type TableLine,
} from "@/lib/features/administration/export-tables";
import { areaColumns } from "@/lib/features/administration/import-area-names";
import { calendarColumns, exportCalendar } from "@/lib/features/administration/import-calendar";
import { classColumns } from "@/lib/features/administration/import-classes";
import { personColumns } from "@/lib/features/administration/import-persons";
import { settingColumns } from "@/lib/features/administration/import-settings";
import { unitColumns } from "@/lib/features/administration/import-units";
import { listSettings } from "@/lib/features/administration/list-settings";
import type { Context } from "@/lib/features/context";
import type { TableColumn } from "@/lib/features/shared/read-table";
import type { Locale } from "@/lib/i18n/locales";
import { messagesOf } from "@/lib/i18n/messages";
import { settingKinds } from "../admin/_components/setting-kinds";
import { headOf, inWords } from "./words";

type Source = {
  columns: readonly TableColumn[];
  read: (context: Context, locale: Locale) => Promise<TableLine[]>;
};

/** Every table that goes out and comes back with the same columns. The verbs know who may read it. */
const sources = {
  areas: { columns: areaColumns, read: (context) => exportAreas(context, {}) },
  units: { columns: unitColumns, read: (context) => exportUnits(context, {}) },
  persons: { columns: personColumns, read: (context) => exportPersons(context, {}) },
  accounts: { columns: accountColumns, read: (context) => exportAccounts(context, {}) },
  classes: { columns: classColumns, read: (context) => exportClasses(context, {}) },
  calendar: { columns: calendarColumns, read: (context) => exportCalendar(context, {}) },
  settings: { columns: settingColumns, read: settingLines },
} satisfies Record<string, Source>;

export type TableName = keyof typeof sources;
export const tableNames = Object.keys(sources) as [TableName, ...TableName[]];

export function columnsOf(what: TableName): readonly TableColumn[] {
  return sources[what].columns;
}

/** Head and lines of a table in the reader's words. Refuses whoever may not have it. */
export async function tableLines(
  context: Context,
  what: TableName,
  locale: Locale,
): Promise<{ head: string[]; lines: string[][] }> {
  const source: Source = sources[what];
  const lines = await source.read(context, locale);
  return {
    head: source.columns.map((column) => headOf(column, locale)),
    lines: lines.map((line) =>
      source.columns.map(({ field, words }) => inWords(line[field] ?? "", words, locale)),
    ),
  };
}

/** A settings table has values of several kinds in one column: yes and no, levels, numbers, text. */
async function settingLines(context: Context, locale: Locale): Promise<TableLine[]> {
  const rows = await listSettings(context, {});
  return rows
    .filter(({ key }) => settingKinds[key] !== "steps")
    .map(({ key, value }): TableLine => {
      const label = labelOf(locale, key);
      switch (settingKinds[key]) {
        case "limit": {
          const limit = value as { value: number; unit: string };
          return { key, label, value: String(limit.value), unit: limit.unit };
        }
        case "boolean":
          return { key, label, value: inWords(value === true ? "yes" : "no", "yesNo", locale), unit: "" };
        case "level":
          return { key, label, value: inWords(String(value), "level", locale), unit: "" };
        default:
          return { key, label, value: String(value ?? ""), unit: "" };
      }
    });
}

/** The label stands in the file for whoever reads it; nothing reads it back. */
function labelOf(locale: Locale, key: string): string {
  const [group = "", name = ""] = key.split(".");
  const groups: Record<string, Record<string, { label: string }>> = messagesOf(locale).admin.setting;
  return groups[group]?.[name]?.label ?? key;
}
