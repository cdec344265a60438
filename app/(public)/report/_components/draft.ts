"use client";

import { type PublicGroup, publicGroups } from "@/lib/domain/catalogue/public-groups";
import type { TypedValues } from "@/lib/domain/form-state";
import type { MapPoint } from "@/lib/ui/map/city-map";
import type { UploadedPhoto } from "@/lib/ui/send-photo";

/** What is kept on the device until it is sent. Name and telephone number are not: telephones are lent and sold. */
export type Draft = {
  point: MapPoint | null;
  placeWords: string;
  area: string;
  description: string;
  group: PublicGroup | "";
  classId: string;
  photos: UploadedPhoto[];
};

export const emptyDraft: Draft = {
  point: null,
  placeWords: "",
  area: "",
  description: "",
  group: "",
  classId: "",
  photos: [],
};

const key = "gridkeep.report.draft";
/** Photos that nobody sent are swept after a day, and so is the memory of them. */
const keptMs = 20 * 3_600_000;

export function isEmptyDraft({ point, placeWords, area, description, photos }: Draft): boolean {
  return !point && !placeWords && !area && !description && photos.length === 0;
}

/** Storage may be full, switched off or written by somebody else: then there simply is no draft. */
export function loadDraft(): Draft | null {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? "null") as { savedAt?: unknown; draft?: unknown };
    if (typeof stored?.savedAt !== "number" || Date.now() - stored.savedAt > keptMs) return null;
    return asDraft(stored.draft);
  } catch {
    return null;
  }
}

export function saveDraft(draft: Draft): void {
  try {
    if (isEmptyDraft(draft)) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ savedAt: Date.now(), draft }));
  } catch {
    // Nothing is lost that the page itself does not still hold.
  }
}

export function clearDraft(): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // As above.
  }
}

const text = (value: unknown, most: number) => (typeof value === "string" ? value.slice(0, most) : "");
const groupOf = (value: unknown) => publicGroups.find((group) => group === value) ?? "";

function pointOf(value: unknown): MapPoint | null {
  if (typeof value !== "object" || value === null || !("lng" in value) || !("lat" in value)) return null;
  const { lng, lat } = value;
  return typeof lng === "number" && typeof lat === "number" ? { lng, lat } : null;
}

function photoOf(value: unknown): UploadedPhoto[] {
  if (typeof value !== "object" || value === null || !("id" in value) || !("token" in value)) return [];
  const { id, token } = value;
  if (typeof id !== "string" || typeof token !== "string") return [];
  const position = "position" in value ? pointOf(value.position) : null;
  return [{ id, token, name: text("name" in value ? value.name : "", 200), position }];
}

function asDraft(value: unknown): Draft | null {
  if (typeof value !== "object" || value === null) return null;
  const given: Partial<Record<keyof Draft, unknown>> = value;
  return {
    point: pointOf(given.point),
    placeWords: text(given.placeWords, 120),
    area: text(given.area, 12),
    description: text(given.description, 500),
    group: groupOf(given.group),
    classId: text(given.classId, 40),
    photos: Array.isArray(given.photos) ? given.photos.flatMap(photoOf).slice(0, 9) : [],
  };
}

/** What was typed before a refusal, where the page was made anew because no script runs. */
export function draftOfValues(values: TypedValues): Draft {
  const one = (name: string) => text(values[name], 500);
  const [lng, lat] = [Number.parseFloat(one("lng")), Number.parseFloat(one("lat"))];
  return {
    ...emptyDraft,
    point: Number.isFinite(lng) && Number.isFinite(lat) ? { lng, lat } : null,
    placeWords: one("placeWords"),
    area: one("area"),
    description: one("description"),
    group: groupOf(values.group),
    classId: one("classId"),
  };
}
