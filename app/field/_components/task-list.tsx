"use client";

import { LocateFixed } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { StateGroup, TicketState } from "@/lib/domain/states";
import { distanceMetres } from "@/lib/geo/distance";
import { buttonClass } from "@/lib/ui/button-class";
import { Clock } from "@/lib/ui/clock";
import { StateBadge } from "@/lib/ui/state-badge";
import { usePosition, usePositionWords } from "@/lib/ui/use-position";
import { useDistanceWords } from "../../_place/distance-words";

export type TaskKind = "check" | "inspection" | "desk";
export type Task = {
  number: string;
  href: string;
  kind: TaskKind | null;
  className: string;
  placeWords: string;
  lng: number;
  lat: number;
  state: TicketState;
  group: StateGroup;
  isOverdue: boolean;
  isSuspended: boolean;
  /** ISO times. */
  dueAt: string | null;
  stoppedAt: string | null;
  /** Said under it, e.g. when it was reported. */
  note?: string;
};

/** Tickets as a thumb reads them: what, where, how far, until when. The order by distance needs the position. */
export function TaskList({
  label,
  tasks,
  now,
  selected,
  hasOrder,
}: {
  label: string;
  tasks: readonly Task[];
  /** ISO time of reading. */
  now: string;
  selected: string | null;
  /** Offers the order by distance, and distances at all. */
  hasOrder: boolean;
}) {
  const t = useTranslations("field.tasks");
  const distance = useDistanceWords();
  const own = usePosition({ isWanted: hasOrder });
  const { position } = own;
  const positionWords = usePositionWords(own);
  const [isByDistance, setByDistance] = useState(false);
  const away = (task: Task) =>
    position ? distanceMetres([position.lng, position.lat], [task.lng, task.lat]) : null;
  const ordered =
    isByDistance && position ? tasks.toSorted((a, b) => (away(a) ?? 0) - (away(b) ?? 0)) : tasks;
  return (
    <div>
      {hasOrder && (tasks.length > 1 || !position) ? (
        <div className="flex flex-wrap items-center gap-2 px-3 py-2">
          {position ? (
            <fieldset className="flex gap-1">
              <legend className="sr-only">{t("order")}</legend>
              {[false, true].map((byDistance) => (
                <button
                  key={String(byDistance)}
                  type="button"
                  aria-pressed={isByDistance === byDistance}
                  onClick={() => setByDistance(byDistance)}
                  className={buttonClass(
                    "secondary",
                    "aria-pressed:bg-accent-soft aria-pressed:border-accent",
                  )}
                >
                  {t(byDistance ? "byDistance" : "byDue")}
                </button>
              ))}
            </fieldset>
          ) : (
            <button
              type="button"
              onClick={own.ask}
              disabled={own.isBusy}
              className={buttonClass("secondary")}
            >
              <LocateFixed aria-hidden className="size-4" />
              {t("showDistance")}
            </button>
          )}
          <span role="status" className="text-xs text-muted">
            {position ? null : positionWords}
          </span>
        </div>
      ) : null}
      <ul aria-label={label} className="border-t border-line">
        {ordered.map((task) => {
          const metres = hasOrder ? away(task) : null;
          return (
            <li
              key={task.number}
              aria-current={task.number === selected ? "true" : undefined}
              className="border-b border-line bg-panel aria-[current]:bg-accent-soft aria-[current]:shadow-[inset_3px_0_0_var(--accent)]"
            >
              <Link
                href={task.href}
                scroll={false}
                data-ticket={task.number}
                className="grid gap-0.5 px-3 py-2.5 md:py-2"
              >
                <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                  <span className="font-medium">
                    {task.kind ? (
                      <span className="mr-2 rounded-sm border border-line-strong px-1 text-xs font-normal">
                        {t(`kind.${task.kind}`)}
                      </span>
                    ) : null}
                    {task.className}
                  </span>
                  {task.dueAt ? (
                    <Clock
                      dueAt={task.dueAt}
                      now={now}
                      stoppedAt={task.stoppedAt}
                      isPaused={task.isSuspended}
                      className="text-sm"
                    />
                  ) : null}
                </span>
                <span className="text-sm">
                  {task.placeWords}
                  {metres === null ? null : (
                    <span className="text-muted"> · {t("distance", { distance: distance(metres) })}</span>
                  )}
                </span>
                <span className="flex flex-wrap gap-x-3 text-xs">
                  <StateBadge state={task.state} isOverdue={task.isOverdue} isSuspended={task.isSuspended} />
                  <span className="text-muted">{task.note ?? task.number}</span>
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
