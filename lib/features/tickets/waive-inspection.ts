import "server-only";
import { refuseOwnWork } from "../shared/own-work";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** No inspection on the spot (免核查): a marked and counted power. */
export const waiveInspection = ticketCommand({
  command: "waive_inspection",
  input: { reason: words(300) },
  decide({ ticket, actor }, { reason }) {
    refuseOwnWork(ticket, actor);
    return { changes: { ticket: { state: "closing", isInspectionWaived: true } }, said: { reason } };
  },
});
