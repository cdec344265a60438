import type { LngLat, PolygonGeometry } from "@/lib/geo/geojson";
import { allCommunities, type CommunityCode, cityPlan } from "./area-names";
import { columnSpans, river, rowSpans, type StreetPlan } from "./street-plan";

type Feature = { type: "Feature"; properties: Record<string, unknown>; geometry: PolygonGeometry };

/** Levels of the plan at which borders may turn; the river is parted along its middle. */
const levels = [...new Set([...rowSpans.flat(), river.middle])].sort((a, b) => a - b);

type Edge = { from: string; to: string; line: LngLat[] };

/** The area tree: every border runs along a main road, along the river's middle, or is the city's edge. */
export function areaFeatures(plan: StreetPlan): Feature[] {
  const feature = (
    level: string,
    code: string,
    parent: string | null,
    named: { name: string; nameEn: string },
    own: readonly CommunityCode[],
  ): Feature => ({
    type: "Feature",
    properties: { level, code, parent, name: named.name, name_en: named.nameEn, valid_from: "2024-01-01" },
    geometry: outline(plan, own),
  });
  const features = [feature("city", cityPlan.code, null, cityPlan, allCommunities)];
  for (const district of cityPlan.districts) {
    const inDistrict = allCommunities.filter((community) => community.district === district.code);
    features.push(feature("district", district.code, cityPlan.code, district, inDistrict));
    for (const [index, street] of district.streets.entries()) {
      const code = `${district.code}${String(index + 1).padStart(3, "0")}`;
      const inStreet = inDistrict.filter((community) => community.street === code);
      features.push(feature("street", code, district.code, street, inStreet));
      for (const community of inStreet)
        features.push(feature("community", community.code, code, community, [community]));
    }
  }
  return features;
}

function outline(plan: StreetPlan, communities: readonly CommunityCode[]): PolygonGeometry {
  const edges = new Map<string, Edge>();
  const add = (from: string, to: string, line: LngLat[]) => {
    if (!edges.delete(`${to} ${from}`)) edges.set(`${from} ${to}`, { from, to, line });
  };
  for (const community of communities) {
    const [low, high] = spanOf(community);
    for (let column = community.columns[0]; column <= community.columns[1]; column += 1) {
      const [west, east] = columnSpans[column] ?? [0, 0];
      for (let i = levels.indexOf(low); i < levels.indexOf(high); i += 1) {
        const [south, north] = [levels[i] ?? 0, levels[i + 1] ?? 0];
        const [sw, se, ne, nw] = [
          `${west},${south}`,
          `${east},${south}`,
          `${east},${north}`,
          `${west},${north}`,
        ];
        add(sw, se, plan.eastward(south, west, east));
        add(se, ne, plan.northward(east, south, north));
        add(ne, nw, plan.eastward(north, west, east).reverse());
        add(nw, sw, plan.northward(west, south, north).reverse());
      }
    }
  }
  return { type: "Polygon", coordinates: [trace(edges)] };
}

/** The river's half goes with the communities on its bank. */
function spanOf(community: CommunityCode): [low: number, high: number] {
  const south = rowSpans[community.rows[0]]?.[0] ?? 0;
  const north = rowSpans[community.rows[1]]?.[1] ?? 0;
  return [south === river.northRoad ? river.middle : south, north === river.southRoad ? river.middle : north];
}

function trace(edges: ReadonlyMap<string, Edge>): LngLat[] {
  const from = new Map([...edges.values()].map((edge) => [edge.from, edge]));
  const [start] = edges.values();
  const ring: LngLat[] = [];
  let edge = start;
  do {
    if (!edge) throw new Error("an area of the demo city is not one piece");
    ring.push(...edge.line.slice(0, -1));
    from.delete(edge.from);
    edge = from.get(edge.to);
  } while (edge);
  if (from.size > 0) throw new Error("an area of the demo city is not one piece");
  const [first] = ring;
  return first ? [...ring, first] : ring;
}
