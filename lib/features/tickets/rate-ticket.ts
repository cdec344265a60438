import "server-only";
import { z } from "zod";
import { ticketCommand } from "../shared/ticket-command";

/** The reporter's rating, one to five; a later one replaces it. */
export const rateTicket = ticketCommand({
  command: "rate",
  input: { stars: z.coerce.number().int().min(1).max(5) },
  decide(_work, { stars }) {
    return { changes: { ticket: { rating: stars } } };
  },
});
