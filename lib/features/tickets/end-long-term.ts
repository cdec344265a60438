import "server-only";
import { endPause } from "../shared/pause-clock";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Taken off the long list: the clock runs on with what was left. */
export const endLongTerm = ticketCommand({
  command: "end_long_term",
  input: { reason: words(300) },
  decide(work, { reason }) {
    return { changes: endPause(work, "long_term"), said: { reason } };
  },
});
