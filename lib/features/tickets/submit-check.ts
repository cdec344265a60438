import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { photoTokens, words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** The supervisor's opinion from the spot, with photos, back to the acceptor. */
export const submitCheck = ticketCommand({
  command: "submit_check",
  input: { opinion: z.enum(["confirmed", "not_found"]), words: words(300), photos: photoTokens },
  decide({ ticket, actor }, { opinion, words: said, photos }) {
    if (actor.kind === "user" && ticket.reportedByUserId === actor.userId) throw new AppError("own_work");
    if (photos.length === 0) throw new AppError("photos_required", { photos: "required" });
    return {
      changes: { ticket: { state: "reported", taskKind: null, taskUserId: null, checkOpinion: opinion } },
      said: { opinion, words: said },
      photos: { batch: "check", tokens: photos },
    };
  },
});
