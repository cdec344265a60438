import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { endOpenOverlays } from "@/lib/domain/ticket/overlay";
import { refuseOwnWork } from "../shared/own-work";
import { photoTokens, words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/**
 * The supervisor's opinion on the spot, with photos from the same place. By the city's setting a passed
 * inspection closes at once; else the shift leader decides.
 */
export const submitInspection = ticketCommand({
  command: "submit_inspection",
  input: { opinion: z.enum(["passed", "failed"]), words: words(300), photos: photoTokens },
  decide({ ticket, actor, settings }, { opinion, words: said, photos }) {
    refuseOwnWork(ticket, actor);
    if (photos.length === 0) throw new AppError("photos_required", { photos: "required" });
    const closes = opinion === "passed" && settings["close.atOnceWhenPassed"];
    return {
      changes: {
        ticket: {
          state: closes ? "closed" : "closing",
          taskKind: null,
          taskUserId: null,
          inspectionOpinion: opinion,
          outcome: closes ? "solved" : ticket.outcome,
        },
        overlays: closes ? endOpenOverlays(ticket) : [],
      },
      said: { opinion, words: said },
      photos: { batch: "inspection", tokens: photos },
    };
  },
});
