"use client";

import { useLocale, useTranslations } from "next-intl";
import { useCallback } from "react";
import { countText } from "@/lib/i18n/figures";
import { ownName } from "@/lib/i18n/own-name";
import type { Under } from "./scene";

/** In words what lies under a place of the map: shown beside the pointer, said when chosen. */
export function useUnderWords(): (under: Under) => string {
  const t = useTranslations("map");
  const tState = useTranslations("state");
  const locale = useLocale();
  return useCallback(
    (under) => {
      const count = (value: number) => countText(value, locale);
      switch (under.kind) {
        case "mark":
          return under.mark.label;
        case "ticket": {
          const { ticket } = under;
          const late = ticket.group === "overdue" ? tState("isOverdue") : "";
          const held = ticket.group === "suspended" ? tState("isSuspended") : "";
          const state = [tState(ticket.state), late || held].filter(Boolean).join(" · ");
          const name = ownName(locale, ticket.className, ticket.classNameEn);
          return t("ticket", { number: ticket.number, class: name, state });
        }
        case "cluster":
          return t("cluster", { count: count(under.cluster.count), overdue: count(under.cluster.overdue) });
        case "cell": {
          const { name, nameEn, open, overdue, solved } = under.cell;
          return t("cell", {
            name: ownName(locale, name, nameEn),
            open: count(open),
            overdue: count(overdue),
            solved: count(solved),
          });
        }
      }
    },
    [t, tState, locale],
  );
}
