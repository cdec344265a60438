import type { AreaLevel } from "@/lib/domain/posts";
import type { TicketState } from "@/lib/domain/states";
import type { Laid, Turn } from "./ticket-life";

/** Who tells of it: by this its channel and the desk it comes in at. */
export type Reporter =
  | "public"
  | "volunteer"
  | "call_taker"
  | "acceptor"
  | "supervisor"
  | "grid_worker"
  | "street_desk";

export type Show = {
  by: Reporter;
  level: AreaLevel;
  stopAt: TicketState | null;
  turns: Turn[];
  laid: Laid | null;
  isMerged: boolean;
};

const show = (
  level: AreaLevel,
  stopAt: TicketState | null,
  by: Reporter,
  more: { turns?: Turn[]; laid?: Laid; isMerged?: boolean } = {},
): Show => ({
  by,
  level,
  stopAt,
  turns: more.turns ?? [],
  laid: more.laid ?? null,
  isMerged: more.isMerged ?? false,
});

/**
 * What chance must not leave out: a ticket in every state, everything that can lie over one, all four desks,
 * and something to do for the first account of every post, all reported within the last hours before the
 * demo's present. The rest of the three months is drawn by lot around these.
 */
export const showcase: readonly Show[] = [
  // The city's desk and the units under it
  show("city", "reported", "public"),
  show("city", "reported", "volunteer"),
  show("city", "reported", "call_taker", { laid: "leader_matter active" }),
  show("city", "checking", "public", { turns: ["check"] }),
  show("city", "checking", "call_taker", { turns: ["check"] }),
  show("city", "proposed", "public"),
  show("city", "proposed", "volunteer"),
  show("city", "filed", "call_taker"),
  show("city", "filed", "public"),
  show("city", "assigned", "public"),
  show("city", "assigned", "acceptor", { laid: "dispute active" }),
  show("city", "handling", "public"),
  show("city", "handling", "call_taker"),
  show("city", "handling", "supervisor", { laid: "extension requested" }),
  show("city", "handling", "public", { laid: "deferral requested" }),
  show("city", "handling", "public", { laid: "deferral active" }),
  show("city", "handling", "call_taker", { laid: "long_term requested" }),
  show("city", "handling", "supervisor", { laid: "long_term active" }),
  show("city", "handling", "public", { laid: "supervision active" }),
  show("city", "unit_review", "public"),
  show("city", "unit_review", "volunteer"),
  show("city", "handed_back", "public"),
  show("city", "handed_back", "supervisor"),
  show("city", "inspecting", "public"),
  show("city", "inspecting", "call_taker"),
  show("city", "closing", "public"),
  show("city", "closing", "acceptor", { turns: ["rework"] }),
  // The first district's
  show("district", "reported", "grid_worker"),
  show("district", "proposed", "grid_worker"),
  show("district", "filed", "grid_worker"),
  show("district", "handed_back", "grid_worker"),
  show("district", "closing", "grid_worker"),
  // The first street's
  show("street", "reported", "grid_worker"),
  show("street", "proposed", "grid_worker"),
  show("street", "filed", "grid_worker"),
  show("street", "filed", "grid_worker", { laid: "whistle active" }),
  show("street", "assigned", "grid_worker"),
  show("street", "handed_back", "grid_worker"),
  show("street", "closing", "grid_worker"),
  // The first community's
  show("community", "reported", "grid_worker"),
  show("community", "reported", "grid_worker"),
  show("community", "filed", "grid_worker"),
  show("community", "handling", "grid_worker"),
  show("community", "handed_back", "grid_worker"),
  // What has ended, in every way a ticket ends
  show("city", null, "public"),
  show("city", null, "volunteer", { turns: ["check"] }),
  show("city", null, "public", { turns: ["reject", "rework"] }),
  show("city", null, "public", { turns: ["check", "decline"] }),
  show("city", null, "call_taker", { turns: ["refuse"] }),
  show("city", null, "acceptor", { turns: ["void"] }),
  show("city", null, "acceptor", { turns: ["waive"] }),
  show("city", null, "acceptor", { turns: ["rework", "force_close"] }),
  show("city", "filed", "public", { isMerged: true }),
  show("street", null, "grid_worker", { turns: ["solve_here"] }),
  show("community", null, "grid_worker", { turns: ["solve_here"] }),
];
