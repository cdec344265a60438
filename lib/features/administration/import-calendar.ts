import "server-only";
import { asc, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { calendarDays, calendars } from "@/db/schema";
import type { CalendarDay } from "@/lib/domain/calendar-edition";
import { AppError } from "@/lib/domain/errors";
import type { RowAnswer } from "@/lib/domain/import-report";
import type { Context } from "../context";
import { parse } from "../parse";
import { query } from "../query";
import { firstLines } from "../shared/import-rows";
import type { TableColumn, TableRow } from "../shared/read-table";
import type { TableLine } from "./export-tables";
import { publishCalendar } from "./publish-calendar";

export const calendarColumns: readonly TableColumn[] = [
  { field: "day", heads: ["日期", "day"], isRequired: true, isDay: true },
  { field: "kind", heads: ["安排", "arrangement"], isRequired: true, words: "dayKind" },
  { field: "name", heads: ["名称", "name"] },
  { field: "basis", heads: ["依据", "basis"], isRequired: true, words: "dayBasis" },
];

const dayRow = z.object({
  day: z.iso.date(),
  kind: z.enum(["working", "holiday"]),
  name: z.string().trim().max(40).default(""),
  basis: z.enum(["official", "provisional"]),
});

/** The newest edition's days. */
export const exportCalendar = query({
  permission: "view_settings",
  input: z.object({}),
  async run({ db }): Promise<TableLine[]> {
    const [edition] = await db.select().from(calendars).orderBy(desc(calendars.version)).limit(1);
    if (!edition) return [];
    const rows = await db
      .select()
      .from(calendarDays)
      .where(eq(calendarDays.version, edition.version))
      .orderBy(asc(calendarDays.day));
    return rows.map(({ day, kind, name, isProvisional }) => ({
      day,
      kind,
      name,
      basis: isProvisional ? "provisional" : "official",
    }));
  },
});

/**
 * Days from a table as one new edition, in place of all days of the years that stand in it. Half a year's holidays
 * would be worse than none: one bad line and nothing is published.
 */
export async function importCalendar(
  context: Context,
  { source, rows, version }: { source: string; rows: readonly TableRow[]; version: number },
): Promise<RowAnswer[]> {
  const refuseSecond = firstLines(rows, ({ values }) => values.day ?? "");
  const days: CalendarDay[] = [];
  const answers = rows.map((row): RowAnswer => {
    const base = { line: row.line, name: row.values.day ?? "" };
    try {
      refuseSecond(row);
      const { basis, ...day } = parse(dayRow, row.values);
      days.push({ ...day, isProvisional: basis === "provisional" });
      return { ...base, outcome: "unchanged", problems: [] };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const line = typeof error.detail.line === "number" ? { line: error.detail.line } : {};
      const problems = Object.entries(error.fields).map(([field, code]) => ({ field, code, ...line }));
      return { ...base, outcome: "refused", problems };
    }
  });
  if (answers.some(({ outcome }) => outcome === "refused")) return answers;
  const present = new Map((await exportCalendar(context, {})).map((line) => [line.day, line]));
  try {
    await publishCalendar(context, { version, why: source, days });
  } catch (error) {
    if (error instanceof AppError && error.fields.why === "unchanged") return answers;
    throw error;
  }
  return answers.map((answer): RowAnswer => {
    const was = present.get(answer.name);
    const is = days.find(({ day }) => day === answer.name);
    const isSame =
      was?.kind === is?.kind &&
      was?.name === is?.name &&
      was?.basis === (is?.isProvisional ? "provisional" : "official");
    return { ...answer, outcome: was ? (isSame ? "unchanged" : "changed") : "added" };
  });
}
