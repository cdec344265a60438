import "server-only";
import { AppError } from "@/lib/domain/errors";
import { endOpenOverlays } from "@/lib/domain/ticket/overlay";
import { drawSpotCheck } from "../shared/spot-check";
import { photoTokens, words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/**
 * Solved at this level (本级处置): closed by the same hand with photos of before and after, only for
 * classes on the list and only at a community's or street's desk; drawn for spot checks.
 */
export const solveHere = ticketCommand({
  command: "solve_here",
  input: { result: words(300), beforePhotos: photoTokens, afterPhotos: photoTokens },
  decide(work, { result, beforePhotos, afterPhotos }) {
    const { ticket, isSelfHandleable, settings } = work;
    if (ticket.level !== "community" && ticket.level !== "street")
      throw new AppError("invalid", { level: "not_at_this_desk" });
    if (!isSelfHandleable) throw new AppError("class_not_self_handled");
    if (beforePhotos.length === 0) throw new AppError("photos_required", { beforePhotos: "required" });
    if (afterPhotos.length === 0) throw new AppError("photos_required", { afterPhotos: "required" });
    return {
      changes: {
        ticket: {
          state: "closed",
          isClosedBySameHand: true,
          outcome: "solved",
          isSpotCheckDrawn: drawSpotCheck(work, settings),
        },
        overlays: endOpenOverlays(ticket),
      },
      said: { result },
      photos: [
        { batch: "before", tokens: beforePhotos },
        { batch: "after", tokens: afterPhotos },
      ],
    };
  },
});
