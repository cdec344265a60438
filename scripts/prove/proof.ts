/** A proof brings its own database and server, says what it does, and counts what it tried. */
export type Proof = (options: {
  seed: number;
  /** How many runs, where the proof repeats; null for its own number. */
  runs: number | null;
  say: (text: string) => void;
}) => Promise<{ tried: number; failed: number }>;

/** A small seeded generator (mulberry32): the same seed gives the same proof. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<T>(random: () => number, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}
