import "server-only";
import { z } from "zod";
import { requireCondition } from "../shared/limits";
import { optionalWords } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Filed (立案) under one of the class's conditions: the condition sets the unit's limit. */
export const fileTicket = ticketCommand({
  command: "file",
  input: { conditionId: z.uuid(), note: optionalWords(300) },
  async decide({ tx, ticket, now, calendar }, { conditionId, note }) {
    await requireCondition(tx, ticket.classId, conditionId, now, calendar);
    return {
      changes: { ticket: { state: "filed", conditionId, filedAt: now.toISOString() } },
      said: { note },
    };
  },
});
