"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { timeLeft } from "@/lib/i18n/duration";
import { classes } from "./classes";

const tickMs = 15_000;

/** Milliseconds since the page was rendered, by a clock that nobody can set. */
function useElapsed(isRunning: boolean): number {
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    if (!isRunning) return;
    const start = performance.now();
    const timer = setInterval(() => setElapsed(performance.now() - start), tickMs);
    return () => clearInterval(timer);
  }, [isRunning]);
  return elapsed;
}

/**
 * Time left or overdue by, as people say it; the exact deadline on hover and for screen readers. `now` is the
 * server's time of rendering: the browser's own clock may be wrong and is not asked.
 */
export function Clock({
  dueAt,
  now,
  stoppedAt = null,
  isPaused = false,
  className,
}: {
  dueAt: string | null;
  now: string;
  /** When the clock's work was done; it then says only whether in time. */
  stoppedAt?: string | null;
  isPaused?: boolean;
  className?: string;
}) {
  const t = useTranslations("ui");
  const format = useFormatter();
  const isRunning = dueAt !== null && stoppedAt === null && !isPaused;
  const elapsed = useElapsed(isRunning);
  if (dueAt === null) return <span className={classes("text-muted", className)}>{t("clock.none")}</span>;
  const due = new Date(dueAt);
  const exact = t("clock.due", { at: format.dateTime(due, "minute") });
  const words = () => {
    if (stoppedAt !== null) return t(new Date(stoppedAt) <= due ? "clock.doneInTime" : "clock.doneLate");
    if (isPaused) return t("clock.paused");
    const { isLate, duration } = timeLeft(due, new Date(new Date(now).getTime() + elapsed));
    const { unit, ...figures } = duration;
    return t(isLate ? "clock.late" : "clock.left", { duration: t(`duration.${unit}`, figures) });
  };
  const isLate = isRunning && due.getTime() <= new Date(now).getTime() + elapsed;
  return (
    <span
      title={exact}
      className={classes("whitespace-nowrap", isLate && "text-state-overdue font-medium", className)}
    >
      <time dateTime={dueAt}>{words()}</time>
      <span className="sr-only"> ({exact})</span>
    </span>
  );
}
