/** Whole minutes as people say them. `unit` is a key of the `ui.duration` messages. */
export type Duration = {
  unit: "underMinute" | "minute" | "hour" | "hourMinute" | "day" | "dayHour";
  days: number;
  hours: number;
  minutes: number;
};

const minuteMs = 60_000;

/** Two units at most: minutes are noise beside days. Rounded down, so that nobody is promised time that is gone. */
export function splitDuration(milliseconds: number): Duration {
  const total = Math.floor(Math.abs(milliseconds) / minuteMs);
  if (!Number.isFinite(total) || total < 1) return { unit: "underMinute", days: 0, hours: 0, minutes: 0 };
  if (total < 60) return { unit: "minute", days: 0, hours: 0, minutes: total };
  const hours = Math.floor(total / 60);
  if (hours < 24) {
    const minutes = total % 60;
    return { unit: minutes === 0 ? "hour" : "hourMinute", days: 0, hours, minutes };
  }
  const days = Math.floor(hours / 24);
  const restHours = hours % 24;
  return { unit: restHours === 0 ? "day" : "dayHour", days, hours: restHours, minutes: 0 };
}

/** Is there time left, and how much? The very moment of the deadline counts as late. */
export function timeLeft(dueAt: Date, now: Date): { isLate: boolean; duration: Duration } {
  const milliseconds = dueAt.getTime() - now.getTime();
  return { isLate: milliseconds <= 0, duration: splitDuration(milliseconds) };
}
