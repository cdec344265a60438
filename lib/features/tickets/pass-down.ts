import "server-only";
import { z } from "zod";
import { deskBelow } from "../shared/desks";
import { optionalWords } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Passed down (下派) to the desk under this one in whose area the place lies. */
export const passDown = ticketCommand({
  command: "pass_down",
  input: { level: z.enum(["district", "street", "community"]), note: optionalWords(300) },
  async decide({ tx, ticket }, { level, note }) {
    const target = await deskBelow(tx, ticket, level);
    return {
      changes: { ticket: { level, deskAreaId: target } },
      said: { note, from: ticket.level, to: level },
    };
  },
});
