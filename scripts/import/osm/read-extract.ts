import path from "node:path";
import type { FeatureReason } from "@/lib/domain/city-import";
import {
  type CityFeature,
  type CityLayers,
  emptyLayers,
  type LayerName,
} from "@/lib/features/city/city-layers";
import { assembleRings, type NamedLine, nestRings } from "@/lib/geo/assemble-rings";
import { boxOf } from "@/lib/geo/box";
import { distanceMetres, lineLengthMetres } from "@/lib/geo/distance";
import { type AreaGeometry, areaOf, type LngLat, type PlainGeometry, type Ring } from "@/lib/geo/geojson";
import { pointInside } from "@/lib/geo/point-inside";
import { repairArea } from "@/lib/geo/repair-area";
import { ImportFault } from "../import-fault";
import { NodePositions } from "./node-positions";
import {
  type ElementKind,
  ExtractFile,
  type OsmNode,
  type OsmRelation,
  type OsmTags,
  type OsmWay,
} from "./read-blocks";
import {
  type Classified,
  classifyArea,
  classifyLine,
  classifyPlace,
  englishNameOf,
  isAreaByTags,
  isUnderground,
  levelsOf,
  nameOf,
} from "./tags";

/** An administrative boundary that could be put together. */
export type OsmBoundary = {
  sourceId: string;
  adminLevel: number;
  name: string;
  nameEn: string | null;
  tags: OsmTags;
  geometry: AreaGeometry;
  /** A piece of its border is not in the extract. */
  isClosedStraight: boolean;
};

export type Extract = { layers: CityLayers; boundaries: OsmBoundary[]; coast: LngLat[][] };

const mostDegrees = 5;
/** Of the known part of the border: what is short may be a larger share of it. */
const gaps = [
  { metres: 600, share: 0.5 },
  { metres: 2_000, share: 0.15 },
];
/** What one process can hold; a city of twenty million has a third of it. */
const mostWays = 1_500_000;
const kindsOf = (...kinds: ElementKind[]): ReadonlySet<ElementKind> => new Set(kinds);

/**
 * Reads an extract in three passes: relations, the ways that they or the map want, the points that those ways want.
 * What cannot be drawn (members missing, outlines with a gap, no surface) is left out and listed with its reason.
 */
export async function readExtract(
  file: string,
  onProgress: (share: number) => void = () => undefined,
): Promise<Extract> {
  const extract = await ExtractFile.open(file);
  await extract.checkHead();
  const relations = await readRelations(extract, (share) => onProgress(share * 0.2));
  const members = new Set(
    relations.flatMap((each) => each.members.flatMap(({ type, ref }) => (type === "way" ? [ref] : []))),
  );
  const ways = await readWays(extract, members, path.basename(file), (share) =>
    onProgress(0.2 + share * 0.4),
  );
  const { positions, places } = await readNodes(extract, ways, (share) => onProgress(0.6 + share * 0.4));
  if (relations.length === 0) {
    // The format puts relations last, and there is no part of the world without: what is missing was cut off.
    throw ImportFault.at(path.basename(file), "no_relations");
  }
  return new Drawing(positions, ways).draw(relations, places);
}

async function readRelations(extract: ExtractFile, onShare: (share: number) => void): Promise<OsmRelation[]> {
  const kept: OsmRelation[] = [];
  for await (const { batch, share } of extract.elements(kindsOf("relation"))) {
    for (const element of batch) {
      if (element.type === "relation" && isDrawnRelation(element.tags ?? {})) kept.push(element);
    }
    onShare(share);
  }
  return kept;
}

function isDrawnRelation(tags: OsmTags): boolean {
  return tags.type === "multipolygon" || isAdministrative(tags);
}

function isAdministrative(tags: OsmTags): boolean {
  return (
    tags.boundary === "administrative" &&
    tags.type !== "multilinestring" &&
    /^([3-9]|1[01]|2)$/.test(tags.admin_level ?? "")
  );
}

async function readWays(
  extract: ExtractFile,
  members: ReadonlySet<number>,
  name: string,
  onShare: (share: number) => void,
): Promise<Map<number, OsmWay>> {
  const kept = new Map<number, OsmWay>();
  for await (const { batch, share } of extract.elements(kindsOf("way"))) {
    for (const element of batch) {
      if (element.type === "way" && (members.has(element.id) || isDrawnWay(element)))
        kept.set(element.id, element);
    }
    if (kept.size > mostWays) {
      throw ImportFault.at(name, "too_many_ways", { most: mostWays });
    }
    onShare(share);
  }
  return kept;
}

function isDrawnWay({ tags }: OsmWay): boolean {
  if (!tags) return false;
  return (
    tags.natural === "coastline" ||
    classifyLine(tags) !== null ||
    classifyArea(tags) !== null ||
    classifyPlace(tags) !== null
  );
}

async function readNodes(
  extract: ExtractFile,
  ways: ReadonlyMap<number, OsmWay>,
  onShare: (share: number) => void,
): Promise<{ positions: NodePositions; places: OsmNode[] }> {
  const positions = new NodePositions([...ways.values()].flatMap(({ refs }) => refs));
  const places: OsmNode[] = [];
  for await (const { batch, share } of extract.elements(kindsOf("node"))) {
    for (const element of batch) {
      if (element.type !== "node") continue;
      positions.set(element.id, element.lon, element.lat);
      if (element.tags && classifyPlace(element.tags)) places.push(element);
    }
    onShare(share);
  }
  return { positions, places };
}

/** From elements to features of our layers. */
class Drawing {
  private readonly layers = emptyLayers();
  private readonly boundaries: OsmBoundary[] = [];
  private readonly coast: LngLat[][] = [];

  constructor(
    private readonly positions: NodePositions,
    private readonly ways: ReadonlyMap<number, OsmWay>,
  ) {}

  draw(relations: readonly OsmRelation[], places: readonly OsmNode[]): Extract {
    for (const relation of relations) this.addRelation(relation);
    for (const way of this.ways.values()) if (way.tags) this.addWay(way, way.tags);
    for (const { id, lon, lat, tags = {} } of places) {
      const classified = classifyPlace(tags);
      if (classified) this.add(classified, `node/${id}`, tags, { type: "Point", coordinates: [lon, lat] });
    }
    return { layers: this.layers, boundaries: this.boundaries, coast: this.coast };
  }

  private addWay(way: OsmWay, tags: OsmTags): void {
    const sourceId = `way/${way.id}`;
    const isClosed = way.refs.length >= 4 && way.refs[0] === way.refs.at(-1);
    const area = isClosed && isAreaByTags(tags) ? classifyArea(tags) : null;
    const line = area ? null : classifyLine(tags);
    const place = isClosed ? classifyPlace(tags) : null;
    if (!area && !line && !place && tags.natural !== "coastline") return;
    const points = way.refs.map((ref) => this.positions.get(ref));
    const known = points.filter((point) => point !== null);
    if (tags.natural === "coastline" && known.length > 1) this.coast.push(known);
    if (!area && !line && !place) return;
    if (known.length < points.length && !line) {
      this.skip(
        area ?? place,
        sourceId,
        tags,
        lacking("points_missing", points.length - known.length, points.length),
      );
      return;
    }
    if (line) {
      if (known.length > 1) this.add(line, sourceId, tags, { type: "LineString", coordinates: known });
      else
        this.skip(
          line,
          sourceId,
          tags,
          lacking("points_missing", points.length - known.length, points.length),
        );
      return;
    }
    this.addArea([known], area, place, sourceId, tags);
  }

  private addRelation({ id, members, tags = {} }: OsmRelation): void {
    const sourceId = `relation/${id}`;
    const isBoundary = isAdministrative(tags);
    const area = isBoundary ? null : classifyArea(tags);
    const place = isBoundary ? null : classifyPlace(tags);
    if (!isBoundary && !area && !place) return;
    const wanted = members.filter(({ type, role }) => type === "way" && role !== "label");
    const ways = wanted.map(({ ref }) => this.ways.get(ref));
    const lines = ways.flatMap((way) =>
      way?.refs.every((ref) => this.positions.get(ref)) ? [way.refs] : [],
    );
    const title = isBoundary ? boundaryTitle : (area ?? place);
    const lacks = wanted.length - lines.length;
    const closing = isBoundary && lacks > 0 ? this.straightClosing(lines) : null;
    if (lines.length === 0 || (lacks > 0 && !closing)) {
      this.skip(title, sourceId, tags, lacking("members_missing", lacks, wanted.length));
      return;
    }
    const rings = assembleRings(closing ? [...lines, closing.line] : lines);
    if (!rings) {
      this.skip(title, sourceId, tags, { code: "gap" });
      return;
    }
    // Every point is there: lines that lack one were counted as missing.
    const closed = rings.map((ring) =>
      ring.flatMap((ref) => [this.positions.get(ref) ?? []].filter(isPosition)),
    );
    if (!isBoundary) this.addArea(closed, area, place, sourceId, tags);
    else if (this.addBoundary(closed, sourceId, tags, closing !== null) && closing) {
      const { metres } = closing;
      const reason: FeatureReason = { code: "closed_straight", count: lacks, all: wanted.length, metres };
      this.layers.repaired.push({ layer: "boundaries", at: sourceId, name: nameOf(tags), reason });
    }
  }

  /**
   * An extract is often cut along the border of a country, and a border line with it. One short gap in a boundary is
   * closed by a straight line, and the area marked; with more than that missing nobody can tell how it runs.
   */
  private straightClosing(lines: readonly NamedLine[]): { line: NamedLine; metres: number } | null {
    const ends = new Map<number, number>();
    let known = 0;
    for (const line of lines) {
      for (const end of [line[0], line.at(-1)])
        if (end !== undefined) ends.set(end, (ends.get(end) ?? 0) + 1);
      known += lineLengthMetres(line.flatMap((ref) => [this.positions.get(ref) ?? []].filter(isPosition)));
    }
    const [from, to, ...more] = [...ends].flatMap(([end, count]) => (count % 2 === 1 ? [end] : []));
    if (from === undefined || to === undefined || more.length > 0) return null;
    const [a, b] = [this.positions.get(from), this.positions.get(to)];
    const metres = a && b ? Math.round(distanceMetres(a, b)) : Infinity;
    const isShort = gaps.some((most) => metres <= Math.min(most.metres, known * most.share));
    return isShort ? { line: [from, to], metres } : null;
  }

  private addBoundary(
    rings: readonly Ring[],
    sourceId: string,
    tags: OsmTags,
    isClosedStraight: boolean,
  ): boolean {
    const name = nameOf(tags);
    const geometry = shaped(rings);
    if (!name || !geometry) {
      this.skip(boundaryTitle, sourceId, tags, { code: name ? "no_surface" : "no_name" });
      return false;
    }
    this.boundaries.push({
      ...{ sourceId, name, geometry: geometry.area, tags, isClosedStraight },
      nameEn: englishNameOf(tags),
      adminLevel: Number(tags.admin_level),
    });
    return true;
  }

  private addArea(
    rings: readonly Ring[],
    area: Classified | null,
    place: Classified | null,
    sourceId: string,
    tags: OsmTags,
  ): void {
    const geometry = shaped(rings);
    if (!geometry) {
      this.skip(area ?? place, sourceId, tags, { code: "no_surface" });
      return;
    }
    if (area) {
      this.add(area, sourceId, tags, geometry.area);
      if (geometry.isRepaired) {
        this.layers.repaired.push({
          ...{ layer: area.layer, at: sourceId, name: nameOf(tags) },
          reason: { code: "crossed_itself" },
        });
      }
    }
    // A school drawn as ground is a place by its ground; a shop in a building is one by its words.
    if (place && area?.layer !== "landuse") {
      this.add(place, sourceId, tags, { type: "Point", coordinates: pointInside(geometry.area) });
    }
  }

  private add(
    { layer, kind, detail }: Classified,
    sourceId: string,
    tags: OsmTags,
    geometry: PlainGeometry,
  ): void {
    const feature: CityFeature = {
      ...{ at: sourceId, sourceId, kind, detail, geometry },
      name: nameOf(tags),
      levels:
        layer === "buildings" ? levelsOf({ levels: tags["building:levels"], height: tags.height }) : null,
      isUnderground: layer === "roads" && isUnderground(tags),
    };
    this.layers[layer].push(feature);
  }

  private skip(
    what: { layer: LayerName | "boundaries" } | null,
    at: string,
    tags: OsmTags,
    reason: FeatureReason,
  ): void {
    this.layers.skipped.push({ layer: what?.layer ?? "landuse", at, name: nameOf(tags), reason });
  }
}

function isPosition(value: LngLat | never[]): value is LngLat {
  return value.length === 2;
}

/** Rings as a valid area; null when they enclose nothing. */
function shaped(rings: readonly Ring[]): { area: AreaGeometry; isRepaired: boolean } | null {
  const polygons = nestRings(rings);
  if (polygons.length === 0) return null;
  const drawn = areaOf(polygons);
  const { west, south, east, north } = boxOf(drawn);
  // A region of a country: no area of a city, and wider than outlines can be mended over.
  if (east - west > mostDegrees || north - south > mostDegrees) return null;
  const area = repairArea(drawn);
  return area && { area, isRepaired: area !== drawn };
}

const boundaryTitle = { layer: "boundaries" as const };

function lacking(code: "points_missing" | "members_missing", count: number, all: number): FeatureReason {
  return { code, count, all };
}
