import "server-only";
import { AppError } from "@/lib/domain/errors";
import { endOpenOverlays } from "@/lib/domain/ticket/overlay";
import { activeAssignments } from "@/lib/domain/ticket/ticket";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Taken back while nobody has accepted. */
export const recallDispatch = ticketCommand({
  command: "recall",
  input: { reason: words(300) },
  decide({ ticket }, { reason }) {
    const active = activeAssignments(ticket);
    if (active.some(({ acceptedAt }) => acceptedAt !== null)) throw new AppError("illegal_transition");
    return {
      changes: {
        ticket: { state: "filed" },
        assignments: active.map(({ id }) => ({ id, state: "recalled" as const })),
        overlays: endOpenOverlays(ticket, ["extension", "deferral", "long_term"]),
      },
      said: { reason },
    };
  },
});
