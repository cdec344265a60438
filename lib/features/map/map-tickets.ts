import "server-only";
import { isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { tickets } from "@/db/schema";
import type { Box } from "@/lib/geo/box";
import { toMercator } from "@/lib/geo/mercator";

export const mapBox = z.object({
  west: z.number().min(-181).max(181),
  south: z.number().min(-90).max(90),
  east: z.number().min(-181).max(181),
  north: z.number().min(-90).max(90),
});

export const mapTicketsInput = z.object({
  box: mapBox,
  /** `open`: what is being worked on; `all`: what has ended too. */
  show: z.enum(["open", "all"]),
  limit: z.number().int().min(1).max(10_000),
});

/** On the GiST index over the mercator point. */
export function inBox(box: Box): SQL {
  const [west, south] = toMercator([box.west, box.south]);
  const [east, north] = toMercator([box.east, box.north]);
  return sql`point(${tickets.mx}, ${tickets.my}) <@ box(point(${west}, ${south}), point(${east}, ${north}))`;
}

export function shown(show: "open" | "all"): SQL | undefined {
  return show === "open" ? isNull(tickets.endedAt) : undefined;
}
