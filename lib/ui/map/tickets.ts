import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { type StateGroup, stateGroups, type TicketState, ticketStates } from "@/lib/domain/states";
import { stateShapes } from "../state-shapes";
import { tilePixels, tileUnits } from "./canvas-tiles";
import { nearestWithin, type Spot } from "./geometry";
import type { Palette } from "./palette";

/** Places in CSS pixels of the tile. */
export type TicketPoint = Spot & {
  number: string;
  state: TicketState;
  group: StateGroup;
  className: string;
  classNameEn: string;
};
export type Cluster = Spot & { count: number; overdue: number };
export type TicketTile = { points: TicketPoint[]; clusters: Cluster[] };

const scale = tilePixels / tileUnits;

export function decodeTickets(bytes: ArrayBuffer): TicketTile {
  const { layers } = new VectorTile(new PbfReader(bytes));
  const tile: TicketTile = { points: [], clusters: [] };
  for (const layer of [layers.tickets, layers.clusters]) {
    for (let at = 0; layer && at < layer.length; at += 1) {
      const feature = layer.feature(at);
      const [spot] = feature.loadGeometry()[0] ?? [];
      if (!spot) continue;
      const place = { x: spot.x * scale, y: spot.y * scale };
      const { count, overdue, number, state, group, class: className, classEn } = feature.properties;
      if (layer === layers.clusters) {
        tile.clusters.push({ ...place, count: Number(count), overdue: Number(overdue) });
        continue;
      }
      tile.points.push({
        ...place,
        number: String(number),
        state: ticketStates.find((known) => known === state) ?? "reported",
        group: stateGroups.find((known) => known === group) ?? "reported",
        className: String(className),
        classNameEn: String(classEn || className),
      });
    }
  }
  return tile;
}

/** Pixels; the bins of two neighbours' counts lie at least 40 apart. */
export function clusterRadius(count: number): number {
  return count < 10 ? 12 : count < 100 ? 14 : count < 1_000 ? 17 : 19;
}

export type TicketHit = { kind: "ticket"; ticket: TicketPoint } | { kind: "cluster"; cluster: Cluster };

export function ticketAt(tile: TicketTile | undefined, spot: Spot, reach: number): TicketHit | null {
  if (!tile) return null;
  const ticket = nearestWithin(spot, tile.points, () => reach);
  if (ticket) return { kind: "ticket", ticket };
  const cluster = nearestWithin(spot, tile.clusters, ({ count }) => Math.max(reach, clusterRadius(count)));
  return cluster ? { kind: "cluster", cluster } : null;
}

export function paintTickets(
  ctx: CanvasRenderingContext2D,
  tile: TicketTile,
  {
    palette,
    countText,
    stretch,
  }: { palette: Palette; countText: (count: number) => string; stretch: number },
): void {
  // The late ones came first and are drawn last: nothing covers them.
  for (const { x, y, group } of tile.points.toReversed())
    drawSymbol(ctx, { x, y }, group, palette, 16 / stretch);
  for (const cluster of tile.clusters) {
    ctx.save();
    ctx.translate(cluster.x, cluster.y);
    ctx.scale(1 / stretch, 1 / stretch);
    drawCluster(ctx, cluster, palette, countText);
    ctx.restore();
  }
}

const paths = new Map<string, Path2D>();
function pathOf(text: string): Path2D {
  const known = paths.get(text);
  if (known) return known;
  const made = new Path2D(text);
  paths.set(text, made);
  return made;
}

/** The shape of a state as the lists show it, on a disc of the panel's colour so that it stands out from any street. */
export function drawSymbol(
  ctx: CanvasRenderingContext2D,
  { x, y }: Spot,
  group: StateGroup,
  palette: Palette,
  size = 16,
): void {
  const { fill, stroke, cut } = stateShapes[group];
  const colour = palette.state[group];
  ctx.save();
  ctx.translate(x, y);
  ctx.fillStyle = palette.panel;
  ctx.beginPath();
  ctx.arc(0, 0, size * 0.66, 0, Math.PI * 2);
  ctx.fill();
  ctx.scale(size / 16, size / 16);
  ctx.translate(-8, -8);
  if (stroke) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2;
    ctx.stroke(pathOf(stroke));
  }
  if (fill) {
    ctx.fillStyle = colour;
    ctx.fill(pathOf(fill));
  }
  if (cut) {
    ctx.strokeStyle = palette.panel;
    ctx.lineWidth = 1.8;
    ctx.lineCap = "round";
    ctx.stroke(pathOf(cut));
  }
  ctx.restore();
}

/** At the origin: a circle with its count; the late ones' share is a red arc from the top. */
function drawCluster(
  ctx: CanvasRenderingContext2D,
  { count, overdue }: Cluster,
  palette: Palette,
  countText: (count: number) => string,
): void {
  const radius = clusterRadius(count);
  const top = -Math.PI / 2;
  ctx.fillStyle = palette.panel;
  ctx.beginPath();
  ctx.arc(0, 0, radius, 0, Math.PI * 2);
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = palette.muted;
  ctx.stroke();
  if (overdue > 0) {
    ctx.lineWidth = 3.5;
    ctx.strokeStyle = palette.state.overdue;
    ctx.beginPath();
    ctx.arc(0, 0, radius - 0.5, top, top + Math.PI * 2 * Math.min(1, overdue / count));
    ctx.stroke();
  }
  ctx.fillStyle = palette.ink;
  ctx.font = `600 ${count < 1_000 ? 12 : 11}px ${palette.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(countText(count), 0, 0.5);
}
