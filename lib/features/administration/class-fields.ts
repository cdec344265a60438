import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { classConditions, classes, classKinds, urgencies } from "@/db/schema";
import { limitUnits } from "@/lib/domain/deadline";
import { AppError } from "@/lib/domain/errors";
import { flag } from "../shared/edit";
import { words } from "../shared/text-fields";

/** How people and addresses name a class: standard, kind and code with tildes between, as no code holds one. */
export const classKey = z
  .string()
  .max(100)
  .transform((text, context) => {
    const [standard = "", kind = "", code = "", more] = text.split("~");
    const known = classKinds.find((each) => each === kind);
    if (!known || standard === "" || code === "" || more !== undefined) {
      context.addIssue({ code: "custom", message: "bad_format" });
      return z.NEVER;
    }
    return { standard, kind: known, code };
  });
export type ClassKey = z.output<typeof classKey>;

export function keyOfClass({ standard, kind, code }: ClassKey): string {
  return `${standard}~${kind}~${code}`;
}

export const classForm = {
  name: words(80),
  nameEn: words(120),
  description: z.string().trim().max(1_000).default(""),
  descriptionEn: z.string().trim().max(1_000).default(""),
  urgency: z.enum(urgencies),
  isDanger: flag,
  isSelfHandleable: flag,
  isPublicReportable: flag,
};
export const conditionForm = {
  name: words(200),
  nameEn: words(300),
  closing: words(200),
  closingEn: words(300),
};
/** As the standards write it: a number, and which hours or days it counts. */
export const limitForm = {
  value: z.coerce.number().int().min(1).max(1000),
  unit: z.enum(limitUnits),
};

type ClassRow = typeof classes.$inferSelect;

export function classFields(row: ClassRow) {
  const { name, nameEn, description, descriptionEn, urgency, validTo } = row;
  const { isDanger, isSelfHandleable, isPublicReportable } = row;
  return {
    ...{ name, nameEn, description, descriptionEn, urgency },
    ...{ isDanger, isSelfHandleable, isPublicReportable, validTo },
  };
}

const isClass = (key: ClassKey) =>
  and(eq(classes.standard, key.standard), eq(classes.kind, key.kind), eq(classes.code, key.code));

export async function loadClassRow(db: Db, key: ClassKey): Promise<ClassRow> {
  const [row] = await db.select().from(classes).where(isClass(key));
  if (!row) throw new AppError("not_found");
  return row;
}

/** The same, locked: two changes of one class, or of its conditions, come one after the other. */
export async function requireClass(tx: Db, key: ClassKey): Promise<ClassRow> {
  const [row] = await tx.select().from(classes).where(isClass(key)).for("update");
  if (!row) throw new AppError("not_found");
  return row;
}

export async function requireConditionAt(tx: Db, classId: string, position: number) {
  const [row] = await tx
    .select()
    .from(classConditions)
    .where(and(eq(classConditions.classId, classId), eq(classConditions.position, position)))
    .for("update");
  if (!row) throw new AppError("invalid", { position: "not_found" });
  return row;
}
