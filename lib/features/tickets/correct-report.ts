import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { classes, tickets } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { toMercator } from "@/lib/geo/mercator";
import { dayIn } from "../shared/day";
import { locate } from "../shared/locate";
import { areaAt } from "../shared/new-ticket";
import { searchVector } from "../shared/search-text";
import { latitude, longitude, words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Class, point and place in words, as the acceptor finds them on closer reading. The report's own text stays. */
export const correctReport = ticketCommand({
  command: "correct_report",
  input: { classId: z.uuid(), lng: longitude, lat: latitude, placeWords: words(120) },
  async decide({ tx, ticket, now, calendar }, { classId, lng, lat, placeWords }) {
    const located = await locate(tx, [lng, lat]);
    if (!located.isInside)
      throw new AppError("outside_city", { place: "outside" }, { metres: located.metresOutside });
    const [known] = await tx.select().from(classes).where(eq(classes.id, classId));
    const isRetired =
      known !== undefined &&
      known.validTo !== null &&
      known.validTo <= dayIn(calendar.timeZone, now) &&
      classId !== ticket.classId;
    if (!known || isRetired) throw new AppError("invalid", { classId: "unknown" });
    const [own] = await tx
      .select({ description: tickets.description })
      .from(tickets)
      .where(eq(tickets.id, ticket.id));
    const [mx, my] = toMercator([lng, lat]);
    return {
      changes: {
        ticket: {
          classId,
          lng,
          lat,
          placeWords,
          ...located.location,
          deskAreaId: areaAt(ticket.level, located.location),
        },
      },
      rowOnly: {
        mx: Math.round(mx),
        my: Math.round(my),
        search: searchVector([
          ticket.number,
          placeWords,
          known.name,
          known.nameEn,
          known.code,
          own?.description ?? "",
        ]) as unknown as string,
      },
    };
  },
});
