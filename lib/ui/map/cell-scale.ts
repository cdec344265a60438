import { schemeYlGnBu } from "d3-scale-chromatic";

export type CellMeasure = "open" | "overdue" | "solved";
export const cellMeasures = ["open", "overdue", "solved"] as const satisfies CellMeasure[];

/** Tickets of one cell; `total` is open and solved together. */
export type CellFigures = { open: number; overdue: number; solved: number; total: number };

const mostClasses = 5;
/** How much of a cell's colour is laid over the map; the legend mixes the same. */
export const cellOpacity = 0.6;
const colours = schemeYlGnBu[mostClasses] ?? [];

/** A count, or the solved share in whole per cent; null where there is nothing to take a share of. */
export function measureOf(figures: CellFigures, measure: CellMeasure): number | null {
  if (measure !== "solved") return figures[measure];
  return figures.total > 0 ? Math.round((figures.solved / figures.total) * 100) : null;
}

/** A count of none is not the lowest class but an empty cell: the eye must find where there is nothing to do. */
function isClassed(value: number | null, measure: CellMeasure): value is number {
  return value !== null && (measure === "solved" || value > 0);
}

/**
 * The lowest value of each class, rising; at most five. Natural breaks (Fisher and Jenks): the classes within which
 * values differ least, so that cells of one colour are alike. Equal values are never torn apart.
 */
export function cellBreaks(rows: readonly CellFigures[], measure: CellMeasure): number[] {
  const weights = new Map<number, number>();
  for (const row of rows) {
    const value = measureOf(row, measure);
    if (isClassed(value, measure)) weights.set(value, (weights.get(value) ?? 0) + 1);
  }
  const values = [...weights].sort(([a], [b]) => a - b);
  if (values.length <= mostClasses) return values.map(([value]) => value);
  return naturalBreaks(values, mostClasses);
}

/** `values`: distinct, rising, each with how often it occurs. Dynamic programming over the last class's start. */
function naturalBreaks(values: readonly (readonly [number, number])[], classes: number): number[] {
  const sums = [{ weight: 0, sum: 0, squares: 0 }];
  for (const [value, weight] of values) {
    const last = sums.at(-1) ?? { weight: 0, sum: 0, squares: 0 };
    sums.push({
      weight: last.weight + weight,
      sum: last.sum + value * weight,
      squares: last.squares + value * value * weight,
    });
  }
  /** Sum of squared distances from the mean over values `from` … `to - 1`. */
  const spread = (from: number, to: number) => {
    const [a, b] = [sums[from], sums[to]];
    if (!a || !b) return 0;
    const weight = b.weight - a.weight;
    return b.squares - a.squares - (b.sum - a.sum) ** 2 / weight;
  };
  const count = values.length;
  let best = Array.from({ length: count + 1 }, (_, to) => (to === 0 ? Infinity : spread(0, to)));
  const starts: number[][] = [];
  for (let made = 2; made <= classes; made += 1) {
    const next = Array.from({ length: count + 1 }, () => Infinity);
    const start = Array.from({ length: count + 1 }, () => 0);
    for (let to = made; to <= count; to += 1) {
      for (let from = made - 1; from < to; from += 1) {
        const cost = (best[from] ?? Infinity) + spread(from, to);
        if (cost < (next[to] ?? Infinity)) {
          next[to] = cost;
          start[to] = from;
        }
      }
    }
    starts.push(start);
    best = next;
  }
  const firsts: number[] = [];
  let to = count;
  for (const start of starts.reverse()) {
    to = start[to] ?? 0;
    firsts.unshift(to);
  }
  return [0, ...firsts].map((at) => values[at]?.[0] ?? 0);
}

/** Which class a value falls into, from 0; -1 for none. */
export function cellClass(value: number | null, breaks: readonly number[], measure: CellMeasure): number {
  if (!isClassed(value, measure)) return -1;
  // A cell may have got more or fewer since the breaks were taken: it joins the class at the end.
  return Math.max(
    0,
    breaks.findLastIndex((lowest) => value >= lowest),
  );
}

export type CellClass = { from: number; to: number; cells: number };
export type CellScale = {
  breaks: number[];
  classes: CellClass[];
  /** Cells with a count of none, or with nothing to take a share of. */
  without: number;
};

/** What the legend prints and the map draws: made once from the same rows. */
export function cellScale(rows: readonly CellFigures[], measure: CellMeasure): CellScale {
  const breaks = cellBreaks(rows, measure);
  const classes = breaks.map((from) => ({ from, to: from, cells: 0 }));
  let without = 0;
  for (const row of rows) {
    const value = measureOf(row, measure);
    const found = classes[cellClass(value, breaks, measure)];
    if (!found || value === null) without += 1;
    else {
      found.cells += 1;
      found.to = Math.max(found.to, value);
    }
  }
  return { breaks, classes, without };
}

/**
 * Yellow to blue: told apart by colour-blind eyes and in grey. Fewer classes take colours far apart. On a dark ground
 * the scale is turned round, so that much stands out from it as it does on a light one.
 */
export function cellColour(at: number, classes: number, isDark: boolean): string {
  const last = mostClasses - 1;
  const step = classes <= 1 ? 2 : Math.round((at * last) / (classes - 1));
  return colours[isDark ? last - step : step] ?? "transparent";
}
