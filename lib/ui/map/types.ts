import type { StateGroup } from "@/lib/domain/states";
import type { CellMeasure } from "./cell-scale";

export type MapView = { lng: number; lat: number; zoom: number };
/** Degrees. */
export type MapBox = { west: number; south: number; east: number; north: number };
export type CellChoice = { key: number; code: string; name: string; nameEn: string | null };
export type MapMark = { id: string; lng: number; lat: number; group: StateGroup; label: string };
export type MapPoint = { lng: number; lat: number };
/** Where the city lies, and what must stand beside its map. */
export type MapFrame = { box: MapBox; attribution: string; reviewNumber: string };

export type CityMapProps = {
  /** Accessible name of the map. */
  label: string;
  /** Shown first when there is no view. */
  box: MapBox;
  /** First view, from the address. */
  view?: MapView | undefined;
  /** After the map was moved. */
  onView?: ((view: MapView) => void) | undefined;
  cells?:
    | {
        measure: CellMeasure | "none";
        selected?: number | null | undefined;
        onSelect?: ((cell: CellChoice | null) => void) | undefined;
        /** Only these are drawn strong (my cells). */
        mine?: readonly number[] | undefined;
        /** Of the legend beside the map (`cellScale`); without it the map takes them from what it has loaded. */
        breaks?: readonly number[] | undefined;
      }
    | undefined;
  tickets?:
    | {
        show: "open" | "all";
        selected?: string | null | undefined;
        onSelect?: ((number: string) => void) | undefined;
        /** Changes when the tickets are to be read again. */
        stamp?: string | undefined;
      }
    | undefined;
  /** For example my tasks, or the rows of the list beside the map. */
  marks?: readonly MapMark[] | undefined;
  selectedMark?: string | null | undefined;
  onMark?: ((id: string) => void) | undefined;
  hoveredMark?: string | null | undefined;
  onHoverMark?: ((id: string | null) => void) | undefined;
  pin?: MapPoint | null | undefined;
  /** Picking a place: tap, drag, or arrow keys. */
  onPin?: ((point: MapPoint) => void) | undefined;
  /** The map goes there when it changes. */
  focus?: { lng: number; lat: number; zoom?: number | undefined } | null | undefined;
  /** Where the map's data come from, as its licence asks (`loadMapFrame`). */
  attribution?: string | undefined;
  /** The map review number (审图号) of the city's setting. */
  reviewNumber?: string | undefined;
  /** Gives the size; as high as its place without one. */
  className?: string | undefined;
};
