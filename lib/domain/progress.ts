/** Tickets of a place as the public map counts them; `total` is open and solved together. */
export type ProgressFigures = {
  open: number;
  overdue: number;
  solved: number;
  total: number;
  /** Not taken up (declined, refused, merged, voided): in no other figure. */
  ended: number;
  /** Reported within the last thirty days, whatever became of it. */
  recent: number;
};

export type ProgressCell = ProgressFigures & {
  key: number;
  code: string;
  name: string;
  nameEn: string;
  communityCode: string;
  lng: number;
  lat: number;
};

export type ProgressArea = {
  code: string;
  name: string;
  nameEn: string;
  pinyinKey: string;
  level: "city" | "district" | "street" | "community";
  parentCode: string | null;
};

/** A line of the list: a street (as a head), a community, or a cell. */
export type ProgressRow = ProgressFigures & {
  kind: "street" | "community" | "cell";
  code: string;
  name: string;
  nameEn: string;
  cells: number;
  /** The area around it, for lines that stand outside of their group. */
  parent: ProgressArea | null;
};

export const progressSorts = ["name", "open", "overdue", "solved"] as const;
export type ProgressSort = (typeof progressSorts)[number];

export type ProgressAsk = {
  /** Code of a street or community to look into; of anything else, the whole city. */
  area?: string | undefined;
  q?: string | undefined;
  sort: ProgressSort;
  isDescending: boolean;
};

const none: ProgressFigures = { open: 0, overdue: 0, solved: 0, total: 0, ended: 0, recent: 0 };

export function sumFigures(all: Iterable<ProgressFigures>): ProgressFigures {
  const sum = { ...none };
  for (const one of all) {
    for (const name of ["open", "overdue", "solved", "total", "ended", "recent"] as const)
      sum[name] += one[name];
  }
  return sum;
}

/** The areas from the street down to the one named; empty for the whole city. */
export function progressPath(areas: readonly ProgressArea[], code: string | undefined): ProgressArea[] {
  const path: ProgressArea[] = [];
  let at = areas.find((area) => area.code === code);
  while (at && at.level !== "city") {
    path.unshift(at);
    const { parentCode } = at;
    at = areas.find((area) => area.code === parentCode);
  }
  return path;
}

/**
 * The list beside the map. By name it is grouped: each street with its communities, or one community's cells; by a
 * figure it is one flat list; a search looks through communities and cells alike.
 */
export function progressRows(
  areas: readonly ProgressArea[],
  cells: readonly ProgressCell[],
  { area, q, sort, isDescending }: ProgressAsk,
): ProgressRow[] {
  const byCode = new Map(areas.map((one) => [one.code, one]));
  const parentOf = ({ parentCode }: ProgressArea) => byCode.get(parentCode ?? "") ?? null;
  const within = byCode.get(area ?? "");
  const cellsOf = new Map<string, ProgressCell[]>();
  for (const cell of cells)
    cellsOf.set(cell.communityCode, [...(cellsOf.get(cell.communityCode) ?? []), cell]);
  const areaRow = (
    one: ProgressArea,
    own: readonly ProgressCell[],
    kind: "street" | "community",
  ): ProgressRow => ({
    ...sumFigures(own),
    kind,
    code: one.code,
    name: one.name,
    nameEn: one.nameEn,
    cells: own.length,
    parent: parentOf(one),
  });
  const cellRow = (cell: ProgressCell): ProgressRow => ({
    ...cell,
    kind: "cell",
    cells: 1,
    parent: byCode.get(cell.communityCode) ?? null,
  });
  const isWithin = (one: ProgressArea): boolean => {
    if (!within) return true;
    for (let at: ProgressArea | null = one; at; at = parentOf(at)) if (at.code === within.code) return true;
    return false;
  };
  const communities = areas
    .filter((one) => one.level === "community" && isWithin(one))
    .map((one) => areaRow(one, cellsOf.get(one.code) ?? [], "community"));
  const words = q?.trim().toLocaleLowerCase() ?? "";
  if (words) {
    const spellings = new Map(areas.map((one) => [one.code, spellingsOf(one.pinyinKey)]));
    const isFound = ({ name, nameEn, code }: ProgressRow) =>
      [name, nameEn, code, ...(spellings.get(code) ?? [])].some((text) =>
        text.toLocaleLowerCase().includes(words),
      );
    const own = cells.filter((cell) => {
      const community = byCode.get(cell.communityCode);
      return community && isWithin(community);
    });
    return sorted([...communities, ...own.map(cellRow)].filter(isFound), sort, isDescending);
  }
  if (within?.level === "community")
    return sorted((cellsOf.get(within.code) ?? []).map(cellRow), sort, isDescending);
  if (sort !== "name") return sorted(communities, sort, isDescending);
  const streets = areas.filter((one) => one.level === "street" && isWithin(one));
  const groups = isDescending ? streets.toReversed() : streets;
  return groups.flatMap((street) => {
    const own = communities.filter(({ parent }) => parent?.code === street.code);
    if (own.length === 0) return [];
    const head = { ...areaRow(street, [], "street"), ...sumFigures(own), cells: sumOf(own) };
    return [head, ...(isDescending ? own.toReversed() : own)];
  });
}

/** As people type a name: `zhong lou`, `zhonglou` or `zl`. */
function spellingsOf(pinyinKey: string): string[] {
  const syllables = pinyinKey.split(" ");
  return [pinyinKey, syllables.join(""), syllables.map((syllable) => syllable.charAt(0)).join("")];
}

const sumOf = (rows: readonly ProgressRow[]) => rows.reduce((sum, { cells }) => sum + cells, 0);

/** Lines with nothing to take a share of come last, whichever way the list is turned. */
function sorted(rows: ProgressRow[], sort: ProgressSort, isDescending: boolean): ProgressRow[] {
  if (sort === "name") return isDescending ? rows.toReversed() : rows;
  const value = (row: ProgressRow) =>
    sort === "solved" ? (row.total > 0 ? row.solved / row.total : null) : row[sort];
  return rows.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return isDescending ? right - left : left - right;
  });
}
