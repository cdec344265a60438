import type { CommandChoices } from "@/lib/features/tickets/load-command-choices";
import type { TicketDetail } from "@/lib/features/tickets/load-ticket";

/** What the forms of one ticket's commands offer and begin with. */
export type FormChoices = CommandChoices & {
  conditions: TicketDetail["conditions"];
  /** The condition that the acceptor proposed. */
  proposedConditionId: string | null;
  supervisionLevel: number;
  classId: string;
  place: { lng: number; lat: number; words: string };
};
