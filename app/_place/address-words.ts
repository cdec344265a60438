import { getLocale, getTranslations } from "next-intl/server";
import type { InsideAddress } from "@/lib/features/places/nearest-address";
import { cellWords } from "./cell-words";

const besideMetres = 10;
/** As long as a place in words may be. */
const longest = 120;

/** The nearest address as one would write it down: road, nearest place and the side of it; else its cell. */
export async function addressWords({ cell, road, place }: InsideAddress): Promise<string> {
  const t = await getTranslations("place");
  const locale = await getLocale();
  const words = () => {
    if (place) {
      // "The crossing of A and B" has said A already.
      const saysRoad = road !== null && !place.name.includes(road.name);
      const parts = {
        road: road?.name ?? "",
        place: place.name,
        metres: place.metres,
        direction: t(`direction.${place.direction}`),
      };
      const isBeside = place.metres < besideMetres;
      if (saysRoad) return t(isBeside ? "address.roadAtPlace" : "address.roadAndPlace", parts);
      return t(isBeside ? "address.atPlace" : "address.place", parts);
    }
    if (road) return t("address.road", { road: road.name });
    return cellWords(locale, cell);
  };
  return words().slice(0, longest);
}
