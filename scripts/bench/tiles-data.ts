import type pg from "pg";
import { uuidv7 } from "uuidv7";
import { boxOf } from "@/lib/geo/box";
import type { BasemapRow } from "@/lib/tiles/basemap-tiles";
import type { SmallCity } from "@/tests/support/small-city";
import { cellColumns, cellSize, origin, type SyntheticCell } from "./synthetic-city";

const batch = 2_000;

function* chunks<T>(rows: Iterable<T>): Generator<T[]> {
  let part: T[] = [];
  for (const row of rows) {
    part.push(row);
    if (part.length < batch) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

const column = <T, V>(rows: readonly T[], read: (row: T) => V): V[] => rows.map(read);
const text = (value: unknown) => JSON.stringify(value);

export async function fillBasemap(pool: pg.Pool, rows: Iterable<BasemapRow>): Promise<void> {
  for (const part of chunks(rows)) {
    const boxes = column(part, ({ geometry }) => boxOf(geometry));
    await pool.query(
      `insert into basemap_features (layer, kind, detail, name, min_zoom, geometry, west, south, east, north)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::smallint[], $6::jsonb[],
         $7::float8[], $8::float8[], $9::float8[], $10::float8[])`,
      [
        column(part, ({ layer }) => layer),
        column(part, ({ kind }) => kind),
        column(part, ({ detail }) => detail),
        column(part, ({ name }) => name),
        column(part, ({ minZoom }) => minZoom),
        column(part, ({ geometry }) => text(geometry)),
        column(boxes, ({ west }) => west),
        column(boxes, ({ south }) => south),
        column(boxes, ({ east }) => east),
        column(boxes, ({ north }) => north),
      ],
    );
  }
  await raise(pool, "basemap");
}

/** The cells of the bench take the place of the small city's own; each lies in one of its eight communities. */
export async function fillCells(
  pool: pg.Pool,
  city: SmallCity,
  cells: readonly SyntheticCell[],
): Promise<void> {
  await pool.query("delete from grids");
  const communities = city.areas.filter(({ level }) => level === "community");
  for (const part of chunks(cells.entries())) {
    const boxes = column(part, ([, { geometry }]) => boxOf(geometry));
    await pool.query(
      `insert into grids (id, key, kind, code, name, name_en, community_id, geometry, west, south, east, north,
         label_lng, label_lat, area_m2, valid_from)
       select id, key, 'community_grid', 'B' || lpad(key::text, 6, '0'), '第' || key || '网格', 'Cell ' || key,
         community, geometry, west, south, east, north, lng, lat, 100000, '2020-01-01'
       from unnest($1::uuid[], $2::int[], $3::uuid[], $4::jsonb[], $5::float8[], $6::float8[], $7::float8[],
         $8::float8[], $9::float8[], $10::float8[])
         as t (id, key, community, geometry, west, south, east, north, lng, lat)`,
      [
        column(part, () => uuidv7()),
        column(part, ([at]) => at + 1),
        column(
          part,
          ([at]) => communities[(((at % cellColumns) * communities.length) / cellColumns) | 0]?.id,
        ),
        column(part, ([, { geometry }]) => text(geometry)),
        column(boxes, ({ west }) => west),
        column(boxes, ({ south }) => south),
        column(boxes, ({ east }) => east),
        column(boxes, ({ north }) => north),
        column(part, ([, { label }]) => label[0]),
        column(part, ([, { label }]) => label[1]),
      ],
    );
  }
  await raise(pool, "cells");
}

/**
 * Tickets from whole numbers alone, so that both servers make the same ones: three in ten are open, one in five of
 * those is late; busy cells have about three times as many as quiet ones.
 */
export const ticketSource = `
  select i, cell + 1 as key, lng, lat, state,
    state not in ('closed', 'declined') as is_open,
    state not in ('closed', 'declined') and luck5 < 0.2 as is_overdue,
    (i % 3)::int as class,
    round(lng * pi() * 6378137 / 180)::int as mx,
    round(6378137 * ln(tan(pi() / 4 + lat * pi() / 360)))::int as my
  from (
    select i, cell, luck5,
      ${origin.lng} + (cell % ${cellColumns} + luck1) * ${cellSize.lng} as lng,
      ${origin.lat} + (cell / ${cellColumns} + luck2) * ${cellSize.lat} as lat,
      case when luck4 < 0.06 then 'reported' when luck4 < 0.12 then 'filed' when luck4 < 0.22 then 'handling'
        when luck4 < 0.3 then 'handed_back' when luck4 < 0.9 then 'closed' else 'declined' end as state
    from (
      select i, luck1, luck2, luck4, luck5,
        (((floor(5000 * (0.3 * luck3 + 0.7 * luck3 * luck3)))::int * 2357) % 5000) as cell
      from (
        select i, ${[1, 2, 3, 4, 5].map((nth) => `${luck(nth)} as luck${nth}`).join(", ")}
        from generate_series(1, $1::int) as i
      ) as lucks
    ) as cells
  ) as tickets`;

/** The same on every PostgreSQL: 32 bits of md5 as a share of one. */
function luck(nth: number): string {
  return `(('x' || substr(md5(i || '/${nth}'), 1, 8))::bit(32)::bigint / 4294967296.0::float8)`;
}

export async function fillTickets(pool: pg.Pool, city: SmallCity, count: number): Promise<void> {
  const unit = city.units[0]?.id;
  const classes = city.classes.map(({ id }) => id);
  const conditions = city.classes.map(({ conditionId }) => conditionId);
  await pool.query(
    `insert into tickets (id, number, state, version, channel, level, desk_area_id, city_id, district_id, street_id,
       community_id, cell_id, is_in_review_area, class_id, condition_id, lng, lat, mx, my, place_words, description,
       salt, description_hash, reported_at, reported_day, step_started_at, closed_at, ended_at, is_step_overdue,
       is_promise_overdue, is_overdue, is_suspended, is_disputed, supervision_level, lead_unit_id, is_inspection_waived,
       is_closed_by_force, is_closed_by_same_hand, is_spot_check_drawn, urge_count, return_count, rework_count,
       reopen_count, extension_count, search)
     select gen_random_uuid(), '2026' || lpad(t.i::text, 10, '0'), state, 1, 'desk', 'city', $2, $2, district.id,
       street.id, community.id, grids.id, true, ($3::uuid[])[t.class + 1],
       case when state in ('reported', 'declined') then null else ($4::uuid[])[t.class + 1] end,
       t.lng, t.lat, t.mx, t.my, '测试路' || t.i || '号', '', '', '', at, at::date, at,
       case when state = 'closed' then at + interval '1 day' end,
       case when not is_open then at + interval '1 day' end,
       false, false, is_overdue, false, false, 0, case when state in ('reported', 'filed', 'declined') then null else $5::uuid end,
       false, false, false, false, 0, 0, 0, 0, 0, ''::tsvector
     from (${ticketSource}) as t
     cross join lateral (select timestamptz '2026-01-01 00:00Z' + (t.i % 90) * interval '1 day' as at) as day
     join grids on grids.key = t.key
     join areas as community on community.id = grids.community_id
     join areas as street on street.id = community.parent_id
     join areas as district on district.id = street.parent_id`,
    [count, city.city.id, classes, conditions, unit],
  );
  await pool.query(
    `insert into counters (cell_id, class_id, day, state, is_overdue, count)
     select cell_id, class_id, reported_day, state, is_overdue, count(*) from tickets group by 1, 2, 3, 4, 5`,
  );
  await raise(pool, "counters");
  for (const table of ["tickets", "counters", "grids", "basemap_features"])
    await pool.query(`vacuum analyze ${table}`);
}

async function raise(pool: pg.Pool, layer: string): Promise<void> {
  await pool.query(
    `insert into data_versions (layer, version, changed_at) values ($1, 1, '2026-01-01T00:00:00Z')
     on conflict (layer) do update set version = data_versions.version + 1`,
    [layer],
  );
}
