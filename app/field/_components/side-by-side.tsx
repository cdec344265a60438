import type { ReactNode } from "react";
import { classes } from "@/lib/ui/classes";

/** List, map and ticket: side by side at a desk; on a phone one thing at a time, the map above the list when asked for. */
export function SideBySide({
  list,
  listLabel,
  map,
  mapLabel,
  isMapOpen,
  ticket,
  ticketLabel,
}: {
  list: ReactNode;
  listLabel: string;
  map: ReactNode;
  mapLabel: string;
  isMapOpen: boolean;
  ticket: ReactNode | null;
  ticketLabel: string;
}) {
  return (
    <div
      className={classes(
        "flex min-h-0 grow flex-col md:grid",
        ticket !== null
          ? "md:grid-cols-[minmax(300px,380px)_minmax(0,1fr)_minmax(400px,40%)]"
          : "md:grid-cols-[minmax(320px,420px)_minmax(0,1fr)]",
      )}
    >
      <section
        aria-label={listLabel}
        className={classes(
          "min-h-0 md:overflow-auto md:border-r md:border-line",
          ticket !== null && "max-md:hidden",
        )}
      >
        {list}
      </section>
      <section
        aria-label={mapLabel}
        className={classes(
          "no-print md:min-h-0",
          ticket !== null || !isMapOpen ? "max-md:hidden" : "max-md:order-first max-md:h-[42dvh]",
        )}
      >
        {map}
      </section>
      {ticket !== null ? (
        <section aria-label={ticketLabel} className="min-h-0 md:overflow-auto md:border-l md:border-line">
          {/* The list's own heading is hidden with the list. */}
          <h1 className="sr-only md:hidden">{listLabel}</h1>
          {ticket}
        </section>
      ) : null}
    </div>
  );
}
