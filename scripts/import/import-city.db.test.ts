import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { areas, basemapFeatures, dataVersions, desks, events, grids, places } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { AppError } from "@/lib/domain/errors";
import { distanceMetres } from "@/lib/geo/distance";
import { isValidArea } from "@/lib/geo/repair-area";
import { tileBox } from "@/lib/geo/tile";
import { tinyLayers, writeTinyCity } from "@/tests/support/tiny-city";
import { writeZip } from "@/tests/support/write-zip";
import { writeDemoCity } from "../demo/city/write-demo-city";
import { exchanged } from "./axes";
import { importCityFrom, importerContext } from "./import-city";
import { ImportFault } from "./import-fault";

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function tiny(...given: Parameters<typeof writeTinyCity>): Promise<string> {
  const folder = await writeTinyCity(...given);
  folders.push(folder);
  return folder;
}

async function counts({ db }: TestDatabase): Promise<number[]> {
  return Promise.all(
    [areas, desks, grids, places, basemapFeatures, dataVersions, events].map((table) => db.$count(table)),
  );
}

const nothing = [0, 0, 0, 0, 0, 0, 0];
const clock = () => new Date("2026-03-01T02:00:00Z");

describe("what cannot be imported", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  async function faultsOf(folder: string, more: { areasFile?: string; countyCode?: string } = {}) {
    try {
      await importCityFrom(importerContext(database.db, clock), { from: folder, ...more });
    } catch (error) {
      // Nothing half-imported, whatever was wrong.
      expect(await counts(database)).toEqual(nothing);
      if (error instanceof ImportFault) return error.message;
      throw error;
    }
    throw new Error("it was imported");
  }

  test.each<[string, () => Promise<string>, RegExp]>([
    ["no roads", () => tiny(undefined, { roads: null }), /roads\.geojson: the file is missing/],
    [
      "a file cut off",
      () => tiny(undefined, { pois: '{"type":"FeatureCollection",\n"features":[{"ty' }),
      /^pois\.geojson: line 2: the file ends/,
    ],
    ["an empty file", () => tiny(undefined, { pois: "" }), /^pois\.geojson: line 1: the file ends/],
    [
      "NaN in the JSON",
      () => tiny(undefined, { roads: '{"type":"FeatureCollection","features":[\n{"a":NaN}]}' }),
      /^roads\.geojson: line 2: not JSON/,
    ],
    [
      "GBK bytes",
      () => tiny(undefined, { roads: Buffer.from([0x7b, 0x0a, 0x22, 0xc9, 0xcf, 0xba, 0xa3, 0x22]) }),
      /^roads\.geojson: line 2: not UTF-8/,
    ],
    [
      "no FeatureCollection",
      () => tiny(undefined, { landuse: "[]" }),
      /^landuse\.geojson: type: must be a GeoJSON FeatureCollection/,
    ],
    [
      "projected coordinates",
      () =>
        tiny((l) =>
          l.pois.splice(0, 1, {
            ...l.pois[0],
            geometry: { type: "Point", coordinates: [504_000, 3_450_000] },
          } as (typeof l.pois)[0]),
        ),
      /^pois\.geojson: feature 1: geometry\.coordinates: lies outside/,
    ],
    [
      "a point among the buildings",
      () =>
        tiny((l) =>
          l.buildings.splice(1, 1, {
            ...l.buildings[1],
            geometry: { type: "Point", coordinates: [110, 30] },
          } as (typeof l.buildings)[0]),
        ),
      /^buildings\.geojson: feature 2: geometry\.type: is no geometry type of this layer/,
    ],
    [
      "coordinates that are words",
      () =>
        tiny((l) =>
          l.roads.splice(0, 1, {
            ...l.roads[0],
            geometry: {
              type: "LineString",
              coordinates: [
                ["a", "b"],
                [1, 2],
              ],
            },
          } as (typeof l.roads)[0]),
        ),
      /^roads\.geojson: feature 1: geometry\.coordinates\[0\]/,
    ],
    [
      "no kind",
      () => tiny((l) => l.water.splice(0, 1, { ...l.water[0], properties: {} } as (typeof l.water)[0])),
      /^water\.geojson: feature 1: properties\.kind/,
    ],
    [
      "a NUL in a name",
      () =>
        tiny((l) =>
          l.pois.splice(0, 1, {
            ...l.pois[0],
            properties: { kind: "school", name: "a\u0000b" },
          } as (typeof l.pois)[0]),
        ),
      /^pois\.geojson: feature 1: properties\.name/,
    ],
    ["no road at all", () => tiny((l) => l.roads.splice(0)), /^roads\.geojson: features: no road/],
  ])("%s is refused with its place, and nothing is written", async (_name, make, said) => {
    expect(await faultsOf(await make())).toMatch(said);
  });

  test("a county code that is none, or one beside an area file", async () => {
    expect(await faultsOf(await tiny(), { countyCode: "31010" })).toMatch(/--county-code: must be 6 digits/);
    expect(await faultsOf(await tiny(), { countyCode: "310100" })).toMatch(/--county-code/);
    expect(await faultsOf(await tiny(), { countyCode: "310101", areasFile: "x" })).toMatch(
      /give one of the two/,
    );
  });

  test("an area tree with a missing parent, a wrong code or an area twice", async () => {
    const folder = await tiny();
    const square = {
      type: "Polygon",
      coordinates: [
        [
          [110, 30],
          [110.006, 30],
          [110.006, 30.006],
          [110, 30.006],
          [110, 30],
        ],
      ],
    };
    const area = (level: string, code: string, parent: string | null) => ({
      type: "Feature",
      properties: { level, code, parent, name: `区${code}` },
      geometry: square,
    });
    const file = path.join(folder, "areas.geojson");
    const write = (features: unknown[]) =>
      writeFile(file, JSON.stringify({ type: "FeatureCollection", features }));
    const tree = [
      area("city", "990100", null),
      area("district", "990101", "990100"),
      area("street", "990101001", "990101"),
      area("community", "990101001001", "990101001"),
    ];
    await write([...tree.slice(0, 3), area("community", "990101001001", "990101009")]);
    expect(await faultsOf(folder, { areasFile: file })).toMatch(
      /feature 4: properties\.parent: must be the code of a street/,
    );
    await write([...tree.slice(0, 3), area("community", "9901", "990101001")]);
    expect(await faultsOf(folder, { areasFile: file })).toMatch(/feature 4: properties\.code/);
    await write([...tree, tree[3]]);
    expect(await faultsOf(folder, { areasFile: file })).toMatch(/feature 5: properties\.code: .* feature 4/);
    await write([...tree, area("community", "990101001002", "990101001")]);
    expect(await faultsOf(folder, { areasFile: file })).toMatch(/lies partly over another community/);
  });

  test("only the importer may; anybody else is refused", async () => {
    const context = {
      ...importerContext(database.db, clock),
      actor: { kind: "public", ticketId: null } as const,
    };
    await expect(importCityFrom(context, { from: await tiny() })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await counts(database)).toEqual(nothing);
  });
});

describe("a small city", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  test("becomes a tree with desks, cells, key places and basemap; its faults are listed", async () => {
    const { db } = database;
    const folder = await tiny();
    const done = await importCityFrom(importerContext(db, clock), {
      from: folder,
      countyCode: "990199",
      name: "小城",
    });
    expect(done).toMatchObject({ name: "小城", code: "990100", areas: 4, cells: 4, isBoundaryAssumed: true });
    expect(done.repaired.map(({ layer, at }) => `${layer} ${at}`)).toEqual([
      "buildings feature 3",
      "buildings feature 4",
    ]);
    expect(done.skipped.map(({ layer, at }) => `${layer} ${at}`)).toEqual([
      "buildings feature 5",
      "pois feature 3",
    ]);
    const tree = await db.select().from(areas).orderBy(areas.code);
    expect(tree.map(({ code, isBoundaryAssumed }) => [code, isBoundaryAssumed])).toEqual([
      ["990100", true],
      ["990199", true],
      ["990199001", true],
      ["990199001001", true],
    ]);
    expect(await db.$count(desks)).toBe(4);
    const cells = await db.select().from(grids).orderBy(grids.code);
    expect(cells.map(({ code }) => code)).toEqual(
      ["W01", "W02", "W03", "W04"].map((end) => `990199001001${end}`),
    );
    for (const { geometry } of cells) expect(isValidArea(geometry)).toBe(true);
    // Numbered from the north-west.
    expect(cells[0]?.labelLat).toBeGreaterThan(30.003);
    expect(cells[0]?.labelLng).toBeLessThan(110.003);
    const found = await db.select().from(places).orderBy(places.kind);
    expect(found.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "park 小公园",
      "public_toilet 公共厕所",
      "school 实验小学",
    ]);
    expect(found.every(({ cellId }) => cellId !== null)).toBe(true);
    expect(await db.$count(basemapFeatures)).toBe(7 + 1 + 2 + 4 + 4);
    const versions = await db.select().from(dataVersions).orderBy(dataVersions.layer);
    expect(versions.map(({ layer, version }) => [layer, version])).toEqual([
      ["basemap", 1],
      ["cells", 1],
    ]);
    const [event] = await db.select().from(events);
    expect(event).toMatchObject({
      subjectKind: "city",
      type: "city.imported",
      actorKind: "importer",
      seq: 1,
    });
  });

  test("a second import is refused and changes nothing", async () => {
    const before = await counts(database);
    const again = importCityFrom(importerContext(database.db, clock), { from: await tiny() });
    await expect(again).rejects.toMatchObject({ code: "not_empty", detail: { name: "小城" } });
    await expect(again).rejects.toBeInstanceOf(AppError);
    expect(await counts(database)).toEqual(before);
  });
});

test("of two imports at once the later one finds the city of the first and changes nothing", async () => {
  const database = await createTestDatabase();
  try {
    const folder = await tiny();
    const both = await Promise.allSettled(
      [1, 2].map(() => importCityFrom(importerContext(database.db, clock), { from: folder })),
    );
    const none = { added: 0, changed: 0, gone: 0 };
    const changes = both.map((each) => (each.status === "fulfilled" ? each.value.changes : each.reason));
    expect(changes.filter((each) => each === null)).toHaveLength(1);
    expect(changes.find((each) => each !== null)).toMatchObject({ places: none, basemap: none });
    expect(await database.db.$count(areas, eq(areas.level, "city"))).toBe(1);
  } finally {
    await database.drop();
  }
});

test("the demo city comes in by the same way, with at least 300 cells and a hundred in one tile", async () => {
  const database = await createTestDatabase();
  const folder = path.join(tmpdir(), `gridkeep-demo-city-${process.pid}`);
  folders.push(folder);
  try {
    await writeDemoCity(folder);
    const done = await importCityFrom(importerContext(database.db, clock), {
      from: folder,
      areasFile: path.join(folder, "areas.geojson"),
    });
    expect(done).toMatchObject({
      name: "清澜市",
      areas: 33,
      isBoundaryAssumed: false,
      skipped: [],
      repaired: [],
    });
    expect(done.cells).toBeGreaterThanOrEqual(300);
    const tile = tileBox({ z: 14, x: 13_660, y: 6_697 });
    const { rows } = await database.db.execute<{ count: number }>(sql`
      select count(*)::int as count from grids
      where box(point(west, south), point(east, north)) && box(point(${tile.west}, ${tile.south}), point(${tile.east}, ${tile.north}))`);
    expect(rows[0]?.count ?? 0).toBeGreaterThanOrEqual(100);
    // Its areas are older than its tickets.
    expect((await database.db.select({ from: grids.validFrom }).from(grids).limit(1))[0]?.from).toBe(
      "2024-01-01",
    );
  } finally {
    await database.drop();
  }
});

describe("layers that come otherwise", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const bring = (from: string, more: object = {}) =>
    importCityFrom(importerContext(database.db, clock), {
      from,
      name: "小城",
      countyCode: "990199",
      ...more,
    });
  const school = async () => (await database.db.select().from(places).where(eq(places.kind, "school")))[0];
  /** The same folder with each layer's text made anew. */
  const rewritten = (change: (text: string) => string | Buffer) =>
    tiny(
      undefined,
      Object.fromEntries(
        Object.entries(tinyLayers()).map(([name, features]) => [
          name,
          change(JSON.stringify({ type: "FeatureCollection", features })),
        ]),
      ),
    );

  test("in GCJ-02 they are moved to where things are", async () => {
    await bring(await tiny(), { crs: "gcj02", mode: "replace" });
    const { lng = 0, lat = 0 } = (await school()) ?? {};
    // At 110.001, 30.004 the shift is some 560 m; a point in GCJ-02 lies south-west of it in WGS-84.
    expect(distanceMetres([lng, lat], [110.001, 30.004])).toBeGreaterThan(300);
    expect(distanceMetres([lng, lat], [110.001, 30.004])).toBeLessThan(800);
  });

  test("exchanged axes are found out, and read when told so", async () => {
    const folder = await tiny((layers) => {
      const all = Object.values(layers).flat() as { geometry: { coordinates: unknown } }[];
      for (const { geometry } of all) {
        const { coordinates } = exchanged(geometry) as { coordinates: unknown };
        geometry.coordinates = coordinates;
      }
    });
    await expect(bring(folder, { mode: "replace" })).rejects.toThrow(
      /roads\.geojson: feature 1: geometry\.coordinates: longitude and latitude are exchanged/,
    );
    await bring(folder, { isSwapped: true, mode: "replace" });
    expect(await school()).toMatchObject({ lng: 110.001, lat: 30.004 });
    await expect(bring(await tiny(), { isSwapped: true, mode: "replace" })).rejects.toThrow(
      /in order in the file/,
    );
  });

  test("in GBK they are read when told so", async () => {
    // No encoder for GBK comes with Node: the one name is written by its bytes.
    const gbk = Buffer.from([0xca, 0xb5, 0xd1, 0xe9, 0xd0, 0xa1, 0xd1, 0xa7]);
    const folder = await rewritten((text) => {
      const plain = text.replaceAll(/[\u4e00-\u9fff]+/g, (word) => (word === "实验小学" ? "\u0001" : "x"));
      const parts = plain.split("\u0001").map((part) => Buffer.from(part, "latin1"));
      return Buffer.concat(parts.flatMap((part, at) => (at === 0 ? [part] : [gbk, part])));
    });
    await expect(bring(folder, { mode: "replace" })).rejects.toThrow(/pois\.geojson: line 1: not UTF-8/);
    await bring(folder, { encoding: "gb18030", mode: "replace" });
    expect(await school()).toMatchObject({ name: "实验小学" });
  });

  test("without buildings and water it is said, and nobody is counted", async () => {
    const done = await bring(await tiny(undefined, { buildings: null, water: null }), { mode: "replace" });
    expect(done.missing).toEqual(["water", "buildings"]);
    const cells = await database.db.select({ population: grids.population }).from(grids);
    expect(new Set(cells.map(({ population }) => population))).toEqual(new Set([null]));
  });

  test("an archive of the layers is the same as their folder; one that holds none is refused", async () => {
    const folder = await tiny();
    const archive = path.join(folder, "tiny.zip");
    await writeZip(
      archive,
      await Promise.all(
        ["roads", "water", "landuse", "buildings", "pois"].map(async (name) => ({
          name: `layers/${name}.geojson`,
          bytes: await readFile(path.join(folder, `${name}.geojson`)),
        })),
      ),
    );
    const done = await bring(archive, { mode: "replace" });
    expect(done).toMatchObject({ areas: 4, cells: 4, missing: [] });
    await writeZip(archive, [{ name: "readme.txt", bytes: Buffer.from("nothing") }]);
    await expect(bring(archive)).rejects.toThrow(/no \.geojson and no \.osm\.pbf in the archive/);
    await writeZip(archive, [
      { name: "a/roads.geojson", bytes: Buffer.from("{}") },
      { name: "b/roads.geojson", bytes: Buffer.from("{}") },
    ]);
    await expect(bring(archive)).rejects.toThrow(/roads\.geojson: is in the archive twice/);
    await writeFile(archive, (await readFile(archive)).subarray(0, 60));
    await expect(bring(archive)).rejects.toThrow(/not a whole ZIP archive/);
  });
});

const shanghai = path.resolve("../shared/data/shanghai");

test("the centre of Shanghai comes in whole", async ({ skip }) => {
  if (!existsSync(shanghai)) skip("../shared/data/shanghai is not there");
  const database = await createTestDatabase();
  try {
    const done = await importCityFrom(importerContext(database.db, clock), { from: shanghai });
    expect(done).toMatchObject({ areas: 4, code: "990000", isBoundaryAssumed: true });
    expect(done.cells).toBeGreaterThan(80);
    expect(done.layers).toEqual({ roads: 1_094, water: 8, landuse: 212, buildings: 1_450, pois: 493 });
    expect(await database.db.$count(places, eq(places.kind, "public_toilet"))).toBe(24);
    expect(await database.db.$count(basemapFeatures)).toBe(3_257);
    const [covered] = await database.db
      .select({ cells: sql<number>`sum(${grids.areaM2})::float8` })
      .from(grids);
    const [city] = await database.db
      .select({ areaM2: areas.areaM2 })
      .from(areas)
      .where(eq(areas.level, "city"));
    expect((covered?.cells ?? 0) / (city?.areaM2 ?? 1)).toBeCloseTo(1, 6);
  } finally {
    await database.drop();
  }
}, 90_000);
