import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  serial,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { areaLevels } from "@/lib/domain/posts";
import type { AreaGeometry, PlainGeometry } from "@/lib/geo/geojson";
import { boxColumns, id, oneOf } from "./columns";

/** The tree of places: city, district (also 新区/管委会), street or town, community. Ended, never deleted. */
export const areas = pgTable(
  "areas",
  {
    id: id(),
    parentId: uuid("parent_id").references((): AnyPgColumn => areas.id),
    level: text("level", { enum: areaLevels }).notNull(),
    code: text("code").notNull(),
    name: text("name").notNull(),
    nameEn: text("name_en").notNull(),
    pinyinKey: text("pinyin_key").notNull(),
    geometry: jsonb("geometry").$type<AreaGeometry>().notNull(),
    ...boxColumns(),
    areaM2: doublePrecision("area_m2").notNull(),
    isBoundaryAssumed: boolean("is_boundary_assumed").notNull().default(false),
    /** What the map's source calls it, such as `relation/2220322`: a second import finds it again by this name. */
    sourceId: text("source_id"),
    validFrom: date("valid_from").notNull(),
    validTo: date("valid_to"),
  },
  (table) => [
    uniqueIndex("areas_code_current").on(table.code).where(sql`valid_to is null`),
    uniqueIndex("areas_one_city").on(table.level).where(sql`level = 'city' and valid_to is null`),
    index("areas_parent").on(table.parentId),
    check("areas_level", oneOf(table.level, areaLevels)),
    check("areas_root", sql`(level = 'city') = (parent_id is null)`),
    check("areas_code_shape", sql`code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12})$'`),
    check("areas_dates", sql`valid_to is null or valid_to > valid_from`),
    check("areas_box", sql`west <= east and south <= north`),
  ],
);

/** The inspected part of the city (迎检范围), dated. */
export const reviewAreas = pgTable("review_areas", {
  id: id(),
  name: text("name").notNull(),
  geometry: jsonb("geometry").$type<AreaGeometry>().notNull(),
  ...boxColumns(),
  validFrom: date("valid_from").notNull(),
  validTo: date("valid_to"),
});

export const gridKinds = ["community_grid", "unit_grid", "responsibility_grid"] as const;

/** The three kinds of grid, related and never mixed. `key` is the small number that tiles carry. */
export const grids = pgTable(
  "grids",
  {
    id: id(),
    key: serial("key").notNull().unique(),
    kind: text("kind", { enum: gridKinds }).notNull(),
    code: text("code").notNull(),
    name: text("name").notNull(),
    nameEn: text("name_en").notNull(),
    communityId: uuid("community_id")
      .notNull()
      .references(() => areas.id),
    geometry: jsonb("geometry").$type<AreaGeometry>().notNull(),
    ...boxColumns(),
    labelLng: doublePrecision("label_lng").notNull(),
    labelLat: doublePrecision("label_lat").notNull(),
    areaM2: doublePrecision("area_m2").notNull(),
    isDedicated: boolean("is_dedicated").notNull().default(false),
    /** People who live there, estimated from the floors of its buildings; null where nothing is known. */
    population: integer("population"),
    validFrom: date("valid_from").notNull(),
    validTo: date("valid_to"),
  },
  (table) => [
    // An ended grid keeps its code for ever: ids and codes are never given out twice.
    unique("grids_code").on(table.kind, table.code),
    index("grids_community").on(table.communityId),
    index("grids_box").using("gist", sql`box(point(west, south), point(east, north))`),
    check("grids_kind", oneOf(table.kind, gridKinds)),
    check("grids_unit_code", sql`kind <> 'unit_grid' or code ~ '^[0-9A-Z]{15}$'`),
    check("grids_dates", sql`valid_to is null or valid_to > valid_from`),
    check("grids_area", sql`area_m2 > 0`),
  ],
);

/** Which unit grids make a responsibility grid, with dates. */
export const responsibilityGridMembers = pgTable(
  "responsibility_grid_members",
  {
    id: id(),
    responsibilityGridId: uuid("responsibility_grid_id")
      .notNull()
      .references(() => grids.id),
    unitGridId: uuid("unit_grid_id")
      .notNull()
      .references(() => grids.id),
    validFrom: date("valid_from").notNull(),
    validTo: date("valid_to"),
  },
  (table) => [
    uniqueIndex("one_responsibility_grid_at_a_time").on(table.unitGridId).where(sql`valid_to is null`),
  ],
);

/** Key places: schools, markets, public toilets and what else an inspection looks at. */
export const places = pgTable(
  "places",
  {
    id: id(),
    kind: text("kind").notNull(),
    name: text("name").notNull(),
    pinyinKey: text("pinyin_key").notNull(),
    lng: doublePrecision("lng").notNull(),
    lat: doublePrecision("lat").notNull(),
    communityId: uuid("community_id")
      .notNull()
      .references(() => areas.id),
    cellId: uuid("cell_id").references(() => grids.id),
    source: text("source").notNull(),
    sourceId: text("source_id"),
    validFrom: date("valid_from").notNull(),
    validTo: date("valid_to"),
  },
  (table) => [
    index("places_kind").on(table.kind),
    foreignKey({ columns: [table.cellId], foreignColumns: [grids.id], name: "places_cell" }),
    check("places_lng", sql`lng between -180 and 180 and lat between -90 and 90`),
  ],
);

export const basemapLayers = ["water", "landuse", "buildings", "roads", "places"] as const;

/** The city's own basemap, cut into tiles in Node. */
export const basemapFeatures = pgTable(
  "basemap_features",
  {
    id: serial("id").primaryKey(),
    layer: text("layer", { enum: basemapLayers }).notNull(),
    kind: text("kind").notNull(),
    detail: text("detail"),
    name: text("name"),
    minZoom: smallint("min_zoom").notNull(),
    sourceId: text("source_id"),
    /** Of buildings: all floors together, and the people they may house. Null for everything else. */
    floorAreaM2: doublePrecision("floor_area_m2"),
    population: doublePrecision("population"),
    geometry: jsonb("geometry").$type<PlainGeometry>().notNull(),
    ...boxColumns(),
  },
  (table) => [
    check("basemap_layer", oneOf(table.layer, basemapLayers)),
    check("basemap_zoom", sql`min_zoom between 0 and 18`),
  ],
);

/** Raised by whatever changes a layer; tiles take their ETag from it. */
export const dataVersions = pgTable("data_versions", {
  layer: text("layer").primaryKey(),
  version: bigint("version", { mode: "number" }).notNull(),
  changedAt: text("changed_at").notNull(),
  note: jsonb("note").$type<Record<string, unknown>>().notNull().default({}),
  count: integer("count").notNull().default(0),
});
