import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ownPath } from "./own-path";

const hosts = [
  "evil.example",
  "evil.example/x",
  "evil.example:443",
  "127.0.0.1",
  "[::1]",
  "user@evil.example",
];
const openings = [
  "//",
  "///",
  "////",
  "/\\",
  "\\\\",
  "\\/",
  "/\t/",
  "/\n/",
  "/\r/",
  "\t//",
  " //",
  "\u0000//",
  "/ /",
  "/.//",
  "/..//",
  "/%2e//",
  "/%2e%2e//",
  "/./\\",
  "/%2f/",
  "/%2f",
  "/%5c",
  "/%5C/",
  "/%09/",
  "https://",
  "HTTPS://",
  "http:",
  "https:/",
  "https:\\\\",
  "ftp://",
  "javascript://",
  "data:text/html,//",
  "\u3000//",
  "\u00a0//",
  "\u2028//",
  "\ufeff//",
  "\u200b//",
  "@",
  "?//",
  "#//",
  "//\\/",
];
const spellings = openings.flatMap((opening) => hosts.map((host) => opening + host));
const others = [
  "",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "data:text/html,x",
  "vbscript:x",
  "command",
  "./command",
  "../command",
  "evil.example",
  "/\ud800",
  "/api/auth/signout",
  "/API/files/1",
  "/tiles/cells/1/1/1.mvt",
  `/${"a".repeat(3000)}`,
  null,
  undefined,
  7,
  ["/command"],
  { toString: () => "/command" },
];

/** Where a browser that stands on our site would go. */
function landsOn(path: string): string {
  return new URL(path, "https://city.example/sign-in").origin;
}

describe("the way back after signing in", () => {
  test(`${spellings.length} spellings of a foreign address stay on the site`, () => {
    expect(spellings.length).toBeGreaterThanOrEqual(200);
    for (const spelling of spellings) {
      const path = ownPath(spelling, "/command");
      expect(landsOn(path), JSON.stringify(spelling)).toBe("https://city.example");
      expect(path.startsWith("//") || path.startsWith("/\\"), JSON.stringify(spelling)).toBe(false);
    }
  });

  test.each(others.map((value) => [value]))("%j gives the fallback", (value) => {
    expect(ownPath(value, "/unit")).toBe("/unit");
  });

  test.each(["/", "/command", "/command?ticket=202611240001&view=todo#map", "/track?code=ABC", "/a/b%20c"])(
    "%s is kept",
    (path) => expect(ownPath(path)).toBe(path),
  );

  test("nothing at all leads off the site", () => {
    const parts = fc.constantFrom(
      "/",
      "\\",
      ".",
      "%2f",
      "%5c",
      "%2e",
      "@",
      ":",
      "?",
      "#",
      "\t",
      "x.example",
      "//",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(parts, { maxLength: 9 }).map((all) => all.join("")),
          fc.string(),
        ),
        (value) => {
          const path = ownPath(value);
          expect(landsOn(path)).toBe("https://city.example");
          expect(ownPath(path)).toBe(path);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
