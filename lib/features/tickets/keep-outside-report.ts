import "server-only";
import { z } from "zod";
import { outsideReports } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { locate } from "../shared/locate";
import { latitude, longitude, words } from "../shared/text-fields";

/** Farther away no neighbour of this city answers for it, and a slip of the finger is likelier. */
const farthestMetres = 50_000;

/**
 * A problem beyond the border, kept for the neighbouring authority's list. No name and no telephone number: they
 * would go to others than the reporter was told. Refuses a place inside (it is an ordinary report then) and one
 * that no neighbour answers for.
 */
export const keepOutsideReport = command({
  permission: "keep_outside_report",
  input: z.strictObject({
    lng: longitude,
    lat: latitude,
    placeWords: words(120),
    description: words(500),
  }),
  async run({ tx, now, newId, append }, input) {
    const located = await locate(tx, [input.lng, input.lat]);
    if (located.isInside) throw new AppError("invalid", { place: "inside_city" });
    const metresOutside = located.metresOutside;
    if (metresOutside > farthestMetres) throw new AppError("invalid", { place: "too_far" });
    const id = newId();
    await tx.insert(outsideReports).values({ id, ...input, metresOutside, reportedAt: now });
    // A chain of its own, so that two such reports never wait for each other; words of the public stay out of it.
    await append({
      subjectKind: "city",
      subjectId: id,
      type: "outside_report.kept",
      payload: { lng: input.lng, lat: input.lat, metresOutside },
    });
    return { metresOutside };
  },
});
