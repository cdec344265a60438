import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { requireOpen } from "@/lib/domain/ticket/overlay";
import { startOfDay } from "../shared/day";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** The quarterly look at a ticket on the long list: what was found, and the day of the next one. */
export const reviewLongTerm = ticketCommand({
  command: "review_long_term",
  input: { found: words(300), reviewOn: z.iso.date() },
  decide({ ticket, now }, { found, reviewOn }) {
    const overlay = requireOpen(ticket, "long_term", "active");
    if (startOfDay(reviewOn) <= now.toISOString()) throw new AppError("invalid", { reviewOn: "past" });
    const details = { ...overlay.details, reviewOn, lastReviewAt: now.toISOString(), lastFound: found };
    return { changes: { overlays: [{ id: overlay.id, details }] }, said: { found, reviewOn } };
  },
});
