import "server-only";
import type { CitySettings } from "@/lib/domain/settings";
import type { Work } from "../context";

/** Draws a ticket closed by the same hand for a spot check, at the city's rate. */
export function drawSpotCheck({ randomBytes }: Pick<Work, "randomBytes">, settings: CitySettings): boolean {
  const [byte = 0, next = 0] = randomBytes(2);
  return ((byte << 8) | next) % 100 < settings["selfHandled.spotCheckPercent"];
}
