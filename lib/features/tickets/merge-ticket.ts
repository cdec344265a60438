import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { isOpen } from "@/lib/domain/states";
import { optionalWords } from "../shared/text-fields";
import { loadInScope, ticketCommand } from "../shared/ticket-command";

/** The same problem was reported before: this one ends and points to the earlier one, which must still be open. */
export const mergeTicket = ticketCommand({
  command: "merge",
  input: { intoNumber: z.string().regex(/^\d{12,16}$/), reply: optionalWords(300) },
  async decide({ tx, actor, ticket }, { intoNumber, reply }) {
    if (intoNumber === ticket.number) throw new AppError("invalid", { intoNumber: "same_ticket" });
    const { ticket: earlier } = await loadInScope(tx, actor, intoNumber).catch(() => {
      throw new AppError("invalid", { intoNumber: "unknown" });
    });
    if (!isOpen(earlier.state)) throw new AppError("invalid", { intoNumber: "ended" });
    return {
      changes: {
        ticket: {
          state: "merged",
          mergedIntoId: earlier.id,
          publicReply: reply ?? null,
          outcome: "duplicate",
        },
      },
      said: { intoNumber, reply },
    };
  },
});
