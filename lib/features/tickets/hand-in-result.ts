import "server-only";
import { AppError } from "@/lib/domain/errors";
import { moveAssignment, ownAssignment, requireAssignmentState } from "@/lib/domain/ticket/assignment";
import { photoTokens, words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** The handler's result with photos from the place, to the unit's own review. */
export const handInResult = ticketCommand({
  command: "hand_in",
  input: { result: words(300), photos: photoTokens },
  decide({ ticket, appointment, now }, { result, photos }) {
    const own = ownAssignment(ticket, appointment);
    requireAssignmentState(own, ["handling"]);
    if (photos.length === 0) throw new AppError("photos_required", { photos: "required" });
    return {
      changes: moveAssignment(ticket, { id: own.id, state: "unit_review", handedInAt: now.toISOString() }),
      said: { result },
      photos: { batch: "after", tokens: photos },
    };
  },
});
