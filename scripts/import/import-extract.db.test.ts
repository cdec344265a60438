import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { areas, basemapFeatures, events, grids, places } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { smallExtract, type TestExtract, writeOsm } from "@/tests/support/write-osm";
import { importCityFrom, importerContext } from "./import-city";
import { ImportFault } from "./import-fault";

let folder = "";
let database: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "gridkeep-extract-"));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const clock = () => new Date("2026-03-01T02:00:00Z");
const fileOf = (name: string) => path.join(folder, name);

async function extract(change: (extract: TestExtract) => void = () => undefined): Promise<string> {
  const made = smallExtract();
  change(made);
  const file = fileOf("qinghe.osm.pbf");
  await writeOsm(file, made);
  return file;
}

const bring = (db: TestDatabase["db"], from: string, more: object = {}) =>
  importCityFrom(importerContext(db, clock), { from, ...more });

async function faultOf(from: string, more: object = {}): Promise<string> {
  const error = await bring(database.db, from, more).then(
    () => new Error("it was imported"),
    (thrown: unknown) => thrown,
  );
  expect(await database.db.$count(areas)).toBe(0);
  expect(await database.db.$count(basemapFeatures)).toBe(0);
  if (error instanceof ImportFault) return error.message;
  throw error;
}

describe("what is no extract", () => {
  test.each<[string, () => Promise<string>, RegExp]>([
    ["nothing there", async () => fileOf("none.osm.pbf"), /is not there/],
    [
      "an empty file",
      async () => {
        await writeFile(fileOf("empty.osm.pbf"), "");
        return fileOf("empty.osm.pbf");
      },
      /empty\.osm\.pbf: the file is empty/,
    ],
    [
      "some other file",
      async () => {
        await writeFile(fileOf("list.pbf"), "number,street\n1,Main Street\n".repeat(500));
        return fileOf("list.pbf");
      },
      /list\.pbf: byte 0: not an OpenStreetMap extract/,
    ],
    [
      "a block whose bytes were changed",
      async () => {
        const bytes = await readFile(await extract());
        bytes.fill(0x55, bytes.length - 40, bytes.length - 20);
        await writeFile(fileOf("qinghe.osm.pbf"), bytes);
        return fileOf("qinghe.osm.pbf");
      },
      /qinghe\.osm\.pbf: byte \d+: the block is damaged/,
    ],
    [
      "no road",
      () =>
        extract((made) => {
          for (const way of made.ways) if (way.tags?.highway) way.tags = { barrier: "wall" };
        }),
      /no road at all/,
    ],
    ["no relation", () => extract((made) => made.relations.splice(0)), /the end of the extract is missing/],
    [
      "an archive that is none",
      async () => {
        await writeFile(fileOf("city.zip"), "PK nothing");
        return fileOf("city.zip");
      },
      /city\.zip: not a whole ZIP archive/,
    ],
  ])("%s is refused, and nothing is written", async (_name, make, said) => {
    expect(await faultOf(await make())).toMatch(said);
  });

  test("every cut of a whole extract is refused", async () => {
    const bytes = await readFile(await extract());
    for (let length = 1; length < bytes.length; length += 7) {
      await writeFile(fileOf("cut.osm.pbf"), bytes.subarray(0, length));
      expect(await faultOf(fileOf("cut.osm.pbf"))).toMatch(/^cut\.osm\.pbf: /);
    }
  });

  test("wrong words for levels, city or coordinates", async () => {
    const file = await extract();
    expect(await faultOf(file, { levels: "city=5,village=10" })).toMatch(/--levels: must be like/);
    expect(await faultOf(file, { levels: "city=8,community=6" })).toMatch(/--levels: each level's number/);
    expect(await faultOf(file, { city: "北京市" })).toMatch(/no whole city "北京市"; there are: 青河市/);
    expect(await faultOf(file, { crs: "gcj02" })).toMatch(/always in WGS-84/);
  });
});

describe("a small extract", () => {
  let own: TestDatabase;
  beforeAll(async () => {
    own = await createTestDatabase();
  });
  afterAll(() => own.drop());

  test("becomes the tree that its boundaries draw, with codes of the map where it has them", async () => {
    const done = await bring(own.db, await extract());
    expect(done).toMatchObject({ name: "青河市", areas: 5, isBoundaryAssumed: false, changes: null });
    expect(done.levels).toEqual({ city: 5, district: 6, street: 8, community: 10 });
    const tree = await own.db.select().from(areas).orderBy(asc(areas.code));
    expect(
      tree.map(({ level, code, name, nameEn, sourceId }) => [level, code, name, nameEn, sourceId]),
    ).toEqual([
      ["city", "110100", "青河市", "Qinghe", "relation/1"],
      ["district", "110105", "东江区", "Dong Jiang Qu", "relation/2"],
      ["street", "110105001", "河畔街道", "He Pan Jie Dao", "relation/3"],
      ["community", "110105001001", "西社区", "Xi She Qu", "relation/4"],
      ["community", "110105001002", "东社区", "Dong She Qu", "relation/5"],
    ]);
    expect(done.skipped).toEqual([
      {
        ...{ layer: "boundaries", at: "relation/7", name: "邻区" },
        reason: { code: "members_missing", count: 1, all: 2 },
      },
    ]);
    const [school] = await own.db.select().from(places);
    expect(school).toMatchObject({ kind: "school", name: "实验小学", sourceId: "node/11" });
    const water = await own.db.select().from(basemapFeatures).where(eq(basemapFeatures.layer, "water"));
    expect(water.map(({ kind, name, geometry }) => [kind, name, geometry.type])).toEqual([
      ["water", "小湖", "Polygon"],
    ]);
    // The tunnel runs under both communities and parts neither.
    expect(await own.db.$count(grids)).toBe(2);
    // 10 floors of 1,730 m², of which the part takes a quarter and has 20.
    const [west] = await own.db.select().from(grids).orderBy(grids.code);
    expect(west?.population).toBeGreaterThan(500);
    expect(west?.population).toBeLessThan(600);
  });

  test("again it changes nothing; then it brings what has changed and keeps the cells", async () => {
    const before = await own.db.select().from(grids).orderBy(grids.code);
    const same = await bring(own.db, await extract());
    const none = { added: 0, changed: 0, gone: 0 };
    expect(same.changes).toEqual({
      areas: { renamed: [], boundaryDiffers: [], unknown: [], gone: [] },
      ...{ places: none, basemap: none },
    });
    const after = await bring(
      own.db,
      await extract((made) => {
        for (const node of made.nodes) if (node.tags?.amenity) node.tags = { ...node.tags, name: "实验学校" };
        made.nodes.push({ id: 50, lng: 110.004, lat: 30.004, tags: { amenity: "toilets" } });
        made.ways.splice(
          made.ways.findIndex(({ id }) => id === 9),
          1,
        );
        const [, , street, west] = made.relations;
        if (street?.tags) street.tags.name = "临河街道";
        if (west?.tags) west.tags.name = "城西社区";
      }),
    );
    expect(after.changes).toEqual({
      areas: {
        renamed: [
          { code: "110105001", before: "河畔街道", after: "临河街道" },
          { code: "110105001001", before: "西社区", after: "城西社区" },
        ],
        ...{ boundaryDiffers: [], unknown: [], gone: [] },
      },
      places: { added: 1, changed: 1, gone: 0 },
      basemap: { added: 1, changed: 1, gone: 1 },
    });
    const cells = await own.db.select().from(grids).orderBy(grids.code);
    expect(cells.map(({ id, geometry }) => [id, geometry])).toEqual(
      before.map(({ id, geometry }) => [id, geometry]),
    );
    expect(cells[0]?.population).toBeLessThan(before[0]?.population ?? 0);
    const types = await own.db.select({ type: events.type }).from(events).orderBy(events.seq);
    expect(types.map(({ type }) => type)).toEqual(["city.imported", "city.updated", "city.updated"]);
  });

  test("another city does not come over it, but may take its place while nobody works with it", async () => {
    const other = (made: TestExtract) => {
      for (const relation of made.relations) relation.id += 100;
      for (const { tags } of made.relations) if (tags?.name === "青河市") tags.name = "白山市";
    };
    await expect(bring(own.db, await extract(other))).rejects.toMatchObject({
      ...{ code: "not_empty", detail: { name: "青河市" } },
    });
    const done = await bring(own.db, await extract(other), { mode: "replace" });
    expect(done).toMatchObject({ name: "白山市", areas: 5, changes: null });
    expect(await own.db.$count(areas)).toBe(5);
  });
});

test("outside of China the finest boundaries are communities; a short gap is closed and the area marked", async () => {
  const own = await createTestDatabase();
  try {
    const file = await extract((made) => {
      for (const node of made.nodes) node.lng -= 100;
      for (const { tags } of made.relations) {
        if (tags?.admin_level === "5") tags.admin_level = "8";
        else if (tags?.admin_level === "6" || tags?.admin_level === "8") tags.admin_level = "99";
      }
      // A piece of the southern border is not in the file.
      made.ways.splice(
        made.ways.findIndex(({ id }) => id === 2),
        1,
      );
    });
    const done = await bring(own.db, file);
    expect(done.levels).toEqual({ city: 8, community: 10 });
    expect(done.repaired.map(({ at }) => at)).toEqual(["relation/1", "relation/5"]);
    const tree = await own.db.select().from(areas).orderBy(asc(areas.code));
    expect(tree.map(({ level, name, isBoundaryAssumed }) => [level, name, isBoundaryAssumed])).toEqual([
      ["city", "青河市", true],
      ["district", "待定区(边界暂定)", true],
      ["street", "待定街道(边界暂定)", true],
      ["community", "西社区", false],
      ["community", "东社区", true],
    ]);
  } finally {
    await own.drop();
  }
});

const monaco = path.resolve("../shared/data/monaco.osm.pbf");

test("Monaco comes in with its nine wards, and no cut of it does", async ({ skip }) => {
  if (!existsSync(monaco)) skip("../shared/data/monaco.osm.pbf is not there");
  const bytes = await readFile(monaco);
  let seed = 20_260_101;
  for (let cut = 0; cut < 20; cut += 1) {
    seed = (seed * 48_271) % 2_147_483_647;
    await writeFile(fileOf("monaco.osm.pbf"), bytes.subarray(0, seed % bytes.length));
    expect(await faultOf(fileOf("monaco.osm.pbf"))).toMatch(/^monaco\.osm\.pbf: /);
  }
  const own = await createTestDatabase();
  try {
    const done = await bring(own.db, monaco);
    expect(done).toMatchObject({ name: "摩纳哥", areas: 12, levels: { city: 8, community: 10 } });
    expect(done.layers).toMatchObject({ roads: 2_366, buildings: 1_220 });
    expect(done.cells).toBeGreaterThan(25);
    // 38,000 people live there.
    expect(done.population).toBeGreaterThan(25_000);
    expect(done.population).toBeLessThan(60_000);
    const sea = await own.db.select().from(basemapFeatures).where(eq(basemapFeatures.kind, "sea"));
    expect(sea.length).toBeGreaterThan(0);
  } finally {
    await own.drop();
  }
});
