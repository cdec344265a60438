import "server-only";
import { isDeepStrictEqual } from "node:util";
import { desc, eq } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { settings } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { type SettingKey, settingKeys, settingSchemas } from "@/lib/domain/settings";
import { command } from "../command";
import { parse } from "../parse";
import { namedSubjectId } from "../shared/named-subject";

export function settingSubjectId(key: SettingKey): string {
  return namedSubjectId(`setting:${key}`);
}

/** Writes a value from this moment on, and says what was before. Refuses what does not fit, and the same once more. */
export async function writeSetting(tx: Db, now: Date, key: SettingKey, value: unknown) {
  const after = parse(z.object({ value: settingSchemas[key].unwrap() }), { value }).value;
  const [present] = await tx
    .select({ value: settings.value, validFrom: settings.validFrom })
    .from(settings)
    .where(eq(settings.key, key))
    .orderBy(desc(settings.validFrom))
    .limit(1);
  const before = present ? present.value : settingSchemas[key].parse(undefined);
  if (isDeepStrictEqual(before, after)) throw new AppError("invalid", { value: "unchanged" });
  // Two changes within one millisecond: the second one is told, as with any other race.
  if (present && present.validFrom >= now) throw new AppError("conflict", {}, { subject: "record" });
  await tx.insert(settings).values({ key, value: after, validFrom: now });
  return {
    subjectKind: "setting" as const,
    subjectId: settingSubjectId(key),
    type: "setting.changed",
    payload: { key, before, after },
  };
}

/** A new value from this moment on. The old one stays with its date: earlier deadlines were made by it. */
export const changeSetting = command({
  permission: "change_setting",
  input: z.strictObject({ key: z.enum(settingKeys as [SettingKey, ...SettingKey[]]), value: z.unknown() }),
  async run({ tx, now, append }, { key, value }) {
    await append(await writeSetting(tx, now, key, value));
    return { key };
  },
});
