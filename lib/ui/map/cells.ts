import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { trace } from "./basemap";
import {
  type CellFigures,
  type CellMeasure,
  cellClass,
  cellColour,
  cellOpacity,
  measureOf,
} from "./cell-scale";
import { boxOfRings, isInBox, isInRings, type Spot, type SpotBox } from "./geometry";
import type { Palette } from "./palette";

export type MapCell = CellFigures & {
  key: number;
  code: string;
  name: string;
  nameEn: string | null;
  /** Where its name stands. */
  lng: number;
  lat: number;
};
/** One tile's piece of a cell. */
export type CellPiece = MapCell & { rings: Spot[][]; box: SpotBox; path: Path2D };
export type CellTile = { pieces: CellPiece[] };

export function decodeCells(bytes: ArrayBuffer): CellTile {
  const layer = new VectorTile(new PbfReader(bytes)).layers.cells;
  const pieces: CellPiece[] = [];
  for (let at = 0; layer && at < layer.length; at += 1) {
    const feature = layer.feature(at);
    const { code, name, nameEn, lng, lat, open, overdue, solved, total } = feature.properties;
    const rings = feature.loadGeometry().map((ring) => ring.map(({ x, y }) => ({ x, y })));
    const path = new Path2D();
    trace(path, rings, true);
    pieces.push({
      key: feature.id ?? 0,
      code: String(code),
      name: String(name),
      nameEn: nameEn ? String(nameEn) : null,
      lng: Number(lng),
      lat: Number(lat),
      open: Number(open),
      overdue: Number(overdue),
      solved: Number(solved),
      total: Number(total),
      rings,
      box: boxOfRings(rings),
      path,
    });
  }
  return { pieces };
}

export function cellAt(tile: CellTile | undefined, spot: Spot): CellPiece | null {
  return tile?.pieces.find(({ box, rings }) => isInBox(spot, box) && isInRings(spot, rings)) ?? null;
}

export type CellLook = {
  measure: CellMeasure | "none";
  breaks: readonly number[];
  mine: ReadonlySet<number> | null;
};

/** Outlined first and filled lightly: the streets below stay readable. */
export function paintCells(
  ctx: CanvasRenderingContext2D,
  tile: CellTile,
  { measure, breaks, mine }: CellLook,
  palette: Palette,
): void {
  ctx.lineJoin = "round";
  for (const piece of tile.pieces) {
    const isMine = mine?.has(piece.key) ?? false;
    const at = measure === "none" ? -1 : cellClass(measureOf(piece, measure), breaks, measure);
    if (at >= 0) {
      ctx.globalAlpha = mine && !isMine ? 0.25 : cellOpacity;
      ctx.fillStyle = cellColour(at, breaks.length, palette.isDark);
      ctx.fill(piece.path, "evenodd");
    } else if (isMine) {
      ctx.globalAlpha = 0.12;
      ctx.fillStyle = palette.accent;
      ctx.fill(piece.path, "evenodd");
    }
  }
  for (const piece of tile.pieces) {
    const isMine = mine?.has(piece.key) ?? false;
    ctx.globalAlpha = isMine ? 1 : mine ? 0.35 : 0.7;
    ctx.strokeStyle = isMine ? palette.accent : palette["line-strong"];
    ctx.lineWidth = isMine ? 2 : 1;
    ctx.stroke(piece.path);
  }
  ctx.globalAlpha = 1;
}
