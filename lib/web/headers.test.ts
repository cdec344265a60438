import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { resetEnv } from "@/lib/env";
import { clientAddress } from "./client-address";
import { formInput, idempotencyKeyOf, typedValues } from "./form-input";
import { isOwnOrigin } from "./origin";
import { isSignedPhotoQuery, signedPhotoQuery } from "./photo-link";
import { contentPolicy, fixedHeaders } from "./security-headers";

const saved = { ...process.env };

function configure(values: Record<string, string>): void {
  Object.assign(process.env, values);
  resetEnv();
}

beforeEach(() =>
  configure({ AUTH_SECRET: "0123456789abcdef0123456789abcdef", APP_URL: "", TRUSTED_PROXIES: "" }),
);
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name];
  Object.assign(process.env, saved);
  resetEnv();
});

describe("the origin of a write", () => {
  test.each([
    ["http://127.0.0.1:3000", "127.0.0.1:3000", true],
    ["http://localhost:3000", "localhost:3000", true],
    ["http://[::1]:3000", "[::1]:3000", true],
    ["http://10.1.2.3:3000", "10.1.2.3:3000", true],
    [null, "127.0.0.1:3000", false],
    ["null", "127.0.0.1:3000", false],
    ["", "127.0.0.1:3000", false],
    ["https://127.0.0.1:3000", "127.0.0.1:3000", false],
    ["http://127.0.0.1", "127.0.0.1:3000", false],
    ["http://127.0.0.1:3001", "127.0.0.1:3000", false],
    ["http://evil.example", "127.0.0.1:3000", false],
    ["http://rebound.example:3000", "rebound.example:3000", false],
    ["http://127.0.0.1:3000.evil.example", "127.0.0.1:3000", false],
  ])("in the demo: %s to %s is %s", (origin, host, isOwn) => {
    const headers = new Headers({ host });
    if (origin !== null) headers.set("origin", origin);
    expect(isOwnOrigin(headers)).toBe(isOwn);
  });

  test("with APP_URL only that one counts, whatever the host header says", () => {
    configure({ APP_URL: "https://city.example/", HOST: "127.0.0.1" });
    const from = (origin: string, host = "city.example") => isOwnOrigin(new Headers({ origin, host }));
    expect(from("https://city.example")).toBe(true);
    expect(from("https://city.example", "internal:3000")).toBe(true);
    expect(from("http://city.example")).toBe(false);
    expect(from("https://city.example:444")).toBe(false);
    expect(from("https://sub.city.example")).toBe(false);
    expect(from("http://127.0.0.1:3000", "127.0.0.1:3000")).toBe(false);
  });
});

describe("the caller's address", () => {
  const from = (chain: string) => clientAddress(new Headers({ "x-forwarded-for": chain }));
  test("is counted from the right, as far as proxies are ours", () => {
    configure({ TRUSTED_PROXIES: "1" });
    expect(from("6.6.6.6, 203.0.113.9")).toBe("203.0.113.9");
    configure({ TRUSTED_PROXIES: "2" });
    expect(from("6.6.6.6, 203.0.113.9, 10.0.0.1")).toBe("203.0.113.9");
  });

  test("of IPv6 is its /64, of mapped IPv4 the IPv4", () => {
    expect(from("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
    expect(from("2001:db8::7")).toBe("2001:db8:0:0::/64");
    expect(from("::ffff:203.0.113.9")).toBe("203.0.113.9");
    expect(clientAddress(new Headers())).toBe("unknown");
  });
});

test("the policy lets no script run without the nonce, and nobody frame the site", () => {
  configure({ NODE_ENV: "production" });
  const policy = contentPolicy("abc");
  const scripts = policy.split("; ").find((part) => part.startsWith("script-src"));
  expect(scripts).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(fixedHeaders()).not.toHaveProperty("Strict-Transport-Security");
  configure({ APP_URL: "https://city.example", BASEMAP_URL: "https://{s}.tile.example/{z}/{x}/{y}.png" });
  expect(fixedHeaders()).toHaveProperty("Strict-Transport-Security");
  expect(picturesFrom()).toBe(
    "'self' data: blob: https://a.tile.example https://b.tile.example https://c.tile.example",
  );
});

const picturesFrom = () =>
  contentPolicy("abc")
    .split("; ")
    .find((part) => part.startsWith("img-src"))
    ?.slice("img-src ".length);

test("map pictures may come from the basemap's own server and from nowhere else", () => {
  configure({ NODE_ENV: "production", BASEMAP_URL: "", TIANDITU_KEY: "" });
  expect(picturesFrom()).toBe("'self' data: blob:");
  configure({ BASEMAP_URL: "http://10.1.2.3:8080/map/{z}/{x}/{y}.png?key=a" });
  expect(picturesFrom()).toBe("'self' data: blob: http://10.1.2.3:8080");
  configure({ BASEMAP_URL: "/map/{z}/{x}/{y}.png" });
  expect(picturesFrom()).toBe("'self' data: blob:");
  configure({ BASEMAP_URL: "", TIANDITU_KEY: "0123456789abcdef" });
  const hosts = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => `https://t${n}.tianditu.gov.cn`).join(" ");
  expect(picturesFrom()).toBe(`'self' data: blob: ${hosts}`);
});

test("a basemap's address without a place for the tile is refused at the start", () => {
  configure({ BASEMAP_URL: "https://tile.example/{z}.png" });
  expect(() => contentPolicy("abc")).toThrow("BASEMAP_URL must be an address with {z}, {x} and {y}");
  configure({ BASEMAP_URL: "javascript:alert(1)//{z}{x}{y}" });
  expect(() => contentPolicy("abc")).toThrow("BASEMAP_URL");
});

describe("a form's fields", () => {
  const form = new FormData();
  for (const [name, value] of [
    ["$ACTION_REF_1", ""],
    ["idempotencyKey", "0123456789abcdef0123"],
    ["reason", "路面积水"],
    ["photos", "a"],
    ["photos", "b"],
    ["newPassword", "secret"],
    ["__proto__", "x"],
  ] as const) {
    form.append(name, value);
  }
  test("become an object, one value a string, several an array", () => {
    expect(formInput(form)).toEqual({ reason: "路面积水", photos: ["a", "b"], newPassword: "secret" });
    expect(idempotencyKeyOf(form)).toBe("0123456789abcdef0123");
  });
  test("come back to be shown again, passwords never", () => {
    expect(typedValues(form)).toEqual({ reason: "路面积水", photos: ["a", "b"] });
  });
});

test("a signed link opens its own photo for a quarter of an hour and no other", () => {
  const now = new Date("2026-03-01T00:00:00Z");
  const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  const query = new URLSearchParams(signedPhotoQuery("one", now));
  expect(isSignedPhotoQuery("one", query, later(14))).toBe(true);
  expect(isSignedPhotoQuery("one", query, later(15))).toBe(false);
  expect(isSignedPhotoQuery("two", query, later(1))).toBe(false);
  query.set("until", String(later(60).getTime()));
  expect(isSignedPhotoQuery("one", query, later(50))).toBe(false);
});
