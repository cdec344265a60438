import type { SettingKey } from "@/lib/domain/settings";

/** `steps` is written by the first-day pages alone, never typed. */
export type SettingKind = "limit" | "number" | "boolean" | "text" | "level" | "steps";

/** How each setting is shown and typed. */
export const settingKinds: Record<SettingKey, SettingKind> = {
  "city.name": "text",
  "city.nameEn": "text",
  "intake.level": "level",
  "intake.fieldLevel": "level",
  "limit.accept": "limit",
  "limit.check": "limit",
  "limit.file": "limit",
  "limit.dispatch": "limit",
  "limit.unitAccept": "limit",
  "limit.orderInspection": "limit",
  "limit.inspect": "limit",
  "limit.close": "limit",
  "limit.promise": "limit",
  "escalate.afterOverdueMinutes": "number",
  "close.atOnceWhenPassed": "boolean",
  "close.reopenDays": "number",
  "selfHandled.spotCheckPercent": "number",
  "duplicate.radiusMetres": "number",
  "duplicate.hours": "number",
  "map.reviewNumber": "text",
  "report.noticeVersion": "text",
  "setup.confirmed": "steps",
};

const numberOf = (text: unknown) =>
  typeof text === "string" && text.trim() !== "" ? Number(text) : undefined;

/** The typed fields as the value they mean; what does not fit is left for the verb to refuse. */
export function settingValue(input: Record<string, unknown>): unknown {
  switch (kindOfSetting(input.key)) {
    case "limit":
      return { value: numberOf(input.value), unit: input.unit };
    case "number":
      return numberOf(input.value);
    case "boolean":
      return input.value === "yes";
    default:
      return input.value;
  }
}

export function kindOfSetting(key: unknown): SettingKind | undefined {
  return isSetting(key) ? settingKinds[key] : undefined;
}

function isSetting(key: unknown): key is SettingKey {
  return typeof key === "string" && Object.hasOwn(settingKinds, key);
}
