import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { requireOpen } from "@/lib/domain/ticket/overlay";
import { distanceMetres } from "@/lib/geo/distance";
import { latitude, longitude } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** What `whistleForUnits` laid down, with the arrivals since. */
const whistleDetails = z.object({
  unitIds: z.array(z.string()),
  arrivals: z.array(z.object({ unitId: z.string(), at: z.string(), metres: z.number() })),
});

/** A called unit signs in at the place (报到); its distance from the place is written down as it is. */
export const arriveAtWhistle = ticketCommand({
  command: "whistle_arrive",
  input: { lng: longitude, lat: latitude },
  decide({ ticket, appointment, now }, { lng, lat }) {
    const overlay = requireOpen(ticket, "whistle", "active");
    const { unitIds, arrivals } = whistleDetails.parse(overlay.details);
    const unitId = appointment?.unitId ?? "";
    if (!unitIds.includes(unitId)) throw new AppError("invalid", { unitId: "not_called" });
    const metres = Math.round(distanceMetres([lng, lat], [ticket.lng, ticket.lat]));
    const details = { unitIds, arrivals: [...arrivals, { unitId, at: now.toISOString(), metres }] };
    return { changes: { overlays: [{ id: overlay.id, details }] }, said: { unitId, metres } };
  },
});
