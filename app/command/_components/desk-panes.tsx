"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Group, type Layout, Panel, Separator } from "react-resizable-panels";
import { classes } from "@/lib/ui/classes";
import { usualLayouts } from "./pane-layouts";
import { rememberLayout } from "./remember";

/**
 * List left, map centre, ticket right; widths are the person's own and remembered for each set of panes. On a
 * phone one thing at a time: the ticket alone when one is open, else the map (when asked for) over the list.
 */
export function DeskPanes({
  layouts,
  isMapOn,
  isMapOnPhone,
  list,
  map,
  ticket,
}: {
  layouts: Readonly<Record<string, Layout>>;
  isMapOn: boolean;
  /** On a phone the map comes only when asked for. */
  isMapOnPhone: boolean;
  list: ReactNode;
  map: ReactNode;
  /** Absent while no ticket is open. */
  ticket: ReactNode | null;
}) {
  const t = useTranslations("command");
  const ids = ["list", ...(isMapOn ? ["map"] : []), ...(ticket ? ["ticket"] : [])];
  const key = ids.join("-");
  const layout = layouts[key] ?? usualLayouts[key] ?? {};
  const aside = ticket !== null && "max-md:hidden print:hidden";
  return (
    <Group
      id="desk"
      defaultLayout={layout}
      onLayoutChanged={(after, { isUserInteraction }) => {
        if (isUserInteraction) rememberLayout(key, after);
      }}
      className={classes(
        "min-h-0 grow max-md:flex-col! max-md:h-auto! max-md:overflow-visible!",
        "print:block! print:h-auto! print:overflow-visible!",
        "max-md:[&>[data-panel]]:block! max-md:[&>[data-panel]]:flex-none! max-md:[&>[data-panel]]:max-h-none! print:[&>[data-panel]]:block! print:[&>[data-panel]]:max-h-none!",
        "max-md:[&>[data-panel]>div]:max-h-none! print:[&>[data-panel]>div]:max-h-none! print:[&>[data-panel]>div]:overflow-visible!",
        "max-md:[&>#map]:-order-1",
      )}
    >
      <Panel id="list" minSize="320px" className={classes("@container flex flex-col", aside)}>
        {list}
      </Panel>
      {isMapOn ? (
        <>
          <PaneHandle label={t("resizeList")} />
          <Panel
            id="map"
            minSize="160px"
            className={classes("print:hidden", aside, isMapOnPhone ? "max-md:h-[50dvh]" : "max-md:hidden")}
          >
            {map}
          </Panel>
        </>
      ) : null}
      {ticket ? (
        <>
          <PaneHandle label={t("resizeTicket")} />
          <Panel id="ticket" minSize="340px" className="bg-panel">
            {ticket}
          </Panel>
        </>
      ) : null}
    </Group>
  );
}

function PaneHandle({ label }: { label: string }) {
  return (
    <Separator
      aria-label={label}
      className="w-1.5 border-x border-line bg-sunken hover:bg-line focus-visible:bg-accent focus-visible:outline-none data-[separator=active]:bg-accent max-md:hidden print:hidden"
    />
  );
}
