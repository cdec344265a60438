"use client";

import { useLocale, useTranslations } from "next-intl";
import { ownName } from "@/lib/i18n/own-name";
import { cellWords } from "./cell-words";
import type { Place } from "./use-place";

/** What lies at the chosen point: its community, and for those who work by cells also its cell. */
export function PlaceStatus({ place, hasCell }: { place: Place; hasCell: boolean }) {
  const t = useTranslations("place");
  const locale = useLocale();
  const { look } = place;
  const words = () => {
    if (look.status === "looking") return t("looking");
    if (look.status === "failed") return t("lookFailed");
    if (look.status !== "found" || !look.found.isInside) return null;
    const { cell } = look.found;
    if (hasCell) return t("inCell", { cell: cellWords(locale, cell) });
    const community = ownName(locale, cell.communityName, cell.communityNameEn);
    return t("inCommunity", { community, words: look.found.words });
  };
  return (
    <div role="status" className="text-muted text-sm empty:hidden">
      {words()}
    </div>
  );
}
