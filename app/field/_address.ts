import { getLocale, getTranslations } from "next-intl/server";
import type { Context } from "@/lib/features/context";
import { nearestAddress } from "@/lib/features/places/nearest-address";
import { ownName } from "@/lib/i18n/own-name";

export type AddressWords =
  | { isInside: true; words: string; community: string; cell: string }
  | { isInside: false; metresOutside: number };

const besideMetres = 10;

/** Where a point is, as one would write it down: road, nearest place and the side of it; else its cell. */
export async function addressWords(context: Context, lng: number, lat: number): Promise<AddressWords> {
  const found = await nearestAddress(context, { lng, lat });
  const { cell, road, place } = found;
  if (!cell) return { isInside: false, metresOutside: found.metresOutside ?? 0 };
  const t = await getTranslations("field");
  const locale = await getLocale();
  const named = {
    community: ownName(locale, cell.communityName, cell.communityNameEn),
    cell: ownName(locale, cell.name, cell.nameEn),
  };
  const words = () => {
    if (place) {
      const parts = {
        road: road?.name ?? "",
        place: place.name,
        metres: place.metres,
        direction: t(`direction.${place.direction}`),
      };
      const isBeside = place.metres < besideMetres;
      if (road) return t(isBeside ? "address.roadAtPlace" : "address.roadAndPlace", parts);
      return t(isBeside ? "address.atPlace" : "address.place", parts);
    }
    return road ? t("address.road", { road: road.name }) : t("address.cell", named);
  };
  return { isInside: true, words: words().slice(0, 120), ...named };
}
