import type { FormState } from "@/lib/domain/form-state";
import { sendPhoto } from "@/lib/ui/send-photo";
import { lookAtPlace } from "../../_place/actions";
import { fieldReportAction, selfHandleAction } from "../actions";
import {
  type Entry,
  type Hold,
  type KeptBatch,
  type KeptPhoto,
  readEntries,
  removeEntry,
  writeEntry,
} from "./outbox-store";

/** What has arrived since the page was opened, newest first; for saying so. */
export type Arrived = { key: string; number: string | null; isSolved: boolean };
export type Outbox = {
  owner: string | null;
  /** Null until the browser's database was read. */
  entries: readonly Entry[] | null;
  isSending: boolean;
  hold: Hold | null;
  arrived: readonly Arrived[];
  isStorageBroken: boolean;
};

let state: Outbox = {
  owner: null,
  entries: null,
  isSending: false,
  hold: null,
  arrived: [],
  isStorageBroken: false,
};
const listeners = new Set<() => void>();

function change(part: Partial<Outbox>): void {
  state = { ...state, ...part };
  for (const listener of listeners) listener();
}

export const emptyOutbox: Outbox = state;
export const readOutbox = () => state;
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Reads what this person left on this device, and tries to send what waits. */
export async function openOutbox(owner: string): Promise<void> {
  // Within one page this module knows better than the database, whose writes are still on their way.
  if (state.owner === owner && state.entries) return sendWaiting();
  if (state.owner !== owner) change({ owner, entries: null, hold: null, arrived: [] });
  try {
    const kept = await readEntries(owner);
    // What was put in while the database was still being read is newer.
    const newer = (state.entries ?? []).filter(({ key }) => !kept.some((entry) => entry.key === key));
    if (state.owner === owner) change({ entries: [...kept, ...newer] });
  } catch {
    change({ entries: state.entries ?? [], isStorageBroken: true });
  }
  await sendWaiting();
}

/** Keeps an entry, here and in the browser's database. */
export async function keep(entry: Entry): Promise<void> {
  const others = (state.entries ?? []).filter(({ key }) => key !== entry.key);
  change({ entries: [...others, entry].toSorted((a, b) => a.at - b.at) });
  try {
    await writeEntry(entry);
    if (state.isStorageBroken) change({ isStorageBroken: false });
  } catch {
    // No room, or a private window: the page still holds it, and says so.
    change({ isStorageBroken: true });
  }
}

export async function forget(key: string): Promise<void> {
  change({ entries: (state.entries ?? []).filter((entry) => entry.key !== key) });
  await removeEntry(key).catch(() => change({ isStorageBroken: true }));
}

let chosenKey: string | null = null;

/** The entry that the form is to open next; not in the address, which is no place for keys. */
export function chooseEntry(key: string): void {
  chosenKey = key;
}

export function takeChosen(): string | null {
  const key = chosenKey;
  chosenKey = null;
  return key;
}

const lockName = "gridkeep-field-outbox";

/** Sends what waits, oldest first, one at a time; also across tabs, where the browser can tell. */
export async function sendWaiting(): Promise<void> {
  if (state.isSending) return;
  if (!state.entries?.some(({ stage }) => stage === "waiting")) return;
  change({ isSending: true });
  try {
    // Without locks (no secure context) two tabs may both send: the key keeps it to one effect.
    if (navigator.locks)
      await navigator.locks.request(lockName, { ifAvailable: true }, async (lock) => {
        if (lock) await sendAll();
      });
    else await sendAll();
  } finally {
    change({ isSending: false });
  }
}

async function sendAll(): Promise<void> {
  for (;;) {
    const entry = state.entries?.find(({ stage }) => stage === "waiting");
    if (!entry) {
      change({ hold: null });
      return;
    }
    const hold = await sendOne(entry);
    if (hold) {
      change({ hold });
      return;
    }
  }
}

/** Null when the entry is done with, one way or the other; else why the rest must wait too. */
async function sendOne(waiting: Entry): Promise<Hold | null> {
  let entry = waiting;
  const save = (part: Partial<Entry>) => {
    entry = { ...entry, ...part };
    return keep(entry);
  };
  for (const photo of entry.photos) {
    if (photo.batch === "after" && !entry.isSolved) continue;
    if (photo.token && (entry.wasTried || !isStale(photo.token.at))) continue;
    const answer = await sendPhoto(photo.blob, () => undefined).answer;
    if ("problem" in answer) {
      if (answer.problem === "unavailable" || answer.problem === "rate_limited") return "later";
      await save({ stage: "refused", photoProblem: { name: photo.name, problem: answer.problem } });
      return null;
    }
    const token = { value: answer.token, at: Date.now() };
    await save({ photos: entry.photos.map((each) => (each.id === photo.id ? { ...each, token } : each)) });
  }
  let answer: FormState;
  try {
    if (entry.placeWords.trim() === "" && entry.point) {
      const { lng, lat } = entry.point;
      const look = await lookAtPlace({ lng, lat });
      const found = look.status === "found" ? look.found : null;
      if (found && !found.isInside) {
        const refusal = { code: "outside_city" as const, fields: {}, metres: found.metresOutside };
        await save({ stage: "refused", refusal });
        return null;
      }
      if (found) await save({ placeWords: found.words });
    }
    await save({ wasTried: true });
    answer = await (entry.isSolved ? selfHandleAction : fieldReportAction)({ status: "idle" }, formOf(entry));
  } catch {
    return "later";
  }
  return settle(entry, answer);
}

/** Uploads that no command took are swept after a day; four hours are left for the way. */
function isStale(at: number): boolean {
  return Date.now() - at > 20 * 3_600_000;
}

async function settle(entry: Entry, answer: FormState): Promise<Hold | null> {
  const arrive = async (number: string | null) => {
    change({ arrived: [{ key: entry.key, number, isSolved: entry.isSolved }, ...state.arrived].slice(0, 5) });
    await forget(entry.key);
    return null;
  };
  if (answer.status === "done") return arrive(String(answer.detail.number ?? ""));
  if (answer.status !== "refused") return "later";
  switch (answer.code) {
    case "not_signed_in":
    case "password_change_required":
      return "signed_out";
    case "unavailable":
    case "rate_limited":
    case "conflict":
      return "later";
    case "idempotency_mismatch":
      // This key was made for this entry alone: an earlier try of it has arrived.
      return arrive(null);
    default:
      if (isPhotoGone(entry, answer.fields)) {
        // A refusal means that no earlier try arrived, so the body may change: the swept photos go up again.
        await keep({
          ...entry,
          wasTried: false,
          photos: entry.photos.map((photo) => ({ ...photo, token: null })),
        });
        return null;
      }
      await keep({
        ...entry,
        stage: "refused",
        wasTried: false,
        refusal: {
          code: answer.code,
          fields: answer.fields,
          metres: typeof answer.detail.metres === "number" ? answer.detail.metres : null,
        },
      });
      return null;
  }
}

function isPhotoGone(entry: Entry, fields: Record<string, string>): boolean {
  const isUnknown = fields.photos === "unknown";
  return isUnknown && entry.photos.some(({ token }) => token && isStale(token.at));
}

/** Exactly the fields of the verb: it refuses others. */
function formOf(entry: Entry): FormData {
  const form = new FormData();
  form.set("idempotencyKey", entry.key);
  form.set("owner", entry.owner);
  form.set("classId", entry.classId ?? "");
  form.set("lng", String(entry.point?.lng ?? ""));
  form.set("lat", String(entry.point?.lat ?? ""));
  form.set("placeWords", entry.placeWords.trim());
  form.set("description", entry.description.trim() || (entry.className?.zh ?? ""));
  if (entry.isSolved) form.set("result", entry.result.trim());
  const first = entry.isSolved ? "beforePhotos" : "photos";
  for (const { token } of photosOf(entry, "first")) if (token) form.append(first, token.value);
  if (entry.isSolved)
    for (const { token } of photosOf(entry, "after")) if (token) form.append("afterPhotos", token.value);
  return form;
}

export function photosOf(entry: Entry | null, batch: KeptBatch): KeptPhoto[] {
  return entry?.photos.filter((photo) => photo.batch === batch) ?? [];
}
