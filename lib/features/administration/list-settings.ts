import "server-only";
import { and, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { events, users } from "@/db/schema";
import { settingKeys } from "@/lib/domain/settings";
import { readClock } from "../command";
import { query } from "../query";
import { readSettings } from "../shared/city-rules";
import { settingSubjectId } from "./change-setting";

/** Every setting with its value in force, and who changed it from what to what, newest first. */
export const listSettings = query({
  permission: "view_settings",
  input: z.object({}),
  async run({ db, clock }) {
    const values = await readSettings(db, clock?.() ?? (await readClock(db)));
    const subjects = settingKeys.map((key) => ({ key, id: settingSubjectId(key) }));
    const changes = await db
      .select({
        subjectId: events.subjectId,
        at: events.at,
        by: users.name,
        payload: events.payload,
        actorKind: events.actorKind,
      })
      .from(events)
      .leftJoin(users, eq(users.id, events.actorUserId))
      .where(
        and(
          eq(events.subjectKind, "setting"),
          inArray(
            events.subjectId,
            subjects.map(({ id }) => id),
          ),
        ),
      )
      .orderBy(desc(events.position))
      .limit(500);
    return subjects.map(({ key, id }) => ({
      key,
      value: values[key],
      history: changes
        .filter(({ subjectId }) => subjectId === id)
        .map(({ at, by, actorKind, payload }) => ({ at, by, actorKind, ...beforeAndAfter(payload) })),
    }));
  },
});

/** Payloads of this subject are written by `changeSetting` alone. */
function beforeAndAfter(payload: object): { before: unknown; after: unknown } {
  const { before, after } = payload as { before?: unknown; after?: unknown };
  return { before, after };
}
