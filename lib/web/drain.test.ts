import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { closeAtEnd, isDraining, watchForDrain } from "./drain";
import { readiness } from "./readiness";

let server: Server;
const before = { SIGTERM: process.listeners("SIGTERM"), SIGINT: process.listeners("SIGINT") };

beforeEach(async () => {
  globalThis.gridkeepDrain = undefined;
  watchForDrain();
  server = createServer((_request, response) => response.end("served"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(() => {
  server.close();
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    for (const listener of process.listeners(signal))
      if (!before[signal].includes(listener)) process.removeListener(signal, listener);
  globalThis.gridkeepDrain = undefined;
});

function connectionHeader(): Promise<string | undefined> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, headers: { connection: "keep-alive" } }, (response) => {
      response.resume();
      resolve(response.headers.connection);
    }).once("error", reject);
  });
}

/** What Node emits for a message of the starter's, and for a signal. */
const tell = (message: unknown) => process.emit("message", message, undefined);

test("a process told to drain says no at /api/ready, serves on, and keeps no connection alive", async () => {
  expect(await connectionHeader()).toBe("keep-alive");
  tell("something else");
  expect(isDraining()).toBe(false);
  tell("drain");
  expect(isDraining()).toBe(true);
  expect(await readiness()).toEqual({ status: "unready", reason: "draining" });
  expect(await connectionHeader()).toBe("close");
});

test("endless answers are closed at the signal to end and not before, those that ended by themselves not at all", () => {
  const closed: string[] = [];
  closeAtEnd(() => closed.push("watched"));
  const forget = closeAtEnd(() => closed.push("gone"));
  forget();
  tell("drain");
  expect(closed).toEqual([]);
  process.emit("SIGTERM");
  expect(closed).toEqual(["watched"]);
});
