import type { Position } from "../use-position";
import type { BasemapTile, NameAt } from "./basemap";
import { tilePixels, tileUnits } from "./canvas-tiles";
import type { CellPiece, MapCell } from "./cells";
import type { SpotBox } from "./geometry";
import { type Label, placeLabels, readable } from "./labels";
import type { OverlayView } from "./overlay-canvas";
import type { Palette } from "./palette";
import { drawSymbol } from "./tickets";
import type { TileId } from "./tile-store";
import type { MapMark } from "./types";

type Ctx = CanvasRenderingContext2D;

/** The outline of one cell, put together from its pieces: each is clipped to its tile, so that no cut edge shows. */
export function drawOutline(
  ctx: Ctx,
  view: OverlayView,
  pieces: readonly { tile: TileId; piece: CellPiece }[],
  strokes: readonly { colour: string; width: number }[],
): void {
  for (const { tile, piece } of pieces) {
    const { x, y } = view.fromTile(tile);
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(view.stretch, view.stretch);
    ctx.beginPath();
    ctx.rect(0, 0, tilePixels, tilePixels);
    ctx.clip();
    ctx.lineJoin = "round";
    for (const { colour, width } of strokes) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width / view.stretch;
      ctx.stroke(piece.path);
    }
    ctx.restore();
  }
}

type Words = Label & { colour: string; font: string; dot: boolean };
const widths = new Map<string, number>();

function widthOf(ctx: Ctx, text: string, font: string): number {
  const key = `${font}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  ctx.font = font;
  const width = Math.ceil(ctx.measureText(text).width);
  if (widths.size > 5_000) widths.clear();
  widths.set(key, width);
  return width;
}

/** From which zoom of the map a name of this rank is worth its room. */
function firstZoom({ kind, rank }: NameAt): number {
  if (kind === "place") return rank <= 2 ? 13 : rank <= 4 ? 15 : rank <= 6 ? 16 : 17;
  if (kind === "area") return rank <= 2 ? 13 : 15;
  return rank <= 1 ? 12 : rank <= 3 ? 13 : rank <= 6 ? 15 : 16;
}

export function drawLabels(
  ctx: Ctx,
  view: OverlayView,
  {
    basemap,
    cells,
    cellName,
    taken,
    palette,
  }: {
    basemap: readonly { tile: TileId; value: BasemapTile }[];
    cells: readonly { cell: MapCell; room: number; isSelected: boolean }[];
    cellName: (cell: MapCell) => string;
    taken: readonly SpotBox[];
    palette: Palette;
  },
): void {
  const plain = `12px ${palette.font}`;
  const strong = `600 12px ${palette.font}`;
  const wanted: Words[] = [];
  for (const { tile, value } of basemap) {
    const corner = view.fromTile(tile);
    const scale = (view.stretch * tilePixels) / tileUnits;
    for (const name of value.names) {
      if (view.zoom < firstZoom(name)) continue;
      const width = widthOf(ctx, name.text, plain);
      if (width > name.room * scale + 8) continue;
      const isPlace = name.kind === "place";
      wanted.push({
        text: name.text,
        x: corner.x + name.x * scale,
        y: corner.y + name.y * scale + (isPlace ? 11 : 0),
        angle: readable(name.angle),
        width: width + 8,
        height: isPlace ? 24 : 18,
        rank: name.rank,
        gap: name.kind === "place" ? 120 : name.kind === "road" ? 260 : 400,
        colour: name.kind === "road" ? palette.ink : palette.muted,
        font: plain,
        dot: isPlace,
      });
    }
  }
  for (const { cell, room, isSelected } of cells) {
    const text = cellName(cell);
    const width = widthOf(ctx, text, strong);
    if (!isSelected && (view.zoom < 16 || width > room)) continue;
    wanted.push({
      text,
      ...view.at(cell.lng, cell.lat),
      angle: 0,
      width: width + 8,
      height: 18,
      rank: isSelected ? 0 : 4.5,
      gap: 40,
      colour: isSelected ? palette.ink : palette.accent,
      font: strong,
      dot: false,
    });
  }
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3;
  ctx.strokeStyle = palette["map-land"];
  for (const label of placeLabels(wanted, taken)) drawWords(ctx, label);
}

const steep = 0.85;
const stackable = /^[\p{Script=Han}()（）·0-9]+$/u;

function drawWords(ctx: Ctx, { text, x, y, angle, colour, font, dot }: Words): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.font = font;
  ctx.fillStyle = colour;
  const write = (part: string, down: number) => {
    ctx.strokeText(part, 0, down);
    ctx.fillText(part, 0, down);
  };
  if (Math.abs(angle) > steep && stackable.test(text)) {
    // Chinese along an upright street stands upright, one character under the other.
    ctx.rotate(angle - Math.sign(angle) * (Math.PI / 2));
    const letters = [...text];
    for (const [at, letter] of letters.entries()) write(letter, (at - (letters.length - 1) / 2) * 13);
  } else {
    ctx.rotate(angle);
    write(text, dot ? 2 : 0);
  }
  if (dot) {
    ctx.beginPath();
    ctx.arc(0, -10, 2.5, 0, Math.PI * 2);
    ctx.fill();
  }
  ctx.restore();
}

export function drawMarks(
  ctx: Ctx,
  view: OverlayView,
  marks: readonly MapMark[],
  { selected, hovered, palette }: { selected: string | null; hovered: string | null; palette: Palette },
): void {
  const weight = ({ id }: MapMark) => (id === selected ? 2 : id === hovered ? 1 : 0);
  for (const mark of marks.toSorted((a, b) => weight(a) - weight(b))) {
    const spot = view.at(mark.lng, mark.lat);
    const isStrong = weight(mark) > 0;
    drawSymbol(ctx, spot, mark.group, palette, isStrong ? 20 : 16);
    if (isStrong) drawRing(ctx, spot, weight(mark) === 2 ? palette.ink : palette.accent);
  }
}

export function drawRing(ctx: Ctx, { x, y }: { x: number; y: number }, colour: string): void {
  ctx.beginPath();
  ctx.arc(x, y, 16, 0, Math.PI * 2);
  ctx.lineWidth = 3;
  ctx.strokeStyle = colour;
  ctx.stroke();
}

export function drawPosition(
  ctx: Ctx,
  view: OverlayView,
  { lng, lat, accuracyMetres }: Position,
  palette: Palette,
): void {
  const spot = view.at(lng, lat);
  const north = view.at(lng, lat + accuracyMetres / 111_320);
  ctx.fillStyle = palette.accent;
  ctx.globalAlpha = 0.15;
  ctx.beginPath();
  ctx.arc(spot.x, spot.y, Math.max(8, spot.y - north.y), 0, Math.PI * 2);
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.beginPath();
  ctx.arc(spot.x, spot.y, 6, 0, Math.PI * 2);
  ctx.fill();
  ctx.lineWidth = 2;
  ctx.strokeStyle = palette.panel;
  ctx.stroke();
}
