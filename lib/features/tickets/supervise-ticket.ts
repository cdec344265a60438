import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { newOverlay } from "@/lib/domain/ticket/overlay";
import { openOverlay } from "@/lib/domain/ticket/ticket";
import { askerOf } from "../shared/asker";
import { startOfDay } from "../shared/day";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Put under supervision (督办), by level one to three; a higher level replaces a lower one. */
export const superviseTicket = ticketCommand({
  command: "supervise",
  input: {
    level: z.coerce.number().int().min(1).max(3),
    reason: words(300),
    until: z.union([z.literal(""), z.iso.date()]).optional(),
  },
  decide({ ticket, actor, appointment, now, newId }, { level, reason, until }) {
    if (level <= ticket.supervisionLevel) throw new AppError("overlay_open", { level: "not_higher" });
    const open = openOverlay(ticket, "supervision");
    const askedBy = askerOf(actor, appointment);
    const order = newOverlay({
      id: newId(),
      kind: "supervision",
      state: "active",
      askedBy,
      reason,
      now,
      until: until ? startOfDay(until) : null,
      details: { level, number: `${ticket.number}-D${level}` },
    });
    return {
      changes: {
        ticket: { supervisionLevel: level },
        overlays: open ? [{ id: open.id, state: "ended" }, order] : [order],
      },
      said: { level, reason, until: until || undefined },
    };
  },
});
