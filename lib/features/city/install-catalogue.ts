import "server-only";
import type { Db } from "@/db/client";
import { calendarDays, calendars, classConditions, classes, classLimits } from "@/db/schema";
import { readStartingCalendar } from "@/lib/domain/catalogue/starting-calendar";
import { startingClasses } from "@/lib/domain/catalogue/starting-classes";
import { pinyinKey } from "../shared/pinyin-key";

/**
 * What every city begins with, inside the transaction that makes it: the class catalogue with conditions
 * and limits valid from that day, and the first edition of the working calendar.
 */
export async function installCatalogue(
  tx: Db,
  { now, today, newId }: { now: Date; today: string; newId: () => string },
): Promise<{ classes: number; conditions: number; calendarDays: number }> {
  const classRows: (typeof classes.$inferInsert)[] = [];
  const conditionRows: (typeof classConditions.$inferInsert)[] = [];
  const limitRows: (typeof classLimits.$inferInsert)[] = [];
  for (const entry of startingClasses) {
    const id = newId();
    classRows.push({
      id,
      standard: entry.standard,
      kind: entry.kind,
      code: entry.code,
      legacyCode: entry.legacyCode,
      majorCode: entry.major.code,
      majorName: entry.major.name,
      majorNameEn: entry.major.nameEn,
      name: entry.matterName ?? entry.name,
      nameEn: entry.kind === "component" ? `${entry.nameEn}: out of order` : entry.nameEn,
      description: entry.description,
      descriptionEn: entry.descriptionEn,
      urgency: entry.urgency,
      responsibleKind: entry.responsibleKind,
      firstResort: entry.firstResort,
      legalBasis: entry.legalBasis,
      publicGroup: entry.publicGroup,
      isExtension: entry.isExtension,
      isDanger: entry.isDanger,
      isSelfHandleable: entry.isSelfHandleable,
      isPublicReportable: entry.isPublicReportable,
      pinyinKey: pinyinKey(entry.name),
    });
    for (const [index, condition] of entry.conditions.entries()) {
      const conditionId = newId();
      conditionRows.push({
        id: conditionId,
        classId: id,
        position: index + 1,
        name: condition.name,
        nameEn: condition.nameEn,
        closing: condition.closing,
        closingEn: condition.closingEn,
      });
      limitRows.push({
        id: newId(),
        conditionId,
        value: condition.limit.value,
        unit: condition.limit.unit,
        // Where it comes from is shown beside it: no city's limit is a national one.
        source: condition.verified ? "city-example" : "analogous",
        validFrom: today,
      });
    }
  }
  await tx.insert(classes).values(classRows);
  await tx.insert(classConditions).values(conditionRows);
  await tx.insert(classLimits).values(limitRows);
  const { days, ...edition } = readStartingCalendar();
  await tx.insert(calendars).values({ version: 1, ...edition, createdAt: now });
  await tx.insert(calendarDays).values(days.map((day) => ({ version: 1, ...day })));
  return { classes: classRows.length, conditions: conditionRows.length, calendarDays: days.length };
}
