import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import type { Db } from "@/db/client";
import { classConditions, grids, tickets, users } from "@/db/schema";
import { loadActor } from "@/lib/auth/load-actor";
import { AppError } from "@/lib/domain/errors";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import { signIn } from "@/tests/support/http-session";
import { readForm, sendForm } from "@/tests/support/plain-form";
import { contextOf } from "@/tests/support/small-city";
import { pick } from "./proof";

export type Done = { reports: number; photos: number; signIns: number; steps: number };

/** People at a demo site, all at once: residents who report with photos, staff who sign in, tickets that go on. */
export async function siteLoad(url: string, db: Db, data: string, random: () => number) {
  const done: Done = { reports: 0, photos: 0, signIns: 0, steps: 0 };
  const faults: string[] = [];
  const accounts = readFileSync(path.join(data, "demo-accounts.txt"), "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([login, password]) =>
      login && password && /^[a-z]+\d$/.test(login) ? [{ login, password }] : [],
    );
  const cells = await db.select({ lng: grids.labelLng, lat: grids.labelLat }).from(grids).limit(200);
  const conditions = await db.select().from(classConditions);
  const reported: string[] = [];
  let isOver = false;

  const address = () => `10.${[0, 0, 0].map(() => Math.floor(random() * 256)).join(".")}`;

  async function upload(): Promise<string> {
    const [r = 0, g = 0, b = 0] = [0, 0, 0].map(() => Math.floor(random() * 256));
    const picture = await sharp({ create: { width: 96, height: 64, channels: 3, background: { r, g, b } } })
      .jpeg()
      .toBuffer();
    const answer = await fetch(`${url}/api/files`, {
      method: "POST",
      headers: { origin: url, "content-type": "image/jpeg", "x-forwarded-for": address() },
      body: new Uint8Array(picture),
    });
    if (answer.status !== 201)
      throw new Error(`a photo was answered ${answer.status}: ${await answer.text()}`);
    done.photos += 1;
    return ((await answer.json()) as { token: string }).token;
  }

  async function report(): Promise<void> {
    const form = await readForm(url, "/report", "description");
    const { lng, lat } = pick(random, cells);
    const answer = await sendForm(
      form,
      {
        ...{ idempotencyKey: randomUUID(), do: "report", classId: pick(random, conditions).classId },
        ...{
          lng: String(lng),
          lat: String(lat),
          placeWords: "路口东侧30米",
          description: "垃圾堆放,三天没有清运",
        },
        photos: await upload(),
      },
      { "x-forwarded-for": address() },
    );
    const text = await answer.text();
    const number = /<dd[^>]*>(\d{13,17})<\/dd>/.exec(text)?.[1];
    if (!answer.ok || !number) throw new Error(`a report was answered ${answer.status} without a number`);
    reported.push(number);
    done.reports += 1;
  }

  async function actorOf(login: string) {
    const [user] = await db.select().from(users).where(eq(users.login, login));
    if (!user) throw new Error(`the demo has no ${login}`);
    const { id: userId, name } = user;
    return loadActor(db, { userId, name, now: new Date() } as Parameters<typeof loadActor>[1]);
  }
  const [acceptor, leader] = [await actorOf("shouli1"), await actorOf("zhiban1")];

  /** What the desk does with a new ticket: propose, file. */
  async function steps(): Promise<void> {
    const number = reported.shift();
    if (!number) return pause(50);
    const [ticket] = await db.select().from(tickets).where(eq(tickets.number, number));
    const condition = conditions.find(({ classId }) => classId === ticket?.classId);
    if (!ticket || !condition) throw new Error(`${number} was acknowledged, and is not there`);
    const by = (actor: typeof acceptor) => ({
      ...contextOf(db, actor, () => new Date()),
      idempotencyKey: randomUUID(),
    });
    const input = { number, conditionId: condition.id };
    try {
      const { version } = await ticketVerbs.propose_filing(by(acceptor), {
        ...input,
        version: ticket.version,
      });
      done.steps += 1;
      await ticketVerbs.file(by(leader), { ...input, version });
      done.steps += 1;
    } catch (error) {
      // The jobs of the site may be there first.
      if (!(error instanceof AppError && error.code === "conflict")) throw error;
    }
  }

  async function enter(): Promise<void> {
    await signIn(url, pick(random, accounts));
    done.signIns += 1;
    await pause(300);
  }

  async function client(work: () => Promise<void>): Promise<void> {
    while (!isOver) {
      try {
        await work();
      } catch (error) {
        faults.push(error instanceof Error ? error.message : String(error));
        if (faults.length > 20) return;
        await pause(200);
      }
    }
  }

  return {
    done,
    faults,
    run: () => Promise.all([report, report, report, steps, enter].map(client)),
    stop() {
      isOver = true;
    },
    /** Waits for acknowledged work, not for time. */
    async until(isSo: (done: Done) => boolean): Promise<void> {
      const deadline = Date.now() + 120_000;
      while (!isSo(done)) {
        if (Date.now() > deadline)
          throw new Error(`the load did not get on: ${JSON.stringify({ done, faults })}`);
        await pause(50);
      }
    },
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
