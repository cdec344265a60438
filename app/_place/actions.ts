"use server";

import type { FormHelp } from "@/lib/domain/form-help";
import { findPlaces } from "@/lib/features/places/find-places";
import { type InsideAddress, nearestAddress } from "@/lib/features/places/nearest-address";
import type { FoundPlace } from "@/lib/features/shared/search-places";
import { formHelp } from "@/lib/web/form-help";
import { addressWords } from "./address-words";

type Looked = (InsideAddress & { words: string }) | { isInside: false; metresOutside: number };

/** What lies at a point, or how far outside the city it is. By POST: where somebody stands belongs in no log. */
export async function lookAtPlace(point: unknown): Promise<FormHelp<Looked>> {
  return formHelp(async (context) => {
    const found = await nearestAddress(context, point);
    return found.isInside ? { ...found, words: await addressWords(found) } : found;
  });
}

export async function searchPlaces(words: unknown): Promise<FormHelp<FoundPlace[]>> {
  return formHelp((context) => findPlaces(context, { words }));
}
