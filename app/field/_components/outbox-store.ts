import type { FieldProblems, RefusalCode } from "@/lib/domain/errors";
import type { PhotoProblem } from "@/lib/ui/send-photo";

export type KeptBatch = "first" | "after";
export type KeptPhoto = {
  id: string;
  /** `first`: what was found, which is "before" where it was solved on the spot. */
  batch: KeptBatch;
  name: string;
  blob: Blob;
  /** Of the server, once uploaded; `at` in ms, because unused uploads are swept after a day. */
  token: { value: string; at: number } | null;
};
export type Hold = "signed_out" | "later";
/**
 * What was typed in the field and has not arrived yet, kept in the browser's own database: it outlives a closed
 * page, an empty battery and a dead network. Photos are kept as they are.
 */
export type Entry = {
  /** Also the idempotency key of the command: made before the first try, so that nothing doubles. */
  key: string;
  /** Whose it is: a phone is passed on from shift to shift. */
  owner: string;
  stage: "draft" | "waiting" | "refused";
  /** Milliseconds, of this device: for sorting only. */
  at: number;
  isSolved: boolean;
  point: { lng: number; lat: number; accuracyMetres: number | null } | null;
  placeWords: string;
  /** Typed by hand: no address found later may overwrite it. */
  isPlaceOwn: boolean;
  classId: string | null;
  className: { zh: string; en: string } | null;
  description: string;
  result: string;
  photos: KeptPhoto[];
  /** The command was sent once and may have arrived: its body must not change any more. */
  wasTried: boolean;
  refusal: { code: RefusalCode; fields: FieldProblems; metres: number | null } | null;
  photoProblem: { name: string; problem: PhotoProblem } | null;
};

/** Works without a secure context too, where `crypto.randomUUID` is missing. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function newEntry(owner: string): Entry {
  return {
    key: newKey(),
    owner,
    stage: "draft",
    at: Date.now(),
    isSolved: false,
    point: null,
    placeWords: "",
    isPlaceOwn: false,
    classId: null,
    className: null,
    description: "",
    result: "",
    photos: [],
    wasTried: false,
    refusal: null,
    photoProblem: null,
  };
}

export function isBlank(entry: Entry): boolean {
  const isWritten = [entry.placeWords, entry.description, entry.result].some((text) => text.trim() !== "");
  return entry.photos.length === 0 && entry.classId === null && !isWritten;
}

const databaseName = "gridkeep-field";
const storeName = "entries";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("the browser's database is in use by an older page"));
  });
}

let database: Promise<IDBDatabase> | null = null;

async function run<R>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<R>): Promise<R> {
  database ??= open();
  const opened = await database.catch((error: unknown) => {
    database = null;
    throw error;
  });
  return new Promise((resolve, reject) => {
    const transaction = opened.transaction(storeName, mode, { durability: "strict" });
    const request = work(transaction.objectStore(storeName));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

/** Only this module writes the store, and it writes nothing but entries. */
export async function readEntries(owner: string): Promise<Entry[]> {
  const rows: Entry[] = await run("readonly", (store) => store.getAll());
  const late = takeLate(owner);
  if (late) {
    const kept = rows.find(({ key }) => key === late.key);
    // What was sent since must not come back as a draft.
    if (kept?.stage !== "waiting") {
      const whole = { ...late, photos: kept?.photos ?? [] };
      rows.splice(kept ? rows.indexOf(kept) : rows.length, kept ? 1 : 0, whole);
      await writeEntry(whole);
    }
  }
  return rows.filter((entry) => entry.owner === owner).toSorted((a, b) => a.at - b.at);
}

export async function writeEntry(entry: Entry): Promise<void> {
  await run("readwrite", (store) => store.put(entry));
}

export async function removeEntry(key: string): Promise<void> {
  await run("readwrite", (store) => store.delete(key));
}

const lateName = "gridkeep-field-late";

/**
 * The last words before a page goes away: the database would answer too late, this store takes them at once. Photos
 * were kept when they were taken.
 */
export function writeLate(entry: Entry): void {
  try {
    localStorage.setItem(lateName, JSON.stringify({ ...entry, photos: [] }));
  } catch {
    // No room: then what was kept a moment earlier must do.
  }
}

/** What was kept or given away since is newer. */
export function forgetLate(): void {
  try {
    localStorage.removeItem(lateName);
  } catch {
    // Nothing was stored either.
  }
}

/** Only `writeLate` writes it, and only entries. Read once. */
function takeLate(owner: string): Entry | null {
  try {
    const text = localStorage.getItem(lateName);
    const late: Entry | null = text ? JSON.parse(text) : null;
    if (late?.owner !== owner) return null;
    forgetLate();
    return late;
  } catch {
    return null;
  }
}
