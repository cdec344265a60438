import "server-only";
import { z } from "zod";
import { newOverlay, requireNoOpen } from "@/lib/domain/ticket/overlay";
import { askerOf } from "../shared/asker";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";
import { requireUnits } from "../shared/units";

/** The street calls departments to the place (吹哨); they sign in there by position. */
export const whistleForUnits = ticketCommand({
  command: "whistle",
  input: {
    unitIds: z
      .union([z.uuid(), z.array(z.uuid())])
      .transform((value) => (Array.isArray(value) ? value : [value]))
      .pipe(z.array(z.uuid()).min(1).max(10)),
    reason: words(300),
  },
  async decide({ tx, ticket, actor, appointment, now, newId, calendar }, { unitIds, reason }) {
    requireNoOpen(ticket, "whistle");
    await requireUnits(tx, unitIds, now, calendar);
    const overlay = newOverlay({
      id: newId(),
      kind: "whistle",
      state: "active",
      askedBy: askerOf(actor, appointment),
      reason,
      now,
      details: { unitIds: [...new Set(unitIds)], arrivals: [] },
    });
    return { changes: { overlays: [overlay] }, said: { unitIds, reason } };
  },
});
