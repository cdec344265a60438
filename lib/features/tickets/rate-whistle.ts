import "server-only";
import { z } from "zod";
import { requireOpen } from "@/lib/domain/ticket/overlay";
import { optionalWords } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** The street rates who came and ends the call. */
export const rateWhistle = ticketCommand({
  command: "whistle_rate",
  input: { stars: z.coerce.number().int().min(1).max(5), note: optionalWords(300) },
  decide({ ticket }, { stars, note }) {
    const overlay = requireOpen(ticket, "whistle", "active");
    const details = { ...overlay.details, stars };
    return { changes: { overlays: [{ id: overlay.id, state: "ended", details }] }, said: { stars, note } };
  },
});
