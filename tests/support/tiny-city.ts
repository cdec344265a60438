import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** For tests: a folder of four blocks with a school, written where tests may write. */
const at = (x: number, y: number) => [110 + x / 1e4, 30 + y / 1e4];
const box = (w: number, s: number, e: number, n: number) => [
  [at(w, s), at(e, s), at(e, n), at(w, n), at(w, s)],
];
const feature = (properties: Record<string, unknown>, type: string, coordinates: unknown) => ({
  type: "Feature",
  properties,
  geometry: { type, coordinates },
});
const road = (name: string, coordinates: unknown) =>
  feature({ id: name, kind: "major_road", detail: "primary", name }, "LineString", coordinates);

export const tinyLayers = () => ({
  roads: [
    road("南街", [at(0, 0), at(60, 0)]),
    road("北街", [at(0, 60), at(60, 60)]),
    road("西街", [at(0, 0), at(0, 60)]),
    road("东街", [at(60, 0), at(60, 60)]),
    road("中街", [at(30, 0), at(30, 60)]),
    road("横街", [at(0, 30), at(60, 30)]),
    feature({ kind: "rail", detail: "subway" }, "MultiLineString", [[at(0, 10), at(60, 10)]]),
  ],
  water: [feature({ kind: "water" }, "MultiPolygon", [box(40, 40, 44, 44)])],
  landuse: [
    feature({ kind: "park", name: "小公园" }, "Polygon", box(35, 35, 55, 55)),
    feature({ kind: "wall" }, "LineString", [at(1, 1), at(5, 1)]),
  ],
  buildings: [
    feature({ kind: "building", height: "12" }, "Polygon", box(5, 5, 9, 9)),
    feature({ kind: "building_part" }, "Polygon", box(6, 6, 8, 8)),
    feature({ kind: "building", name: "8号楼" }, "Polygon", [
      [at(10, 10), at(14, 14), at(14, 10), at(10, 14), at(10, 10)],
    ]),
    feature({ kind: "building" }, "Polygon", [[at(20, 20), at(24, 20), at(24, 24), at(20, 24)]]),
    feature({ kind: "building" }, "Polygon", [[at(1, 1), at(2, 2), at(1, 1), at(1, 1)]]),
  ],
  pois: [
    feature({ kind: "school", name: "实验小学" }, "Point", at(10, 40)),
    feature({ kind: "toilets" }, "MultiPoint", [at(40, 10)]),
    feature({ kind: "school", name: "邻市小学" }, "Point", at(90, 40)),
    feature({ kind: "bank", name: "银行" }, "Point", at(12, 42)),
  ],
});
export type TinyLayers = ReturnType<typeof tinyLayers>;

/** Writes the layers; a layer given as text or bytes is written as it is, `null` leaves the file out. */
export async function writeTinyCity(
  change: (layers: TinyLayers) => void = () => undefined,
  files: Record<string, string | Buffer | null> = {},
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "gridkeep-city-"));
  const layers = tinyLayers();
  change(layers);
  for (const [name, features] of Object.entries(layers)) {
    const given = files[name];
    if (given === null) continue;
    const text = JSON.stringify({ type: "FeatureCollection", features }, null, 1);
    await writeFile(path.join(folder, `${name}.geojson`), given ?? text);
  }
  return folder;
}
