import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { AreaLevel } from "@/lib/domain/posts";
import { type SetupStep, setupSteps } from "@/lib/domain/setup-steps";
import { readClock } from "../command";
import { query } from "../query";
import { readSettings } from "../shared/city-rules";
import { cityDay } from "../shared/valid-on";

/** What keeps a step from being done; the page knows the words and the way to mend it. */
export type SetupProblem =
  | "no_city"
  | "no_cells"
  | "no_calendar"
  | "no_units"
  | "no_classes"
  | "no_limits"
  | "no_acceptor"
  | "no_shift_leader"
  | "no_dispatcher"
  | "no_supervisor"
  | "no_liaison"
  | "no_security_admin"
  | "no_audit_admin";

type Figures = {
  city: string | null;
  city_en: string | null;
  areas: number;
  cells: number;
  units: number;
  persons: number;
  classes: number;
  unlimited: number;
  published_through: string | null;
  desks: Partial<Record<AreaLevel, number>> | null;
  posts: Partial<Record<string, number>> | null;
  security: string[] | null;
};

/** Where the first day stands: everything is counted from the data, but for what somebody confirmed. */
export const loadSetup = query({
  permission: "view_settings",
  input: z.object({}),
  async run({ db, clock }) {
    const now = clock?.() ?? (await readClock(db));
    const settings = await readSettings(db, now);
    const today = await cityDay(db, now);
    const { rows } = await db.execute<Figures>(sql`
      select
        (select name from areas where level = 'city' and valid_to is null) as city,
        (select name_en from areas where level = 'city' and valid_to is null) as city_en,
        (select count(*)::int from areas where valid_to is null) as areas,
        (select count(*)::int from grids where valid_to is null and kind = 'community_grid') as cells,
        (select count(*)::int from units where valid_to is null or valid_to > ${today}) as units,
        (select count(*)::int from persons where valid_to is null or valid_to > ${today}) as persons,
        (select count(*)::int from classes where valid_to is null or valid_to > ${today}) as classes,
        (select count(*)::int from class_conditions c join classes k on k.id = c.class_id
          where (c.valid_to is null or c.valid_to > ${today}) and (k.valid_to is null or k.valid_to > ${today})
            and not exists (select 1 from class_limits l where l.condition_id = c.id and l.valid_from <= ${today})) as unlimited,
        (select published_through::text from calendars order by version desc limit 1) as published_through,
        (select jsonb_object_agg(level, n) from (select d.level, count(*)::int as n from desks d
          join areas a on a.id = d.area_id and a.valid_to is null group by d.level) d) as desks,
        (select jsonb_object_agg(post, n) from (select p.post, count(distinct p.user_id)::int as n from user_posts p
          join users u on u.id = p.user_id and not u.is_disabled
          where p.valid_from <= ${today} and (p.valid_to is null or p.valid_to > ${today}) group by p.post) p) as posts,
        (select array_agg(distinct u.name) from users u join user_posts p on p.user_id = u.id
          where p.post = 'security_admin' and not u.is_disabled
            and p.valid_from <= ${today} and (p.valid_to is null or p.valid_to > ${today})) as security`);
    const [figures] = rows;
    if (!figures) throw new Error("one row always comes back");
    const problems = problemsOf(figures);
    const steps = setupSteps.map((step) => {
      const own = problems[step] ?? [];
      const isConfirmed = settings["setup.confirmed"].includes(step);
      // Data are there or not: nobody needs to confirm them.
      return {
        step,
        problems: own,
        isConfirmed,
        isDone: own.length === 0 && (isConfirmed || step === "data"),
      };
    });
    return {
      steps,
      done: steps.filter(({ isDone }) => isDone).length,
      isDone: steps.every(({ isDone }) => isDone),
      settings: {
        cityName: settings["city.name"] || (figures.city ?? ""),
        cityNameEn: settings["city.nameEn"] || (figures.city_en ?? ""),
        intakeLevel: settings["intake.level"],
        fieldLevel: settings["intake.fieldLevel"],
        reviewNumber: settings["map.reviewNumber"],
      },
      areas: figures.areas,
      cells: figures.cells,
      units: figures.units,
      persons: figures.persons,
      classes: figures.classes,
      publishedThrough: figures.published_through,
      isNextYearCovered: (figures.published_through ?? "") >= `${Number(today.slice(0, 4)) + 1}-12-31`,
      desks: figures.desks ?? {},
      posts: figures.posts ?? {},
      security: figures.security ?? [],
    };
  },
});

function problemsOf(figures: Figures): Partial<Record<SetupStep, SetupProblem[]>> {
  const lacks = (post: string) => (figures.posts?.[post] ?? 0) === 0;
  const found = (isSo: boolean, problem: SetupProblem) => (isSo ? [problem] : []);
  return {
    data: [...found(figures.city === null, "no_city"), ...found(figures.cells === 0, "no_cells")],
    levels: found(figures.city === null, "no_city"),
    calendar: found(figures.published_through === null, "no_calendar"),
    units: found(figures.units === 0, "no_units"),
    classes: [...found(figures.classes === 0, "no_classes"), ...found(figures.unlimited > 0, "no_limits")],
    accounts: [
      ...found(lacks("security_admin"), "no_security_admin"),
      ...found(lacks("audit_admin"), "no_audit_admin"),
      ...found(lacks("acceptor"), "no_acceptor"),
      ...found(lacks("shift_leader"), "no_shift_leader"),
      ...found(lacks("dispatcher"), "no_dispatcher"),
      ...found(lacks("supervisor"), "no_supervisor"),
      ...found(lacks("unit_liaison"), "no_liaison"),
    ],
  };
}

export type Setup = Awaited<ReturnType<typeof loadSetup>>;
