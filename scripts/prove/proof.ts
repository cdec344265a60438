import { seededRandom } from "@/lib/geo/seeded-random";

/** A proof brings its own database and server, says what it does, and counts what it tried. */
export type Proof = (options: {
  seed: number;
  /** How many runs, where the proof repeats; null for its own number. */
  runs: number | null;
  say: (text: string) => void;
}) => Promise<{ tried: number; failed: number }>;

/** The same seed gives the same proof. */
export const seeded = seededRandom;

export function pick<T>(random: () => number, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}
