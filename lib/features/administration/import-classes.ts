import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { classConditions, classes, classKinds, urgencies } from "@/db/schema";
import { limitUnits } from "@/lib/domain/deadline";
import { AppError } from "@/lib/domain/errors";
import { countOutcomes } from "@/lib/domain/import-report";
import { command } from "../command";
import { parse } from "../parse";
import { requireCityId } from "../shared/area-ids";
import { firstLines, importEach, importInput } from "../shared/import-rows";
import { limitsInForce } from "../shared/limits";
import { pinyinKey } from "../shared/pinyin-key";
import type { TableColumn } from "../shared/read-table";
import { addLimit } from "../shared/set-limit";
import { words } from "../shared/text-fields";
import { cityDay } from "../shared/valid-on";
import { citySource } from "./add-condition";
import { classFields, keyOfClass, requireClass, requireConditionAt } from "./class-fields";

export const classColumns: readonly TableColumn[] = [
  { field: "standard", heads: ["标准", "standard"], isRequired: true },
  { field: "kind", heads: ["部件或事件", "kind"], isRequired: true, words: "classKind" },
  { field: "code", heads: ["类别代码", "class code"], isRequired: true },
  { field: "name", heads: ["类别名称", "name"], isRequired: true },
  { field: "nameEn", heads: ["英文名称", "english name"], isRequired: true },
  { field: "description", heads: ["说明", "description"] },
  { field: "descriptionEn", heads: ["英文说明", "english description"] },
  { field: "urgency", heads: ["紧急程度", "urgency"], words: "urgency", isRequired: true },
  { field: "isDanger", heads: ["危险类", "danger"], words: "yesNo", isRequired: true },
  {
    field: "isSelfHandleable",
    heads: ["允许自处置", "may be self-handled"],
    words: "yesNo",
    isRequired: true,
  },
  {
    field: "isPublicReportable",
    heads: ["公众可上报", "public may report"],
    words: "yesNo",
    isRequired: true,
  },
  { field: "validTo", heads: ["类别停用日期", "class valid to"], isDay: true },
  { field: "position", heads: ["条件序号", "condition number"] },
  { field: "conditionName", heads: ["立案条件", "filing condition"] },
  { field: "conditionNameEn", heads: ["英文立案条件", "english filing condition"] },
  { field: "closing", heads: ["结案标准", "closing condition"] },
  { field: "closingEn", heads: ["英文结案标准", "english closing condition"] },
  { field: "limitValue", heads: ["时限", "limit"] },
  { field: "limitUnit", heads: ["时限单位", "unit of time"], words: "limitUnit" },
  { field: "limitFrom", heads: ["时限生效日期", "limit from"], isDay: true },
  { field: "conditionValidTo", heads: ["条件停用日期", "condition valid to"], isDay: true },
];

const yesNo = z.enum(["yes", "no"]).transform((value) => value === "yes");
const day = z.union([z.literal(""), z.iso.date()]).default("");
const classRow = z.object({
  standard: words(60),
  kind: z.enum(classKinds),
  code: words(30),
  name: words(80),
  nameEn: words(120),
  description: z.string().trim().max(1_000).default(""),
  descriptionEn: z.string().trim().max(1_000).default(""),
  urgency: z.enum(urgencies),
  isDanger: yesNo,
  isSelfHandleable: yesNo,
  isPublicReportable: yesNo,
  validTo: day,
  position: z.union([z.literal(""), z.coerce.number().int().min(1).max(999)]).default(""),
  conditionName: z.string().trim().max(200).default(""),
  conditionNameEn: z.string().trim().max(300).default(""),
  closing: z.string().trim().max(200).default(""),
  closingEn: z.string().trim().max(300).default(""),
  limitValue: z.union([z.literal(""), z.coerce.number().int().min(1).max(1000)]).default(""),
  limitUnit: z.union([z.literal(""), z.enum(limitUnits)]).default(""),
  limitFrom: day,
  conditionValidTo: day,
});
type Row = z.output<typeof classRow>;

/**
 * Known classes and conditions from a table, a line for each condition. A limit that differs holds from the day that
 * stands beside it, or from today where that day has passed; earlier limits stay.
 */
export const importClasses = command({
  permission: "change_class",
  input: importInput,
  async run({ tx, now, newId, append }, { source, rows }) {
    const cityId = await requireCityId(tx);
    const today = await cityDay(tx, now);
    const codes = new Set<string>();
    const refuseSecond = firstLines(rows, ({ values }) =>
      [values.standard, values.kind, values.code, values.position].join("~"),
    );
    const answers = await importEach(
      tx,
      rows,
      ({ values }) => [values.code, values.position].filter(Boolean).join("-"),
      async (savepoint, given) => {
        refuseSecond(given);
        const row = parse(classRow, given.values);
        const known = await requireClass(savepoint, row).catch((error: unknown) => {
          if (error instanceof AppError && error.code === "not_found")
            throw new AppError("invalid", { code: "not_found" });
          throw error;
        });
        const isClassChanged = await changeClassRow(savepoint, known, row, today);
        const isConditionChanged =
          row.position !== "" &&
          (await changeConditionRow(savepoint, known.id, row.position, row, today, newId));
        if (!isClassChanged && !isConditionChanged) return "unchanged";
        codes.add(keyOfClass(row));
        return "changed";
      },
    );
    await append({
      subjectKind: "city",
      subjectId: cityId,
      type: "classes.imported",
      payload: { source, ...countOutcomes(answers), codes: [...codes] },
    });
    return answers;
  },
});

async function changeClassRow(
  tx: Db,
  known: typeof classes.$inferSelect,
  row: Row,
  today: string,
): Promise<boolean> {
  if (row.isDanger && row.isSelfHandleable)
    throw new AppError("invalid", { isSelfHandleable: "danger_self" });
  const { name, nameEn, description, descriptionEn, urgency } = row;
  const { isDanger, isSelfHandleable, isPublicReportable } = row;
  const validTo = row.validTo || known.validTo;
  const wanted = {
    ...{ name, nameEn, description, descriptionEn, urgency },
    ...{ isDanger, isSelfHandleable, isPublicReportable, validTo },
  };
  const present: Record<string, unknown> = classFields(known);
  if (Object.entries(wanted).every(([field, value]) => present[field] === value)) return false;
  if (validTo !== known.validTo && validTo !== null && validTo < today)
    throw new AppError("invalid", { validTo: "in_past" });
  await tx
    .update(classes)
    .set({ ...wanted, pinyinKey: pinyinKey(name) })
    .where(eq(classes.id, known.id));
  return true;
}

async function changeConditionRow(
  tx: Db,
  classId: string,
  position: number,
  row: Row,
  today: string,
  newId: () => string,
): Promise<boolean> {
  const known = await requireConditionAt(tx, classId, position);
  const validTo = row.conditionValidTo || known.validTo;
  const wanted = {
    name: row.conditionName || known.name,
    nameEn: row.conditionNameEn || known.nameEn,
    closing: row.closing || known.closing,
    closingEn: row.closingEn || known.closingEn,
    validTo,
  };
  const isSame =
    wanted.name === known.name &&
    wanted.nameEn === known.nameEn &&
    wanted.closing === known.closing &&
    wanted.closingEn === known.closingEn &&
    wanted.validTo === known.validTo;
  if (validTo !== known.validTo && validTo !== null && validTo < today)
    throw new AppError("invalid", { conditionValidTo: "in_past" });
  if (!isSame) await tx.update(classConditions).set(wanted).where(eq(classConditions.id, known.id));
  if (row.limitValue === "" || row.limitUnit === "") return !isSame;
  const present = (await limitsInForce(tx, [known.id], today)).get(known.id);
  if (present?.value === row.limitValue && present.unit === row.limitUnit) return !isSame;
  const limit = { value: row.limitValue, unit: row.limitUnit };
  const validFrom = row.limitFrom > today ? row.limitFrom : today;
  try {
    await addLimit(tx, { id: newId(), conditionId: known.id, limit, source: citySource, validFrom }, today);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // The same fault under the names of this table's columns.
    const { validFrom: from, value } = error.fields;
    throw new AppError("invalid", from ? { limitFrom: from } : { limitValue: value ?? "other" });
  }
  return true;
}
