import { listTicketsInput } from "@/lib/features/tickets/list-tickets";
import type { DeskMapView, Params } from "./desk-href";

/** The list's words of an address, and beside them which ticket is open and how the map stands. */
export type DeskAddress = {
  /** What the list is asked for; without a view, which follows from the person's posts. */
  list: ReturnType<typeof readList>;
  /** Everything understood, as it stood: links are made of it. */
  params: Params;
  ticket: string | null;
  mapView: DeskMapView | null;
  /** `null`: the address says nothing, so the person's own habit holds. */
  isMapOn: boolean | null;
  /** Whether the map shows every open ticket in view, not only the rows of the list. */
  isEveryTicketShown: boolean;
  /** Names of what was not understood and left out. */
  ignored: string[];
};

const listNames = Object.keys(listTicketsInput.shape).filter((name) => name !== "pageSize");

export type Search = Record<string, string | string[] | undefined>;

/** A query as a page is given it. */
export function searchOf(query: URLSearchParams): Search {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
}

/** Reads an address of the desk. What it does not understand is left out and named, never an error. */
export function readDeskAddress(search: Search): DeskAddress {
  const ignored = new Set<string>();
  const params: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(search)) {
    const values = [value ?? []]
      .flat()
      .map((each) => each.trim())
      .filter(Boolean);
    if (values.length > 0 && listNames.includes(name))
      params[name] = name === "states" ? [...new Set(values)] : values.slice(0, 1);
  }
  let list = listTicketsInput.safeParse(plain(params));
  if (!list.success) {
    for (const { path } of list.error.issues) {
      const name = String(path[0]);
      ignored.add(name);
      delete params[name];
    }
    list = listTicketsInput.safeParse(plain(params));
  }
  const ticket = one(search.ticket);
  const isNumber = ticket !== undefined && /^\d{12,16}$/.test(ticket);
  if (ticket && !isNumber) ignored.add("ticket");
  if (ticket && isNumber) params.ticket = [ticket];
  const map = one(search.map);
  const mapView = map ? readMapView(map) : null;
  if (one(search.layer) === "tickets") params.layer = ["tickets"];
  if (map && (mapView || map === "on" || map === "off")) params.map = [map];
  else if (map) ignored.add("map");
  return {
    list: readList(params),
    params,
    ticket: isNumber ? ticket : null,
    mapView,
    isMapOn: map === "off" ? false : params.map ? true : null,
    isEveryTicketShown: params.layer !== undefined,
    ignored: [...ignored],
  };
}

function readList(params: Params) {
  const { view, ...rest } = listTicketsInput.parse(plain(params));
  return { ...rest, view: params.view ? view : undefined };
}

const plain = (params: Params) =>
  Object.fromEntries(
    Object.entries(params).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );

const one = (value: string | string[] | undefined) => [value ?? []].flat()[0]?.trim() || undefined;

/** `120.15,31.17,14`: where the map stands, as the address tells it. */
function readMapView(text: string): DeskMapView | null {
  const parts = text.split(",").map(Number);
  const [lng = Number.NaN, lat = Number.NaN, zoom = Number.NaN] = parts;
  const isView = parts.length === 3 && Math.abs(lng) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 22;
  return isView ? { lng, lat, zoom } : null;
}
