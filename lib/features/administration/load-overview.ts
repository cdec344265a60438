import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { query } from "../query";
import { todayOf } from "../shared/valid-on";

export type Overview = {
  areas: number;
  assumed: number;
  cells: number;
  unstaffed: number;
  units: number;
  persons: number;
  classes: number;
  accounts: number;
  initial: number;
};

/** How many of each there are, and what is not yet in order. */
export const loadOverview = query({
  permission: "view_directory",
  input: z.object({}),
  async run(context): Promise<Overview> {
    const today = await todayOf(context);
    const { rows } = await context.db.execute<Overview>(sql`
      select
        (select count(*)::int from areas where valid_to is null) as areas,
        (select count(*)::int from areas where valid_to is null and is_boundary_assumed) as assumed,
        (select count(*)::int from grids where valid_to is null and kind = 'community_grid') as cells,
        (select count(*)::int from grids g where g.valid_to is null and g.kind = 'community_grid' and not exists (
          select 1 from user_post_cells c join user_posts p on p.id = c.user_post_id where c.cell_id = g.id
            and p.valid_from <= ${today} and (p.valid_to is null or p.valid_to > ${today}))) as unstaffed,
        (select count(*)::int from units where valid_to is null or valid_to > ${today}) as units,
        (select count(*)::int from persons where valid_to is null or valid_to > ${today}) as persons,
        (select count(*)::int from classes where valid_to is null or valid_to > ${today}) as classes,
        (select count(*)::int from users where not is_disabled) as accounts,
        (select count(*)::int from users where not is_disabled and is_password_initial) as initial`);
    const [figures] = rows;
    if (!figures) throw new Error("one row always comes back");
    return figures;
  },
});
