import "server-only";
import { endOpenOverlays } from "@/lib/domain/ticket/overlay";
import { refuseOwnWork } from "../shared/own-work";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Closed by authority (强制结案): marked, counted, with its reason. */
export const forceClose = ticketCommand({
  command: "force_close",
  input: { reason: words(300), reply: words(300) },
  decide({ ticket, actor }, { reason, reply }) {
    refuseOwnWork(ticket, actor);
    return {
      changes: {
        ticket: {
          state: "closed",
          isClosedByForce: true,
          taskKind: null,
          taskUserId: null,
          outcome: "closed_by_force",
          publicReply: reply,
        },
        overlays: endOpenOverlays(ticket),
      },
      said: { reason, reply },
    };
  },
});
