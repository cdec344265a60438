import * as L from "leaflet";
import type { MapPoint } from "./types";

const size = { width: 44, height: 52 };
/** Pixels that an arrow key moves the pin; with Shift one. */
const step = 10;
const steps: Record<string, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** An icon built of elements: no picture is fetched, no text becomes markup. */
class PinIcon extends L.Icon<L.BaseIconOptions> {
  constructor() {
    super({ iconSize: [size.width, size.height], iconAnchor: [size.width / 2, size.height - 4] } as never);
  }

  override createIcon(): HTMLElement {
    const element = document.createElement("div");
    element.className = "leaflet-marker-icon map-pin";
    element.style.width = `${size.width}px`;
    element.style.height = `${size.height}px`;
    element.style.marginLeft = `${-size.width / 2}px`;
    element.style.marginTop = `${4 - size.height}px`;
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    picture.setAttribute("viewBox", "0 0 44 52");
    picture.setAttribute("aria-hidden", "true");
    for (const [tag, attributes] of [
      ["path", { d: "M22 48C16 37 8 30 8 20A14 14 0 0 1 36 20C36 30 28 37 22 48Z", class: "map-pin-body" }],
      ["circle", { cx: "22", cy: "20", r: "5.5", class: "map-pin-eye" }],
    ] as const) {
      const shape = document.createElementNS(space, tag);
      for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
      picture.append(shape);
    }
    element.append(picture);
    return element;
  }

  override createShadow(): HTMLElement {
    return null as never;
  }
}

/** The picked place: dragged by finger or mouse, moved by arrow keys when it has the focus. */
export class PinMarker {
  #marker: L.Marker | null = null;
  /** As last told from outside; while a finger drags the marker, the same is told again and means nothing. */
  #told: MapPoint | null = null;

  constructor(
    readonly map: L.Map,
    readonly pane: string,
    readonly label: string,
    readonly onMove: (point: MapPoint) => void,
  ) {}

  set(point: MapPoint | null, canMove: boolean): void {
    if (!point) {
      this.remove();
      return;
    }
    const isNew = this.#told?.lng !== point.lng || this.#told.lat !== point.lat;
    this.#told = point;
    if (this.#marker) {
      if (isNew) this.#marker.setLatLng([point.lat, point.lng]);
      return;
    }
    const marker = L.marker([point.lat, point.lng], {
      icon: new PinIcon(),
      pane: this.pane,
      draggable: canMove,
      autoPan: true,
      keyboard: canMove,
      alt: this.label,
      interactive: canMove,
    });
    this.#marker = marker.addTo(this.map);
    const element = marker.getElement();
    element?.setAttribute("aria-label", this.label);
    if (!canMove) {
      element?.setAttribute("role", "img");
      return;
    }
    element?.setAttribute("role", "button");
    marker.on("dragend", () => this.#tell());
    element?.addEventListener("keydown", (event) => this.#onKey(event));
  }

  remove(): void {
    this.#marker?.remove();
    this.#marker = null;
    this.#told = null;
  }

  #onKey(event: KeyboardEvent): void {
    const direction = steps[event.key];
    if (!direction || !this.#marker) return;
    // Else the map would move under the pin.
    event.preventDefault();
    event.stopPropagation();
    const by = event.shiftKey ? 1 : step;
    const { map } = this;
    const at = map.latLngToLayerPoint(this.#marker.getLatLng());
    this.#marker.setLatLng(map.layerPointToLatLng(at.add([direction[0] * by, direction[1] * by])));
    if (!map.getBounds().pad(-0.05).contains(this.#marker.getLatLng())) map.panTo(this.#marker.getLatLng());
    this.#tell();
  }

  #tell(): void {
    const at = this.#marker?.getLatLng();
    if (at) this.onMove({ lng: at.lng, lat: at.lat });
  }
}
