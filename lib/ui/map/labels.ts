import { isOverlapping, type Spot, type SpotBox } from "./geometry";

export type Label = Spot & {
  text: string;
  /** Radians; words along a street. Never upside down. */
  angle: number;
  width: number;
  height: number;
  /** Less is more important. */
  rank: number;
  /** How far from the next label of the same text, in pixels. */
  gap: number;
};

/** The box around a label that may stand at an angle. */
export function labelBox({ x, y, width, height, angle }: Omit<Label, "text" | "rank" | "gap">): SpotBox {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const halfWidth = (width * cos + height * sin) / 2;
  const halfHeight = (width * sin + height * cos) / 2;
  return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

/** Chooses labels of which no two overlap, none lies over what is taken already, and no street is named twice nearby. */
export function placeLabels<T extends Label>(wanted: readonly T[], taken: readonly SpotBox[] = []): T[] {
  const grid = new BoxGrid();
  for (const box of taken) grid.add(box);
  const byText = new Map<string, T[]>();
  const placed: T[] = [];
  for (const label of wanted.toSorted((a, b) => a.rank - b.rank)) {
    const same = byText.get(label.text) ?? [];
    if (same.some((one) => Math.hypot(one.x - label.x, one.y - label.y) < label.gap)) continue;
    const box = labelBox(label);
    if (!grid.isFree(box)) continue;
    grid.add(box);
    byText.set(label.text, [...same, label]);
    placed.push(label);
  }
  return placed;
}

/** An angle at which words can be read from the left. */
export function readable(angle: number): number {
  const half = Math.PI / 2;
  if (angle > half) return angle - Math.PI;
  return angle <= -half ? angle + Math.PI : angle;
}

const square = 64;

/** Boxes by the squares they touch, so that a label is compared with its neighbours only. */
class BoxGrid {
  readonly #squares = new Map<string, SpotBox[]>();

  isFree(box: SpotBox): boolean {
    for (const key of this.#keys(box)) {
      if (this.#squares.get(key)?.some((other) => isOverlapping(box, other))) return false;
    }
    return true;
  }

  add(box: SpotBox): void {
    for (const key of this.#keys(box)) this.#squares.set(key, [...(this.#squares.get(key) ?? []), box]);
  }

  *#keys({ left, top, right, bottom }: SpotBox): Generator<string> {
    for (let x = Math.floor(left / square); x <= Math.floor(right / square); x += 1) {
      for (let y = Math.floor(top / square); y <= Math.floor(bottom / square); y += 1) yield `${x}/${y}`;
    }
  }
}
