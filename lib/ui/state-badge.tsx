import { useTranslations } from "next-intl";
import { type StateGroup, stateGroup, type TicketState } from "@/lib/domain/states";
import { classes } from "./classes";
import { stateShapes, stateTextClass } from "./state-shapes";

/** Only the shape, in the group's colour; words must stand beside it. */
export function StateShape({ group, size = 16 }: { group: StateGroup; size?: number }) {
  const { fill, stroke, cut } = stateShapes[group];
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      className={classes("inline-block shrink-0", stateTextClass[group])}
    >
      {stroke ? <path d={stroke} fill="none" stroke="currentColor" strokeWidth="2" /> : null}
      {fill ? <path d={fill} fill="currentColor" /> : null}
      {cut ? (
        <path d={cut} fill="none" stroke="var(--panel)" strokeWidth="1.8" strokeLinecap="round" />
      ) : null}
    </svg>
  );
}

/** Colour, shape and word of a ticket's state; lateness and suspension take the colour, the state keeps its word. */
export function StateBadge({
  state,
  isOverdue = false,
  isSuspended = false,
}: {
  state: TicketState;
  isOverdue?: boolean;
  isSuspended?: boolean;
}) {
  const t = useTranslations("state");
  const group = stateGroup(state, isOverdue, isSuspended);
  const more = group === "overdue" ? t("isOverdue") : group === "suspended" ? t("isSuspended") : null;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StateShape group={group} />
      <span className={classes(stateTextClass[group], "font-medium")}>
        {t(state)}
        {more ? ` · ${more}` : null}
      </span>
    </span>
  );
}

/** A whole group, for legends and counts. */
export function StateGroupBadge({ group }: { group: StateGroup }) {
  const t = useTranslations("state.group");
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StateShape group={group} />
      <span className={stateTextClass[group]}>{t(group)}</span>
    </span>
  );
}
