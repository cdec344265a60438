import type { InsideAddress } from "@/lib/features/places/nearest-address";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";

/** A cell as one says it: with its community, which most names of cells say already. */
export function cellWords(locale: Locale, cell: InsideAddress["cell"]): string {
  const name = ownName(locale, cell.name, cell.nameEn);
  const community = ownName(locale, cell.communityName, cell.communityNameEn);
  return name.includes(community) ? name : `${community} · ${name}`;
}
