import * as L from "leaflet";
import type { RasterBasemap } from "@/lib/domain/raster-basemap";
import type { Position } from "../use-position";
import { type BasemapTile, decodeBasemap, paintBasemap } from "./basemap";
import { CanvasTiles, isAbort, stretchOf, tilePixels, tileUnits } from "./canvas-tiles";
import { cellBreaks } from "./cell-scale";
import { type CellPiece, type CellTile, cellAt, decodeCells, type MapCell, paintCells } from "./cells";
import { drawLabels, drawMarks, drawOutline, drawPosition, drawRing } from "./draw-overlays";
import { nearestWithin, type Spot, type SpotBox } from "./geometry";
import { OverlayCanvas, type OverlayView } from "./overlay-canvas";
import { onPaletteChange, type Palette, readPalette } from "./palette";
import { PinMarker } from "./pin-marker";
import { RasterLayer } from "./raster-layer";
import {
  type Cluster,
  clusterRadius,
  decodeTickets,
  paintTickets,
  type TicketPoint,
  type TicketTile,
  ticketAt,
} from "./tickets";
import { type TileId, TileStore } from "./tile-store";
import type { CityMapProps, MapBox, MapMark, MapPoint } from "./types";

export type Under =
  | { kind: "mark"; mark: MapMark }
  | { kind: "ticket"; ticket: TicketPoint }
  | { kind: "cluster"; cluster: Cluster; at: MapPoint }
  | { kind: "cell"; cell: MapCell };

/** What the scene needs in words, and what it tells. */
export type SceneOptions = {
  box: MapBox;
  pinLabel: string;
  countText: (count: number) => string;
  cellName: (cell: { name: string; nameEn: string | null }) => string;
  onHover: (under: Under | null) => void;
  onChosen: (under: Under | null) => void;
  /** Pictures from a server instead of our own drawing. */
  raster: RasterBasemap | null;
  isEnglish: boolean;
  /** Whether that server is away and our own drawing stands in for it. */
  onRasterAway: (isAway: boolean) => void;
  /** Whether tiles are missing because they could not be read. */
  onBroken: (isBroken: boolean) => void;
};

const panes = {
  raster: 190,
  base: 200,
  cells: 250,
  outlines: 280,
  labels: 300,
  tickets: 350,
  marks: 420,
  pin: 620,
};

/**
 * Everything that is drawn on the map, and what lies under a place of it. The layers are made once; new properties
 * change what they draw.
 */
export class MapScene {
  #props: CityMapProps | null = null;
  #palette: Palette = readPalette();
  #hovered: Under | null = null;
  #position: Position | null = null;
  /** A chosen cell that the map must still bring into view. */
  #reveal: number | null = null;
  #breaks: readonly number[] | null = null;
  #show: "open" | "all" = "open";
  #hoverFrame = 0;
  readonly #loading = new Set<L.GridLayer>();

  readonly #basemap = new TileStore<BasemapTile>(urlOf("basemap"), decodeBasemap);
  readonly #cells = new TileStore<CellTile>(urlOf("cells"), decodeCells);
  #tickets = this.#ticketStore();
  readonly #baseLayer: CanvasTiles<BasemapTile>;
  readonly #cellLayer: CanvasTiles<CellTile>;
  readonly #raster: RasterLayer | null;
  #ticketLayer: CanvasTiles<TicketTile> | null = null;
  readonly #outlines: OverlayCanvas;
  readonly #labels: OverlayCanvas;
  readonly #marks: OverlayCanvas;
  readonly #pin: PinMarker;
  readonly #bounds: L.LatLngBounds;
  readonly #leave: () => void;

  constructor(
    readonly map: L.Map,
    readonly options: SceneOptions,
  ) {
    const { box } = options;
    for (const [name, zIndex] of Object.entries(panes)) {
      map.createPane(name).style.zIndex = String(zIndex);
    }
    this.#bounds = L.latLngBounds([box.south, box.west], [box.north, box.east]).pad(0.6);
    this.#baseLayer = new CanvasTiles(
      this.#basemap,
      (ctx, value, tile) => paintBasemap(ctx, value, tile.z + 1, this.#palette),
      { pane: "base", bounds: this.#bounds, onChange: () => this.#labels.redraw() },
    );
    this.#cellLayer = new CanvasTiles(this.#cells, (ctx, value) => this.#paintCells(ctx, value), {
      pane: "cells",
      bounds: this.#bounds,
      onChange: () => this.#cellsChanged(),
    });
    this.#outlines = new OverlayCanvas("outlines", (ctx, view) => this.#drawOutlines(ctx, view));
    this.#labels = new OverlayCanvas("labels", (ctx, view) => this.#drawLabels(ctx, view));
    this.#marks = new OverlayCanvas("marks", (ctx, view) => this.#drawMarks(ctx, view));
    this.#pin = new PinMarker(map, "pin", options.pinLabel, (point) => this.#props?.onPin?.(point));
    const onError = (event: L.TileErrorEvent) => {
      if (!isAbort(event.error)) options.onBroken(true);
    };
    for (const layer of [this.#baseLayer, this.#cellLayer]) this.#follow(layer.on("tileerror", onError));
    this.#raster = options.raster
      ? new RasterLayer(options.raster, {
          pane: "raster",
          isEnglish: options.isEnglish,
          onAway: () => this.#replaceRaster(),
        })
      : null;
    for (const layer of this.#raster?.layers ?? []) this.#follow(layer);
    if (this.#raster) this.#raster.addTo(map);
    else this.#baseLayer.addTo(map);
    for (const layer of [this.#outlines, this.#labels, this.#marks]) layer.addTo(map);
    map.on("click", this.#onClick).on("mousemove", this.#onMouse).on("mouseout", this.#onOut);
    const unwatch = onPaletteChange((palette) => this.#recolour(palette));
    this.#leave = () => {
      cancelAnimationFrame(this.#hoverFrame);
      unwatch();
      map.off("click", this.#onClick).off("mousemove", this.#onMouse).off("mouseout", this.#onOut);
    };
  }

  destroy(): void {
    this.#leave();
    this.#pin.remove();
    this.#raster?.remove();
    for (const layer of [
      this.#baseLayer,
      this.#cellLayer,
      this.#ticketLayer,
      this.#outlines,
      this.#labels,
      this.#marks,
    ])
      layer?.remove();
    for (const store of [this.#basemap, this.#cells, this.#tickets]) store.clear();
  }

  set(props: CityMapProps): void {
    const before = this.#props;
    this.#props = props;
    this.#setCells(before, props);
    this.#setTickets(before, props);
    this.#pin.set(props.pin ?? null, props.onPin !== undefined);
    this.#marks.redraw();
    if (before?.marks !== props.marks || before?.tickets?.selected !== props.tickets?.selected)
      this.#labels.redraw();
  }

  /** Asks again for what could not be read. */
  retry(): void {
    this.options.onBroken(false);
    for (const layer of [this.#baseLayer, this.#cellLayer, this.#ticketLayer])
      if (layer && this.map.hasLayer(layer)) layer.redraw();
  }

  /** A blank map helps nobody: what we know ourselves is drawn instead. */
  #replaceRaster(): void {
    this.#raster?.remove();
    this.#baseLayer.addTo(this.map);
    this.#labels.redraw();
    this.options.onRasterAway(true);
  }

  /** Tries the server of the raster basemap once more. */
  retryRaster(): void {
    if (!this.#raster) return;
    this.options.onRasterAway(false);
    this.#baseLayer.remove();
    this.#raster.addTo(this.map);
    this.#labels.redraw();
  }

  showPosition(position: Position | null): void {
    this.#position = position;
    this.#marks.redraw();
  }

  /** What lies at a place of the container, the smallest first; `reach` in pixels, larger for a finger. */
  under(point: L.Point, reach: number): Under | null {
    const props = this.#props;
    if (!props) return null;
    if (props.marks && props.onMark) {
      const marks = props.marks.map((mark) => ({
        mark,
        ...this.map.latLngToContainerPoint([mark.lat, mark.lng]),
      }));
      const hit = nearestWithin(point, marks, () => reach);
      if (hit) return { kind: "mark", mark: hit.mark };
    }
    const { tile, spot } = this.#tileAt(point);
    if (props.tickets) {
      const hit = ticketAt(this.#tickets.peek(tile), spot, reach / stretchOf(this.map));
      if (hit?.kind === "ticket" && props.tickets.onSelect) return hit;
      if (hit?.kind === "cluster") {
        const corner = L.point(tile.x * tilePixels, tile.y * tilePixels);
        const { lat, lng } = this.map.unproject(corner.add([hit.cluster.x, hit.cluster.y]), tile.z + 1);
        return { ...hit, at: { lng, lat } };
      }
    }
    if (!props.cells) return null;
    const units = tileUnits / tilePixels;
    const cell = cellAt(this.#cells.peek(tile), { x: spot.x * units, y: spot.y * units });
    return cell ? { kind: "cell", cell } : null;
  }

  /** What a click or the Enter key does there. */
  choose(point: L.Point, reach: number): void {
    const props = this.#props;
    if (!props) return;
    if (props.onPin) {
      const { lng, lat } = this.map.containerPointToLatLng(point);
      props.onPin({ lng, lat });
      return;
    }
    const under = this.under(point, reach);
    this.options.onChosen(under);
    switch (under?.kind) {
      case "mark":
        props.onMark?.(under.mark.id);
        break;
      case "ticket":
        props.tickets?.onSelect?.(under.ticket.number);
        break;
      case "cluster": {
        const zoom = Math.min(this.map.getMaxZoom(), Math.round(this.map.getZoom()) + 2);
        this.map.setView([under.at.lat, under.at.lng], zoom);
        break;
      }
      case "cell": {
        const { key, code, name, nameEn } = under.cell;
        props.cells?.onSelect?.({ key, code, name, nameEn });
        break;
      }
      case undefined:
        props.cells?.onSelect?.(null);
    }
  }

  readonly #onClick = (event: L.LeafletMouseEvent) => {
    const isTouch = (event.originalEvent as PointerEvent).pointerType === "touch";
    this.choose(event.containerPoint, isTouch ? 22 : 12);
  };

  readonly #onMouse = (event: L.LeafletMouseEvent) => {
    cancelAnimationFrame(this.#hoverFrame);
    this.#hoverFrame = requestAnimationFrame(() => this.hover(this.under(event.containerPoint, 12)));
  };

  readonly #onOut = () => {
    cancelAnimationFrame(this.#hoverFrame);
    this.hover(null);
  };

  /** Also for the place under the cross, when the map is used by keyboard. */
  hover(under: Under | null): void {
    if (isSame(this.#hovered, under)) return;
    const { onHoverMark, onPin } = this.#props ?? {};
    const [before, after] = [this.#hovered, under].map((one) => (one?.kind === "mark" ? one.mark.id : null));
    this.#hovered = under;
    this.map.getContainer().style.cursor = under && !onPin ? "pointer" : onPin ? "crosshair" : "";
    this.#outlines.redraw();
    this.options.onHover(under);
    if (before !== after) onHoverMark?.(after ?? null);
  }

  /** In CSS pixels of the tile, before any stretching. */
  #tileAt(point: L.Point): { tile: TileId; spot: Spot } {
    const zoom = Math.round(this.map.getZoom());
    const world = this.map.project(this.map.containerPointToLatLng(point), zoom);
    const [x, y] = [Math.floor(world.x / tilePixels), Math.floor(world.y / tilePixels)];
    return {
      tile: { z: zoom - 1, x, y },
      spot: { x: world.x - x * tilePixels, y: world.y - y * tilePixels },
    };
  }

  *#tiles(): Generator<TileId> {
    const { min, max } = this.map.getPixelBounds();
    if (!min || !max) return;
    const z = Math.round(this.map.getZoom()) - 1;
    const side = tilePixels * stretchOf(this.map);
    for (let x = Math.floor(min.x / side); x <= Math.floor(max.x / side); x += 1) {
      for (let y = Math.floor(min.y / side); y <= Math.floor(max.y / side); y += 1) yield { z, x, y };
    }
  }

  #known<T>(store: TileStore<T>): { tile: TileId; value: T }[] {
    return [...this.#tiles()].flatMap((tile) => {
      const value = store.peek(tile);
      return value === undefined ? [] : [{ tile, value }];
    });
  }

  #pieces(key: number): { tile: TileId; piece: CellPiece }[] {
    return this.#known(this.#cells).flatMap(({ tile, value }) =>
      value.pieces.filter((piece) => piece.key === key).map((piece) => ({ tile, piece })),
    );
  }

  #setCells(before: CityMapProps | null, { cells }: CityMapProps): void {
    const old = before?.cells;
    if (!cells) {
      this.#cellLayer.remove();
    } else if (!old || !this.map.hasLayer(this.#cellLayer)) {
      this.#cellLayer.addTo(this.map);
    } else if (
      old.measure !== cells.measure ||
      old.mine?.join() !== cells.mine?.join() ||
      old.breaks?.join() !== cells.breaks?.join()
    ) {
      if (old.measure !== cells.measure) this.#breaks = null;
      this.#cellLayer.repaint();
    }
    if (old?.selected !== cells?.selected) {
      this.#reveal = cells?.selected ?? null;
      this.#bringIntoView();
      this.#outlines.redraw();
      this.#labels.redraw();
    }
  }

  #setTickets(before: CityMapProps | null, { tickets }: CityMapProps): void {
    const old = before?.tickets;
    if (!tickets) {
      this.#ticketLayer?.remove();
      this.#ticketLayer = null;
      return;
    }
    if (!this.#ticketLayer || this.#show !== tickets.show) {
      this.#ticketLayer?.remove();
      this.#tickets.clear();
      this.#show = tickets.show;
      this.#tickets = this.#ticketStore();
      this.#ticketLayer = new CanvasTiles(
        this.#tickets,
        (ctx, value, _tile, stretch) =>
          paintTickets(ctx, value, { palette: this.#palette, countText: this.options.countText, stretch }),
        { pane: "tickets", bounds: this.#bounds, onChange: () => this.#ticketsChanged() },
      );
      this.#ticketLayer.on("tileerror", (event: L.TileErrorEvent) => {
        if (!isAbort(event.error)) this.options.onBroken(true);
      });
      this.#follow(this.#ticketLayer);
      this.#ticketLayer.addTo(this.map);
    } else if (old && old.stamp !== tickets.stamp) {
      void this.#ticketLayer.refresh();
      if (this.map.hasLayer(this.#cellLayer)) void this.#cellLayer.refresh();
    }
  }

  /** Screen readers, and whoever takes a picture, are told while something is still missing. */
  #follow(layer: L.GridLayer): void {
    const tell = (isLoading: boolean) => () => {
      if (isLoading) this.#loading.add(layer);
      else this.#loading.delete(layer);
      this.map.getContainer().setAttribute("aria-busy", String(this.#loading.size > 0));
    };
    layer.on("loading", tell(true)).on("load", tell(false)).on("remove", tell(false));
  }

  #ticketStore(): TileStore<TicketTile> {
    return new TileStore(urlOf("tickets", `?show=${this.#show}`), decodeTickets);
  }

  #ticketsChanged(): void {
    this.#labels.redraw();
    this.#marks.redraw();
  }

  #cellsChanged(): void {
    this.#bringIntoView();
    this.#outlines.redraw();
    this.#labels.redraw();
  }

  /** The chosen cell comes into view as soon as it is known where it lies. */
  #bringIntoView(): void {
    if (this.#reveal === null) return;
    const [found] = this.#pieces(this.#reveal);
    if (!found) return;
    this.#reveal = null;
    const place = L.latLng(found.piece.lat, found.piece.lng);
    if (!this.map.getBounds().pad(-0.1).contains(place)) this.map.panTo(place);
  }

  #paintCells(ctx: CanvasRenderingContext2D, value: CellTile): void {
    const { measure = "none", breaks, mine } = this.#props?.cells ?? {};
    if (measure !== "none" && !breaks && !this.#breaks) {
      const rows = new Map(
        this.#known(this.#cells).flatMap(({ value }) => value.pieces.map((piece) => [piece.key, piece])),
      );
      if (rows.size > 0) this.#breaks = cellBreaks([...rows.values()], measure);
    }
    const look = { measure, breaks: breaks ?? this.#breaks ?? [], mine: mine ? new Set(mine) : null };
    paintCells(ctx, value, look, this.#palette);
  }

  #drawOutlines(ctx: CanvasRenderingContext2D, view: OverlayView): void {
    const palette = this.#palette;
    const selected = this.#props?.cells?.selected;
    const hovered = this.#hovered;
    if (hovered?.kind === "cell" && hovered.cell.key !== selected)
      drawOutline(ctx, view, this.#pieces(hovered.cell.key), [{ colour: palette.accent, width: 2 }]);
    if (selected)
      drawOutline(ctx, view, this.#pieces(selected), [
        { colour: palette.panel, width: 6 },
        { colour: palette.ink, width: 3 },
      ]);
  }

  #drawLabels(ctx: CanvasRenderingContext2D, view: OverlayView): void {
    const selected = this.#props?.cells?.selected ?? null;
    const cells = new Map<number, { cell: MapCell; room: number; isSelected: boolean }>();
    for (const { value } of this.#props?.cells ? this.#known(this.#cells) : []) {
      for (const piece of value.pieces) {
        const room = ((piece.box.right - piece.box.left) * tilePixels * view.stretch) / tileUnits - 8;
        const known = cells.get(piece.key);
        if (!known || known.room < room)
          cells.set(piece.key, { cell: piece, room, isSelected: piece.key === selected });
      }
    }
    drawLabels(ctx, view, {
      // Pictures have their names in them.
      basemap: this.map.hasLayer(this.#baseLayer) ? this.#known(this.#basemap) : [],
      cells: [...cells.values()],
      cellName: this.options.cellName,
      taken: this.#taken(view),
      palette: this.#palette,
    });
  }

  /** Where counts and marks stand: no words there. */
  #taken(view: OverlayView): SpotBox[] {
    const around = ({ x, y }: Spot, radius: number) => ({
      left: x - radius,
      right: x + radius,
      top: y - radius,
      bottom: y + radius,
    });
    const marks = (this.#props?.marks ?? []).map(({ lng, lat }) => around(view.at(lng, lat), 11));
    if (!this.#ticketLayer) return marks;
    return this.#known(this.#tickets).reduce((boxes, { tile, value }) => {
      const corner = view.fromTile(tile);
      const shift = ({ x, y }: Spot) => ({ x: x * view.stretch + corner.x, y: y * view.stretch + corner.y });
      for (const cluster of value.clusters) boxes.push(around(shift(cluster), clusterRadius(cluster.count)));
      for (const point of value.points) boxes.push(around(shift(point), 9));
      return boxes;
    }, marks);
  }

  #drawMarks(ctx: CanvasRenderingContext2D, view: OverlayView): void {
    const props = this.#props;
    if (!props) return;
    const palette = this.#palette;
    if (this.#position) drawPosition(ctx, view, this.#position, palette);
    const number = props.tickets?.selected;
    if (number) {
      for (const { tile, value } of this.#known(this.#tickets)) {
        const ticket = value.points.find((point) => point.number === number);
        if (!ticket) continue;
        const corner = view.fromTile(tile);
        const { stretch } = view;
        drawRing(ctx, { x: corner.x + ticket.x * stretch, y: corner.y + ticket.y * stretch }, palette.ink);
        break;
      }
    }
    drawMarks(ctx, view, props.marks ?? [], {
      selected: props.selectedMark ?? null,
      hovered: props.hoveredMark ?? (this.#hovered?.kind === "mark" ? this.#hovered.mark.id : null),
      palette,
    });
  }

  /** In one go, because paper does not wait for the next frame. */
  #recolour(palette: Palette): void {
    if (JSON.stringify(palette) === JSON.stringify(this.#palette)) return;
    this.#palette = palette;
    for (const layer of [this.#baseLayer, this.#cellLayer, this.#ticketLayer]) layer?.renew();
    for (const overlay of [this.#outlines, this.#labels, this.#marks]) overlay.renew();
  }
}

function urlOf(layer: string, query = "") {
  return ({ z, x, y }: TileId) => `/tiles/${layer}/${z}/${x}/${y}.mvt${query}`;
}

function isSame(a: Under | null, b: Under | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === "cell") return b.kind === "cell" && a.cell.key === b.cell.key;
  if (a.kind === "mark") return b.kind === "mark" && a.mark.id === b.mark.id;
  if (a.kind === "ticket") return b.kind === "ticket" && a.ticket.number === b.ticket.number;
  return b.kind === "cluster" && a.cluster === b.cluster;
}
