import "server-only";
import { z } from "zod";
import { newOverlay, requireNoOpen } from "@/lib/domain/ticket/overlay";
import { askerOf } from "../shared/asker";
import { startOfDay } from "../shared/day";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** A leader's matter (领导交办): answered by the desk before its day. */
export const handDownMatter = ticketCommand({
  command: "hand_down",
  input: { words: words(300), until: z.union([z.literal(""), z.iso.date()]).optional() },
  decide({ ticket, actor, appointment, now, newId }, { words: said, until }) {
    requireNoOpen(ticket, "leader_matter");
    const overlay = newOverlay({
      id: newId(),
      kind: "leader_matter",
      state: "active",
      askedBy: askerOf(actor, appointment),
      reason: said,
      now,
      until: until ? startOfDay(until) : null,
    });
    return { changes: { overlays: [overlay] }, said: { words: said, until: until || undefined } };
  },
});
