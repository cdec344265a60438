import { randomUUID } from "node:crypto";
import { type PlainForm, readForm, sendForm } from "@/tests/support/plain-form";
import { pick, seeded } from "../proof";

/** People who go on using the site: everything must be answered, at the first try, as if nothing happened. */
export type Load = {
  reads: number;
  /** Number of each report by its idempotency key. */
  reports: Map<string, string>;
  failed: string[];
  slowestMs: number;
  stop(): Promise<void>;
};

export type LoadScene = {
  url: string;
  cookies: readonly string[];
  classId: string;
  places: readonly (readonly [lng: number, lat: number])[];
  seed: number;
};

const readers = 4;
const writers = 2;
const pauseMs = 60;

export function steadyLoad(scene: LoadScene): Load {
  let isOver = false;
  const load: Load = {
    reads: 0,
    reports: new Map(),
    failed: [],
    slowestMs: 0,
    async stop() {
      isOver = true;
      await Promise.all(clients);
    },
  };
  const client = async (seed: number, work: (random: () => number) => Promise<string>) => {
    const random = seeded(seed);
    while (!isOver) {
      const began = performance.now();
      try {
        const fault = await work(random);
        if (fault) load.failed.push(fault);
      } catch (error) {
        load.failed.push(
          error instanceof Error ? `${error.message} ${String(error.cause ?? "")}` : String(error),
        );
      }
      load.slowestMs = Math.max(load.slowestMs, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  const clients = [
    ...Array.from({ length: readers }, (_, at) =>
      client(scene.seed + at, (random) => read(scene, load, random)),
    ),
    ...Array.from({ length: writers }, (_, at) =>
      client(scene.seed + 100 + at, (random) => write(scene, load, random)),
    ),
  ];
  return load;
}

async function read(scene: LoadScene, load: Load, random: () => number): Promise<string> {
  const place = pick(random, scene.places);
  const [at, cookie] = pick(random, [
    ["/", ""],
    ["/report", ""],
    [tileAt(place, 14), ""],
    ["/command", pick(random, scene.cookies)],
    ["/command?view=all", pick(random, scene.cookies)],
  ] as const);
  const response = await fetch(`${scene.url}${at}`, {
    headers: { cookie, "x-forwarded-for": address(random) },
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
  });
  await response.arrayBuffer();
  load.reads += 1;
  return response.status === 200 ? "" : `GET ${at}: ${response.status}`;
}

let form: PlainForm | undefined;

async function write(scene: LoadScene, load: Load, random: () => number): Promise<string> {
  form ??= await readForm(scene.url, "/report", "description");
  const key = randomUUID();
  const [lng, lat] = pick(random, scene.places);
  const response = await sendForm(
    form,
    {
      idempotencyKey: key,
      do: "report",
      classId: scene.classId,
      lng: String(lng),
      lat: String(lat),
      placeWords: "路口",
      description: `steady ${key}`,
    },
    { "x-forwarded-for": address(random) },
  );
  const text = await response.text();
  const number = /<dd[^>]*>(\d{13,17})<\/dd>/.exec(text)?.[1];
  if (!response.ok || !number) return `a report: ${response.status}, ${number ?? "no number"}`;
  load.reports.set(key, number);
  return "";
}

const address = (random: () => number) =>
  `10.${[random(), random(), random()].map((part) => Math.floor(part * 256)).join(".")}`;

function tileAt([lng, lat]: readonly [number, number], zoom: number): string {
  const size = 2 ** zoom;
  const x = Math.floor(((lng + 180) / 360) * size);
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size);
  return `/tiles/cells/${zoom}/${x}/${y}.mvt`;
}
