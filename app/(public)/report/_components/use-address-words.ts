"use client";

import { useLocale, useTranslations } from "next-intl";
import type { NearestAddress } from "@/lib/features/places/nearest-address";
import { ownName } from "@/lib/i18n/own-name";

/** The nearest address as one says it; empty where there is none. */
export function useAddressWords(): (found: NearestAddress) => string {
  const t = useTranslations("report.place");
  const locale = useLocale();
  return ({ road, place, cell }) => {
    const where = place
      ? { place: place.name, direction: t(`direction.${place.direction}`), metres: place.metres }
      : null;
    // "The crossing of A and B" has said A already.
    if (road && where && !where.place.includes(road.name))
      return t("wordsOf.roadAndPlace", { road: road.name, ...where });
    if (where) return t("wordsOf.place", where);
    if (road) return t("wordsOf.road", { road: road.name });
    if (!cell) return "";
    return t("wordsOf.cell", { community: ownName(locale, cell.communityName, cell.communityNameEn) });
  };
}
