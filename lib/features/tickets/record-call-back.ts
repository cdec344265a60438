import "server-only";
import { z } from "zod";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** What has no place to look at is checked by calling the reporter back (回访). */
export const recordCallBack = ticketCommand({
  command: "record_call_back",
  input: { opinion: z.enum(["confirmed", "not_found"]), words: words(300) },
  decide(_work, { opinion, words: said }) {
    return {
      changes: { ticket: { state: "reported", taskKind: null, taskUserId: null, checkOpinion: opinion } },
      said: { opinion, words: said },
    };
  },
});
