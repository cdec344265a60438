import "server-only";
import { z } from "zod";
import { responsibilityRules } from "@/db/schema";
import { requireOpen } from "@/lib/domain/ticket/overlay";
import { askerOf } from "../shared/asker";
import { dayIn } from "../shared/day";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";
import { requireUnits } from "../shared/units";

/** The ruling: which unit answers. By wish it becomes a responsibility rule for this class in this community. */
export const ruleDispute = ticketCommand({
  command: "rule_dispute",
  input: { unitId: z.uuid(), becomesRule: z.enum(["yes", "no"]).default("yes"), reason: words(300) },
  async decide({ tx, ticket, actor, appointment, now, newId, calendar }, { unitId, becomesRule, reason }) {
    const overlay = requireOpen(ticket, "dispute", "active");
    await requireUnits(tx, [unitId], now, calendar);
    if (becomesRule === "yes")
      await tx.insert(responsibilityRules).values({
        id: newId(),
        classId: ticket.classId,
        areaId: ticket.communityId,
        unitId,
        ruledInTicketId: ticket.id,
        note: reason,
        validFrom: dayIn(calendar.timeZone, now),
      });
    const details = { ...overlay.details, ruledUnitId: unitId, becameRule: becomesRule === "yes" };
    return {
      changes: {
        overlays: [
          {
            id: overlay.id,
            state: "ended",
            decidedBy: askerOf(actor, appointment),
            decidedAt: now.toISOString(),
            details,
          },
        ],
      },
      said: { unitId, becomesRule, reason },
    };
  },
});
