import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { StateGroup } from "@/lib/domain/states";
import { StateShape } from "./state-badge";

export type TimelineEntry = {
  key: string;
  /** ISO time. */
  at: string;
  title: ReactNode;
  /** Who did it, in which post. */
  by?: ReactNode;
  /** The group the ticket was in after it. */
  group?: StateGroup;
  body?: ReactNode;
};

/** What happened, oldest first as it was lived, or newest first where the caller turns it round. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const t = useTranslations("ui.timeline");
  const format = useFormatter();
  return (
    <ol aria-label={t("label")} className="relative">
      {entries.map((entry) => (
        <li
          key={entry.key}
          className="relative pl-6 pb-4 last:pb-0 border-l border-line last:border-transparent ml-2"
        >
          <span className="absolute -left-2 top-0.5 bg-panel py-0.5 leading-none">
            {entry.group ? (
              <StateShape group={entry.group} />
            ) : (
              <span aria-hidden className="block size-2 m-1 rounded-full bg-line-strong" />
            )}
          </span>
          <div className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium">{entry.title}</span>
            {entry.by ? <span className="text-muted text-xs">{entry.by}</span> : null}
            <time
              dateTime={entry.at}
              title={format.dateTime(new Date(entry.at), "exact")}
              className="ml-auto text-xs text-muted"
            >
              {format.dateTime(new Date(entry.at), "minute")}
            </time>
          </div>
          {entry.body ? <div className="mt-1">{entry.body}</div> : null}
        </li>
      ))}
    </ol>
  );
}
