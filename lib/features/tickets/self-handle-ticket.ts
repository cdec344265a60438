import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { classes } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { rolesAllowed, transact } from "../command";
import type { Context } from "../context";
import { parse } from "../parse";
import { readCityRules } from "../shared/city-rules";
import { newTicket } from "../shared/new-ticket";
import { drawSpotCheck } from "../shared/spot-check";
import { latitude, longitude, photoTokens, words } from "../shared/text-fields";
import type { TicketAnswer } from "../shared/ticket-command";

export const selfHandleInput = z.strictObject({
  classId: z.uuid(),
  lng: longitude,
  lat: latitude,
  placeWords: words(120),
  description: words(500),
  result: words(300),
  beforePhotos: photoTokens,
  afterPhotos: photoTokens,
});

/**
 * Fixed on the spot and written down (自处置): closed by the same hand, marked so, only for classes on
 * the list, only with photos of before and after, and some are drawn for a spot check.
 */
export async function selfHandleTicket(context: Context, raw: unknown): Promise<TicketAnswer> {
  const input = parse(selfHandleInput, raw);
  const [role] = rolesAllowed(context.actor, "self_handle");
  if (!role) throw new AppError("forbidden");
  return transact(context, "self_handle", input, async (work) => {
    const [known] = await work.tx
      .select({ isSelfHandleable: classes.isSelfHandleable })
      .from(classes)
      .where(eq(classes.id, input.classId));
    if (!known) throw new AppError("invalid", { classId: "unknown" });
    if (!known.isSelfHandleable) throw new AppError("class_not_self_handled", { classId: "not_allowed" });
    if (input.beforePhotos.length === 0) throw new AppError("photos_required", { beforePhotos: "required" });
    if (input.afterPhotos.length === 0) throw new AppError("photos_required", { afterPhotos: "required" });
    const { settings, calendar } = await readCityRules(work.tx, work.now);
    const { id: _, ...answer } = await newTicket(work, settings, calendar, {
      command: "self_handle",
      role,
      channel: "field",
      classId: input.classId,
      lng: input.lng,
      lat: input.lat,
      placeWords: input.placeWords,
      description: input.description,
      trackingCode: null,
      photos: [
        { batch: "before", tokens: input.beforePhotos },
        { batch: "after", tokens: input.afterPhotos },
      ],
      more: {
        state: "closed",
        isClosedBySameHand: true,
        outcome: "solved",
        isSpotCheckDrawn: drawSpotCheck(work, settings),
      },
      said: { result: input.result },
    });
    return answer;
  });
}
