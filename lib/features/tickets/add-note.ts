import "server-only";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** A note for those who work on the ticket; the public never sees it. */
export const addNote = ticketCommand({
  command: "add_note",
  input: { words: words(500) },
  decide(_work, { words: said }) {
    return { changes: {}, said: { words: said } };
  },
});
