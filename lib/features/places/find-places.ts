import "server-only";
import { z } from "zod";
import { query } from "../query";
import { type FoundPlace, searchPlaces } from "../shared/search-places";
import { words } from "../shared/text-fields";

const most = 8;

/** Places by their name, for whoever would rather type than look for it on a map. At most eight. */
export const findPlaces = query({
  permission: null,
  input: z.strictObject({ words: words(120) }),
  async run({ db }, { words: said }): Promise<FoundPlace[]> {
    return (await searchPlaces(db, said, null)).slice(0, most);
  },
});
