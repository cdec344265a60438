import "server-only";
import { z } from "zod";
import { requireCondition } from "../shared/limits";
import { optionalWords } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** The acceptor's proposal to the shift leader, with the condition he holds to be met. */
export const proposeFiling = ticketCommand({
  command: "propose_filing",
  input: { conditionId: z.uuid().optional(), note: optionalWords(300) },
  async decide({ tx, ticket, now, calendar }, { conditionId, note }) {
    if (conditionId) await requireCondition(tx, ticket.classId, conditionId, now, calendar);
    return { changes: { ticket: { state: "proposed" } }, said: { conditionId, note } };
  },
});
