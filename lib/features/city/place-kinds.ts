import "server-only";
/**
 * Key places: what an inspection of a clean and healthy city looks at one by one. From the kinds of
 * OpenStreetMap extracts; what is not here stays a label of the basemap. The name serves where the map has none.
 */
export const placeKinds = {
  school: { name: "学校", from: ["school"] },
  kindergarten: { name: "幼儿园", from: ["kindergarten"] },
  university: { name: "高校", from: ["university", "college"] },
  hospital: { name: "医院", from: ["hospital"] },
  clinic: { name: "诊所", from: ["clinic", "doctors", "dentist"] },
  market: { name: "农贸市场", from: ["marketplace"] },
  supermarket: { name: "超市", from: ["supermarket"] },
  mall: { name: "商场", from: ["mall", "department_store"] },
  restaurant: { name: "餐饮店", from: ["restaurant", "fast_food", "cafe", "food_court"] },
  hotel: { name: "旅馆", from: ["hotel", "hostel", "guest_house"] },
  public_toilet: { name: "公共厕所", from: ["toilets"] },
  waste_station: { name: "垃圾转运站", from: ["waste_transfer_station", "waste_disposal"] },
  bus_stop: { name: "公交站", from: ["bus_stop"] },
  station: { name: "车站", from: ["station", "bus_station", "ferry_terminal", "train_station", "tram_stop"] },
  park: { name: "公园", from: ["park", "garden"] },
  library: { name: "图书馆", from: ["library"] },
  museum: { name: "博物馆", from: ["museum", "arts_centre"] },
  police: { name: "派出所", from: ["police"] },
  fire_station: { name: "消防站", from: ["fire_station"] },
  government: { name: "政务机构", from: ["government", "townhall", "community_centre"] },
  place_of_worship: { name: "宗教场所", from: ["place_of_worship"] },
} as const;
export type PlaceKind = keyof typeof placeKinds;

const byMapKind = new Map<string, PlaceKind>(
  Object.entries(placeKinds).flatMap(([kind, { from }]) =>
    from.map((mapKind): [string, PlaceKind] => [mapKind, kind as PlaceKind]),
  ),
);

export function placeKindOf(mapKind: string): PlaceKind | null {
  return byMapKind.get(mapKind) ?? null;
}

/** Areas of the land-use layer that are key places too, when they bear a name. */
export const landuseWithPlaces: ReadonlySet<string> = new Set([
  "school",
  "university",
  "hospital",
  "park",
  "marketplace",
  "library",
]);
