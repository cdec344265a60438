import "server-only";
import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { alias, unionAll } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Db } from "@/db/client";
import { areas, counterDeltas, counters, grids } from "@/db/schema";
import type { ProgressArea, ProgressCell } from "@/lib/domain/progress";
import { openStates, type StateGroup, stateGroup, stateGroups } from "@/lib/domain/states";
import { readClock } from "../command";
import { query } from "../query";
import { readCalendar } from "../shared/city-rules";
import { dayIn } from "../shared/day";

const dayMs = 86_400_000;
const recentDays = 30;

export type GroupCount = { group: StateGroup; count: number };

/**
 * What the public may know of the city's progress: counts of tickets by cell and by state, never a ticket. Folded
 * counters and what waits to be folded together, so that nothing has to be waited for.
 */
export const loadProgress = query({
  permission: null,
  input: z.object({ cell: z.string().max(40).optional() }),
  async run({ db, clock }, { cell }) {
    const readAt = clock?.() ?? (await readClock(db));
    const tree = await areaTree(db);
    // Before an import there is neither a city nor its calendar.
    if (tree.length === 0)
      return { readAt, areas: [], cells: [], chosen: null, groups: [], chosenGroups: [] };
    const { timeZone } = await readCalendar(db);
    const since = dayIn(timeZone, new Date(readAt.getTime() - (recentDays - 1) * dayMs));
    const cells = await cellFigures(db, since);
    const chosen = cells.find(({ code }) => code === cell) ?? null;
    return {
      readAt,
      areas: tree,
      cells,
      chosen,
      groups: await groupCounts(db, null),
      chosenGroups: chosen ? await groupCounts(db, chosen.code) : [],
    };
  },
});

function parts(db: Db) {
  const columns = <T extends typeof counters | typeof counterDeltas>(table: T) => ({
    cellId: table.cellId,
    day: table.day,
    state: table.state,
    isOverdue: table.isOverdue,
  });
  return unionAll(
    db.select({ ...columns(counters), count: counters.count }).from(counters),
    db.select({ ...columns(counterDeltas), count: counterDeltas.delta }).from(counterDeltas),
  ).as("parts");
}

async function cellFigures(db: Db, since: string): Promise<ProgressCell[]> {
  const counted = parts(db);
  const community = alias(areas, "community");
  const isOpen = inArray(counted.state, openStates);
  const isSolved = eq(counted.state, "closed");
  const sum = (condition: ReturnType<typeof sql>) =>
    sql<number>`coalesce(sum(${counted.count}) filter (where ${condition}), 0)::int`;
  return db
    .select({
      key: grids.key,
      code: grids.code,
      name: grids.name,
      nameEn: grids.nameEn,
      communityCode: community.code,
      lng: grids.labelLng,
      lat: grids.labelLat,
      open: sum(sql`${isOpen}`),
      overdue: sum(sql`${isOpen} and ${counted.isOverdue}`),
      solved: sum(sql`${isSolved}`),
      total: sum(sql`${isOpen} or ${isSolved}`),
      ended: sum(sql`not (${isOpen} or ${isSolved})`),
      recent: sum(sql`${counted.day} >= ${since}`),
    })
    .from(grids)
    .innerJoin(community, eq(community.id, grids.communityId))
    .leftJoin(counted, eq(counted.cellId, grids.id))
    .where(and(eq(grids.kind, "community_grid"), isNull(grids.validTo)))
    .groupBy(grids.id, community.code)
    .orderBy(asc(grids.code));
}

async function areaTree(db: Db): Promise<ProgressArea[]> {
  const parent = alias(areas, "parent");
  return db
    .select({
      code: areas.code,
      name: areas.name,
      nameEn: areas.nameEn,
      pinyinKey: areas.pinyinKey,
      level: areas.level,
      parentCode: parent.code,
    })
    .from(areas)
    .leftJoin(parent, eq(parent.id, areas.parentId))
    .where(isNull(areas.validTo))
    .orderBy(asc(areas.code));
}

/** By colour, shape and word as everywhere; every group is there, also with a count of none. */
async function groupCounts(db: Db, cellCode: string | null): Promise<GroupCount[]> {
  const counted = parts(db);
  const rows = await db
    .select({
      state: counted.state,
      isOverdue: counted.isOverdue,
      count: sql<number>`sum(${counted.count})::int`,
    })
    .from(counted)
    .innerJoin(grids, eq(grids.id, counted.cellId))
    .where(cellCode === null ? undefined : and(eq(grids.kind, "community_grid"), eq(grids.code, cellCode)))
    .groupBy(counted.state, counted.isOverdue);
  const sums = new Map<StateGroup, number>();
  for (const { state, isOverdue, count } of rows) {
    const group = stateGroup(state, isOverdue);
    sums.set(group, (sums.get(group) ?? 0) + count);
  }
  // A paused clock is no figure of the counters: such tickets stand in the group of their state.
  return stateGroups
    .filter((group) => group !== "suspended")
    .map((group) => ({ group, count: sums.get(group) ?? 0 }));
}
