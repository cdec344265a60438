import type { Face } from "./faces";
import {
  type Lattice,
  type LatticePoint,
  latticeMetres,
  pointKey,
  pointOfKey,
  signedAreaM2,
} from "./lattice";

type Group = {
  faces: number[];
  areaM2: number;
  perimeterMetres: number;
  /** Group → metres of common boundary. */
  neighbours: Map<number, number>;
};

/**
 * Faces of one noded plane, joined step by step into connected groups. Every edge is shared by at most two
 * faces, so the outline of a group is what its faces do not share: exact, whatever is joined.
 */
export class FaceGroups {
  readonly #groups: (Group | null)[];
  readonly #faces: readonly Face[];
  readonly #lattice: Lattice;

  constructor(lattice: Lattice, faces: readonly Face[], mayJoin: (a: number, b: number) => boolean) {
    this.#lattice = lattice;
    this.#faces = faces;
    this.#groups = faces.map((face, index) => {
      const area = face.reduce(
        (sum, ring, i) => sum + (i === 0 ? 1 : -1) * Math.abs(signedAreaM2(lattice, ring)),
        0,
      );
      return { faces: [index], areaM2: area, perimeterMetres: 0, neighbours: new Map() };
    });
    const owners = new Map<string, number>();
    for (const [index, face] of faces.entries()) {
      for (const [a, b] of directedEdges(face)) {
        const metres = latticeMetres(lattice, a, b);
        const group = this.#group(index);
        group.perimeterMetres += metres;
        const other = owners.get(edgeKey(b, a));
        owners.set(edgeKey(a, b), index);
        if (other === undefined || other === index || !mayJoin(index, other)) continue;
        link(group, other, metres);
        link(this.#group(other), index, metres);
      }
    }
  }

  /** Ids of the groups that are left, ascending. */
  ids(): number[] {
    return this.#groups.flatMap((group, id) => (group ? [id] : []));
  }

  has(id: number): boolean {
    return this.#groups[id] != null;
  }

  areaM2(id: number): number {
    return this.#group(id).areaM2;
  }

  perimeterMetres(id: number): number {
    return this.#group(id).perimeterMetres;
  }

  /** What a strip of this area and perimeter would measure across. */
  widthMetres(id: number): number {
    const { areaM2, perimeterMetres } = this.#group(id);
    return (2 * areaM2) / perimeterMetres;
  }

  faces(id: number): readonly number[] {
    return this.#group(id).faces;
  }

  neighbours(id: number): ReadonlyMap<number, number> {
    return this.#group(id).neighbours;
  }

  /** The neighbour with the longest common boundary; of equals, the lower id. */
  closestNeighbour(id: number): number | undefined {
    let best: { id: number; metres: number } | undefined;
    for (const [other, metres] of this.#group(id).neighbours) {
      if (!best || metres > best.metres || (metres === best.metres && other < best.id)) {
        best = { id: other, metres };
      }
    }
    return best?.id;
  }

  /** Puts `gone` into `kept`. They must be neighbours, so that a group stays one connected piece. */
  join(kept: number, gone: number): void {
    const [into, from] = [this.#group(kept), this.#group(gone)];
    const shared = into.neighbours.get(gone);
    if (shared === undefined) throw new Error("only neighbours can be joined");
    into.faces.push(...from.faces);
    into.areaM2 += from.areaM2;
    into.perimeterMetres += from.perimeterMetres - 2 * shared;
    into.neighbours.delete(gone);
    from.neighbours.delete(kept);
    for (const [other, metres] of from.neighbours) {
      link(into, other, metres);
      const far = this.#group(other);
      far.neighbours.delete(gone);
      link(far, kept, metres);
    }
    this.#groups[gone] = null;
  }

  /** The outline: one polygon, as a group is connected. Shell counter-clockwise and first, then holes. */
  outline(id: number): Face {
    const rings = traceRings(this.#group(id).faces.map((index) => this.#faces[index] ?? []));
    const shells = rings.filter((ring) => signedAreaM2(this.#lattice, ring) > 0);
    const holes = rings.filter((ring) => signedAreaM2(this.#lattice, ring) <= 0);
    if (shells.length !== 1) throw new Error("a group of faces must be one connected piece");
    return [...shells, ...holes];
  }

  #group(id: number): Group {
    const group = this.#groups[id];
    if (!group) throw new Error(`no such group: ${id}`);
    return group;
  }
}

function link(group: Group, other: number, metres: number): void {
  group.neighbours.set(other, (group.neighbours.get(other) ?? 0) + metres);
}

const edgeKey = (a: LatticePoint, b: LatticePoint) => `${pointKey(a)}:${pointKey(b)}`;

/** Each edge of a face once, with the face on its left. */
function* directedEdges(face: Face): Generator<[LatticePoint, LatticePoint]> {
  for (const [index, ring] of face.entries()) {
    let sum = 0;
    for (let i = 0; i < ring.length; i += 1) {
      const [a, b] = [ring[i], ring[(i + 1) % ring.length]];
      if (a && b) sum += a[0] * b[1] - b[0] * a[1];
    }
    const isRightWay = index === 0 ? sum > 0 : sum < 0;
    for (let i = 0; i < ring.length; i += 1) {
      const [a, b] = [ring[i], ring[(i + 1) % ring.length]];
      if (!a || !b) continue;
      yield isRightWay ? [a, b] : [b, a];
    }
  }
}

/** Rings of the edges that only one of the faces has, the area on the left of each. */
function traceRings(faces: readonly Face[]): LatticePoint[][] {
  const edges = new Set<string>();
  for (const face of faces) {
    for (const [a, b] of directedEdges(face)) if (!edges.delete(edgeKey(b, a))) edges.add(edgeKey(a, b));
  }
  const outgoing = new Map<number, Set<number>>();
  for (const edge of edges) {
    const [from, to] = edge.split(":").map(Number);
    if (from === undefined || to === undefined) continue;
    const ends = outgoing.get(from) ?? new Set();
    outgoing.set(from, ends.add(to));
  }
  const rings: LatticePoint[][] = [];
  for (const start of [...outgoing.keys()].sort((a, b) => a - b)) {
    for (let first = nextOf(outgoing, start); first !== undefined; first = nextOf(outgoing, start)) {
      const ring: LatticePoint[] = [pointOfKey(start)];
      let [from, to] = [start, first];
      outgoing.get(from)?.delete(to);
      while (to !== start) {
        ring.push(pointOfKey(to));
        const next = turn(from, to, outgoing.get(to) ?? new Set());
        outgoing.get(to)?.delete(next);
        [from, to] = [to, next];
      }
      rings.push(ring);
    }
  }
  return rings;
}

function nextOf(outgoing: Map<number, Set<number>>, from: number): number | undefined {
  const ends = outgoing.get(from);
  return ends && ends.size > 0 ? Math.min(...ends) : undefined;
}

/**
 * Where two stretches of the outline touch in one point, the ring goes on along the same piece of outside:
 * the first way out counter-clockwise from where it came. So no ring ever passes a point twice.
 */
function turn(from: number, at: number, ways: ReadonlySet<number>): number {
  const [only] = ways;
  if (only === undefined) throw new Error("an outline must close");
  if (ways.size === 1) return only;
  const centre = pointOfKey(at);
  const back = angle(centre, pointOfKey(from));
  let best = { way: only, turned: Infinity };
  for (const way of ways) {
    const turned = (angle(centre, pointOfKey(way)) - back + 4 * Math.PI) % (2 * Math.PI);
    if (turned < best.turned) best = { way, turned };
  }
  return best.way;
}

const angle = (from: LatticePoint, to: LatticePoint) => Math.atan2(to[1] - from[1], to[0] - from[0]);
