import "server-only";
import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { persons, sections } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { phone } from "../shared/edit";
import { words } from "../shared/text-fields";
import { validOn } from "../shared/valid-on";
import { sectionCode } from "./save-section";

export const personForm = {
  name: words(40),
  jobTitle: words(60),
  section: z
    .union([z.literal(""), sectionCode])
    .optional()
    .transform((code) => (code ? code : null)),
  phone,
};

type PersonRow = typeof persons.$inferSelect;

export function personFields(person: PersonRow, section: string | null) {
  const { name, jobTitle, phone, validTo } = person;
  return { name, jobTitle, section, phone, validTo };
}

/**
 * What the chain may say of a change to a person: section, job title and dates as they are; that name or telephone
 * changed, but never to what.
 */
export function withoutPersonalData(change: { before: object; after: object; names: readonly string[] }) {
  const plain = (fields: object) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => name !== "name" && name !== "phone"));
  const personal = change.names.filter((name) => name === "name" || name === "phone");
  return {
    before: plain(change.before),
    after: plain(change.after),
    ...(personal.length > 0 ? { personal } : {}),
  };
}

/** Files and posts know a person by unit and name: two of the same name in one unit could not be told apart. */
export async function requireOwnName(
  tx: Db,
  unitId: string,
  name: string,
  today: string,
  exceptId?: string,
): Promise<void> {
  const [same] = await tx
    .select({ id: persons.id })
    .from(persons)
    .where(
      and(
        eq(persons.unitId, unitId),
        eq(persons.name, name),
        validOn({ validTo: persons.validTo }, today),
        exceptId ? ne(persons.id, exceptId) : undefined,
      ),
    )
    .limit(1);
  if (same) throw new AppError("invalid", { name: "exists" });
}

export async function sectionIdOf(tx: Db, unitId: string, code: string | null): Promise<string | null> {
  if (code === null) return null;
  const [row] = await tx
    .select({ id: sections.id })
    .from(sections)
    .where(and(eq(sections.unitId, unitId), eq(sections.code, code)));
  if (!row) throw new AppError("invalid", { section: "not_found" });
  return row.id;
}
