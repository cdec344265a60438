import "server-only";
import { AppError } from "@/lib/domain/errors";
import { handBackChanges, ownAssignment, requireAssignmentState } from "@/lib/domain/ticket/assignment";
import { photoTokens, words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Result, photos and sign-off in one go, for a unit whose liaison answers for it alone: the clock stops here. */
export const handBackResult = ticketCommand({
  command: "hand_back",
  input: { result: words(300), photos: photoTokens },
  decide({ ticket, appointment, now, calendarOf }, { result, photos }) {
    const own = ownAssignment(ticket, appointment);
    requireAssignmentState(own, ["handling"]);
    if (photos.length === 0) throw new AppError("photos_required", { photos: "required" });
    return {
      changes: handBackChanges(ticket, { ...own, handedInAt: now.toISOString() }, now, calendarOf),
      said: { result },
      photos: { batch: "after", tokens: photos },
    };
  },
});
