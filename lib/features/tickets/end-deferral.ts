import "server-only";
import { endPause } from "../shared/pause-clock";
import { optionalWords } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** The deferral ends, at its date or before: the clock runs on with what was left. */
export const endDeferral = ticketCommand({
  command: "end_deferral",
  input: { note: optionalWords(300) },
  decide(work, { note }) {
    return { changes: endPause(work, "deferral"), said: { note } };
  },
});
