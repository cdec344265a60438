import type pg from "pg";
import type { Tile } from "@/lib/geo/tile";
import { ticketSource } from "./tiles-data";

/**
 * The same rows in PostGIS, as its manual would have it: geometries in web mercator under a GiST index, with every
 * attribute of our tiles ready in a column. What our side computes on the way (a ticket's group) is stored here.
 */
export async function fillPostgis(ours: pg.Pool, postgis: pg.Pool, ticketCount: number): Promise<void> {
  await postgis.query(`
    create table basemap (id int primary key, layer text, kind text, detail text, name text, min_zoom int,
      geom geometry(geometry, 3857));
    create table cells (key int primary key, code text, name text, name_en text, lng float8, lat float8,
      geom geometry(geometry, 3857));
    create table cell_counts (key int primary key, open int, overdue int, solved int, total int);
    create table classes (id int primary key, name text, name_en text);
    create table tickets (number text, state text, state_group text, is_overdue boolean, class_id int, lng float8,
      lat float8, is_open boolean, geom geometry(point, 3857))`);
  const shape = (column: string) => `st_transform(st_setsrid(st_geomfromgeojson(${column}), 4326), 3857)`;
  await copy(
    ours,
    "select id, layer, kind, detail, name, min_zoom, geometry::text as geometry from basemap_features",
    postgis,
    `insert into basemap select id, layer, kind, detail, name, min_zoom, ${shape("geometry")}
     from jsonb_to_recordset($1) as t (id int, layer text, kind text, detail text, name text, min_zoom int, geometry text)`,
  );
  await copy(
    ours,
    "select key, code, name, name_en, label_lng as lng, label_lat as lat, geometry::text as geometry from grids",
    postgis,
    `insert into cells select key, code, name, name_en, lng, lat, ${shape("geometry")}
     from jsonb_to_recordset($1) as t (key int, code text, name text, name_en text, lng float8, lat float8, geometry text)`,
  );
  await copy(
    ours,
    "select name, name_en from classes order by code",
    postgis,
    "insert into classes select row_number() over () - 1, name, name_en from jsonb_to_recordset($1) as t (name text, name_en text)",
  );
  await postgis.query(
    `insert into tickets select '2026' || lpad(i::text, 10, '0'), state,
       case when is_overdue then 'overdue' when state in ('reported', 'filed') then 'reported'
         when state = 'handling' then 'handling' when state = 'handed_back' then 'verifying'
         when state = 'closed' then 'closed' else 'refused' end,
       is_overdue, class, lng, lat, is_open, st_transform(st_setsrid(st_makepoint(lng, lat), 4326), 3857)
     from (${ticketSource}) as t`,
    [ticketCount],
  );
  await postgis.query(
    `insert into cell_counts select key, count(*) filter (where is_open), count(*) filter (where is_overdue),
       count(*) filter (where state = 'closed'), count(*) filter (where is_open or state = 'closed')
     from (${ticketSource}) as t group by key`,
    [ticketCount],
  );
  for (const [table, filter] of [
    ["basemap", ""],
    ["cells", ""],
    ["tickets", ""],
    ["tickets", "where is_open"],
  ])
    await postgis.query(`create index on ${table} using gist (geom) ${filter}`);
  await postgis.query("vacuum analyze");
}

async function copy(from: pg.Pool, select: string, to: pg.Pool, insert: string): Promise<void> {
  const { rows } = await from.query(select);
  for (let at = 0; at < rows.length; at += 2_000)
    await to.query(insert, [JSON.stringify(rows.slice(at, at + 2_000))]);
}

/** How far our tiles reach over their edge, in units of 4,096: 64 for shapes, 256 for symbols. */
const shapeBuffer = 64;
const pointBuffer = 256;
const envelope = (buffer: number) => `st_tileenvelope($1, $2, $3, margin => ${buffer}::float8 / 4096)`;
const inTile = (column: string, buffer: number) =>
  `st_asmvtgeom(${column}, st_tileenvelope($1, $2, $3), 4096, ${buffer}, true) as geom`;

const basemapLayer = (layer: string) => `
  (select coalesce(st_asmvt(t, '${layer}', 4096, 'geom'), ''::bytea) from (
    select kind, detail, name, ${inTile("geom", shapeBuffer)} from basemap
    where geom && ${envelope(shapeBuffer)} and layer = '${layer}' and min_zoom <= $1 + 1) as t)`;

const statements = {
  basemap: `select ${["water", "roads", "places", "landuse", "buildings"].map(basemapLayer).join(" || ")} as tile`,
  cells: `select st_asmvt(t, 'cells', 4096, 'geom', 'id') as tile from (
    select cells.key as id, code, name, name_en as "nameEn", lng, lat, coalesce(open, 0) as open,
      coalesce(overdue, 0) as overdue, coalesce(solved, 0) as solved, coalesce(total, 0) as total,
      ${inTile("geom", shapeBuffer)}
    from cells left join cell_counts using (key) where geom && ${envelope(shapeBuffer)}) as t`,
  /** Every ticket as a point. */
  points: (isOpenOnly: boolean) => `select st_asmvt(t, 'tickets', 4096, 'geom') as tile from (
    select number, state, state_group as "group", is_overdue::int as overdue, classes.name as class,
      classes.name_en as "classEn", ${inTile("geom", pointBuffer)}
    from tickets join classes on classes.id = class_id
    where geom && ${envelope(pointBuffer)} ${isOpenOnly ? "and is_open" : ""}) as t`,
  /** Counts in squares of an eighth of the tile, at the mean place of their tickets. */
  grouped: (isOpenOnly: boolean) => `select st_asmvt(t, 'clusters', 4096, 'geom') as tile from (
    select count, overdue, ${inTile("geom", pointBuffer)} from (
      select count(*)::int as count, (count(*) filter (where is_overdue))::int as overdue,
        st_setsrid(st_makepoint(avg(st_x(geom)), avg(st_y(geom))), 3857) as geom
      from tickets where geom && ${envelope(512)} ${isOpenOnly ? "and is_open" : ""}
      group by floor(st_x(geom) * 2 ^ $1 * 8 / 40075016.685578488), floor(st_y(geom) * 2 ^ $1 * 8 / 40075016.685578488)
    ) as bins) as t`,
};

export type PostgisTile = "basemap" | "cells" | `${"points" | "grouped"}_${"open" | "all"}`;

export async function postgisTile(
  postgis: pg.Pool,
  what: PostgisTile,
  { z, x, y }: Tile,
): Promise<Uint8Array> {
  const { rows } = await postgis.query<{ tile: Buffer }>({
    name: what,
    text: statementOf(what),
    values: [z, x, y],
  });
  return rows[0]?.tile ?? new Uint8Array();
}

function statementOf(what: PostgisTile): string {
  switch (what) {
    case "basemap":
    case "cells":
      return statements[what];
    case "points_open":
      return statements.points(true);
    case "points_all":
      return statements.points(false);
    case "grouped_open":
      return statements.grouped(true);
    case "grouped_all":
      return statements.grouped(false);
  }
}
