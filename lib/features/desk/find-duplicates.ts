import "server-only";
import { z } from "zod";
import { readClock } from "../command";
import { query } from "../query";
import { openDuplicates } from "../shared/open-duplicates";
import { latitude, longitude } from "../shared/text-fields";

/** Open tickets that are likely the problem a person is reporting just now. */
export const findDuplicates = query({
  permission: "report",
  input: z.object({ classId: z.uuid(), lng: longitude, lat: latitude }),
  async run({ db, actor, clock }, { classId, lng, lat }) {
    const now = clock?.() ?? (await readClock(db));
    return openDuplicates(db, actor, { classId, point: [lng, lat], reportedAt: now }, now);
  },
});
