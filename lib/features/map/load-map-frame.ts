import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { areas, dataVersions } from "@/db/schema";
import { readClock } from "../command";
import { query } from "../query";
import { readSettings } from "../shared/city-rules";

/** Where the city lies, what it is called, and what must stand beside its map. Public. */
export const loadMapFrame = query({
  permission: null,
  input: z.strictObject({}),
  async run({ db, clock }) {
    const [city] = await db
      .select({
        name: areas.name,
        nameEn: areas.nameEn,
        west: areas.west,
        south: areas.south,
        east: areas.east,
        north: areas.north,
      })
      .from(areas)
      .where(and(eq(areas.level, "city"), isNull(areas.validTo)));
    const [basemap] = await db
      .select({ note: dataVersions.note })
      .from(dataVersions)
      .where(eq(dataVersions.layer, "basemap"));
    const { "map.reviewNumber": reviewNumber } = await readSettings(db, clock?.() ?? (await readClock(db)));
    const attribution = basemap?.note.attribution;
    return {
      // Before an import there is no city: then the whole country is shown.
      box: city
        ? { west: city.west, south: city.south, east: city.east, north: city.north }
        : { west: 73, south: 18, east: 135, north: 54 },
      cityName: city?.name ?? "",
      cityNameEn: city?.nameEn ?? "",
      attribution: typeof attribution === "string" ? attribution : "",
      reviewNumber,
    };
  },
});
