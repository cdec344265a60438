import { hash } from "@node-rs/argon2";
import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { areas, grids, userPostCells, userPosts, users } from "@/db/schema";
import type { UserActor } from "@/lib/domain/actor";
import type { Post } from "@/lib/domain/posts";
import { createAccount } from "@/lib/features/accounts/create-account";
import { importPersons } from "@/lib/features/administration/import-persons";
import { importUnits } from "@/lib/features/administration/import-units";
import type { Context } from "@/lib/features/context";
import { deriveRules } from "@/lib/features/responsibility/derive-rules";
import type { DemoPerson, DemoUnit } from "./city/organisation";

/** What people call the posts, for logins: `shouli1` is the first acceptor. */
const loginWords: Record<Post, string> = {
  call_taker: "huawu",
  acceptor: "shouli",
  shift_leader: "zhiban",
  dispatcher: "paiqian",
  grid_worker: "wangge",
  grid_head: "gezhang",
  street_desk: "jiedao",
  supervisor: "jiandu",
  unit_liaison: "lianluo",
  section_head: "kezhang",
  handler: "chuzhi",
  unit_manager: "fuzeren",
  line_authority: "hangye",
  inspector: "ducha",
  evaluator: "kaohe",
  leader: "lingdao",
  editor: "bianji",
  volunteer: "zhiyuan",
  system_admin: "xitong",
  security_admin: "anquan",
  audit_admin: "shenji",
};

export type Staff = { post: Post; login: string; area: string; unit: string; actor: UserActor };

/** The same units as the files say; those of the first street first, so that account 1 of each post works together. */
function inOrder(persons: readonly DemoPerson[]): DemoPerson[] {
  const unitPosts: Post[] = ["unit_liaison", "section_head", "handler", "unit_manager"];
  const weight = (person: DemoPerson) => {
    if (unitPosts.includes(person.post) && person.unit === "T01") return person.section === "S2" ? 0 : 1;
    return 2;
  };
  return persons.toSorted((a, b) => weight(a) - weight(b));
}

export async function makeOrganisation(
  context: Context,
  { units, persons }: { units: readonly DemoUnit[]; persons: readonly DemoPerson[] },
  password: string,
): Promise<Staff[]> {
  const { db } = context;
  requireAll(
    await importUnits(context, {
      source: "units.json",
      rows: units.map((unit, index) => ({
        line: index + 1,
        values: {
          code: unit.code,
          name: unit.name,
          nameEn: unit.name_en,
          kind: unit.kind,
          area: unit.area,
          responsibleKinds: unit.responsible_kinds.join(";"),
        },
      })),
    }),
  );
  const sectionOf = (unitCode: string, code: string | null) =>
    units.find((unit) => unit.code === unitCode)?.sections.find((section) => section.code === code);
  requireAll(
    await importPersons(context, {
      source: "persons.json",
      rows: persons.map((person, index) => {
        const section = sectionOf(person.unit, person.section);
        return {
          line: index + 1,
          values: {
            unit: person.unit,
            section: person.section ?? "",
            sectionName: section?.name ?? "",
            sectionNameEn: section?.name_en ?? "",
            name: person.name,
            jobTitle: person.job_title,
          },
        };
      }),
    }),
  );
  await deriveRules(context, {});

  // One random password for the whole installation: hashed once, it would only cost time to salt it 700 times.
  const passwordHash = await hash(password, { memoryCost: 65_536, timeCost: 3, parallelism: 1 });
  const cellsOf = await cellsByCommunity(db);
  const counts = new Map<Post, number>();
  const taken = new Map<string, number>();
  const staff: Omit<Staff, "actor">[] = [];
  const orders = inOrder(persons).map((person) => {
    const serial = (counts.get(person.post) ?? 0) + 1;
    counts.set(person.post, serial);
    const login = `${loginWords[person.post]}${serial}`;
    return { person, login };
  });
  const isUnitPost = (post: Post) =>
    ["unit_liaison", "section_head", "handler", "unit_manager"].includes(post);
  for (const { person, login } of orders) {
    const cells = cellsOf.get(person.area) ?? [];
    const turn = taken.get(`${person.area} ${person.post}`) ?? 0;
    taken.set(`${person.area} ${person.post}`, turn + 1);
    const own =
      person.post === "grid_head"
        ? cells
        : person.post === "grid_worker"
          ? cells.filter((_, index) => index % 3 === turn)
          : [];
    await createAccount(context, {
      login,
      name: person.name,
      passwordHash,
      isDemo: true,
      post: person.post,
      area: person.area,
      ...(isUnitPost(person.post) ? { unit: person.unit } : {}),
      ...(isUnitPost(person.post) && person.section ? { section: person.section } : {}),
      ...(isUnitPost(person.post) ? { person: person.name } : {}),
      ...(person.post === "line_authority" ? { line: "sanitation" } : {}),
      cells: own,
    });
    staff.push({ post: person.post, login, area: person.area, unit: person.unit });
  }
  const actors = await actorsByLogin(db);
  return staff.map((one) => {
    const actor = actors.get(one.login);
    if (!actor) throw new Error(`no account ${one.login}`);
    return { ...one, actor };
  });
}

function requireAll(
  answers: readonly { outcome: string; name: string; problems: readonly object[] }[],
): void {
  const refused = answers.find(({ outcome }) => outcome === "refused");
  if (refused) throw new Error(`${refused.name}: ${JSON.stringify(refused.problems)}`);
}

async function cellsByCommunity(db: Db): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ code: grids.code, community: areas.code })
    .from(grids)
    .innerJoin(areas, eq(areas.id, grids.communityId))
    .where(and(eq(grids.kind, "community_grid"), isNull(grids.validTo)))
    .orderBy(grids.code);
  const found = new Map<string, string[]>();
  for (const { code, community } of rows) found.set(community, [...(found.get(community) ?? []), code]);
  return found;
}

async function actorsByLogin(db: Db): Promise<Map<string, UserActor>> {
  const rows = await db
    .select({
      login: users.login,
      name: users.name,
      userId: users.id,
      id: userPosts.id,
      post: userPosts.post,
      areaId: userPosts.areaId,
      areaLevel: areas.level,
      unitId: userPosts.unitId,
      sectionId: userPosts.sectionId,
      personId: userPosts.personId,
      lineKind: userPosts.lineKind,
    })
    .from(userPosts)
    .innerJoin(users, eq(users.id, userPosts.userId))
    .innerJoin(areas, eq(areas.id, userPosts.areaId));
  const cells = await db.select().from(userPostCells);
  return new Map(
    rows.map(({ login, name, userId, ...appointment }) => [
      login,
      {
        kind: "user",
        userId,
        name,
        appointments: [
          {
            ...appointment,
            cellIds: cells
              .filter(({ userPostId }) => userPostId === appointment.id)
              .map(({ cellId }) => cellId),
          },
        ],
      },
    ]),
  );
}
