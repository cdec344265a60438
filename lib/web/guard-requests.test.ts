import { createServer, type IncomingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { guardRequests } from "./guard-requests";

let seen: IncomingHttpHeaders = {};
const server = createServer((incoming, answer) => {
  seen = incoming.headers;
  answer.end();
});

beforeAll(async () => {
  guardRequests();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  server.close();
});

test("headers by which the framework speaks to itself, and addresses claimed by callers, never arrive", async () => {
  const { port } = server.address() as AddressInfo;
  const headers = {
    "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy",
    "X-Middleware-Rewrite": "/admin",
    "x-invoke-path": "/admin",
    "next-resume": "1",
    "x-forwarded-for": "6.6.6.6",
    "x-forwarded-host": "evil.example",
    "X-Real-IP": "6.6.6.6",
    forwarded: "for=6.6.6.6",
    "next-action": "abc",
    rsc: "1",
    cookie: "gridkeep-session=x",
  };
  await new Promise<void>((resolve, reject) => {
    request({ port, host: "127.0.0.1", headers }, (answer) => {
      answer.resume();
      answer.on("end", resolve);
    })
      .on("error", reject)
      .end();
  });
  const names = Object.keys(seen).sort();
  expect(names).toEqual(["connection", "cookie", "host", "next-action", "rsc"]);
});
