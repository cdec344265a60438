import { expect, test } from "vitest";
import { faultsIn } from "./banned-code.mjs";
import { placeholders } from "./message-keys.mjs";

test.each([
  ["", ""],
  ["无参数", ""],
  ["{count} 件", "count"],
  ["{count, plural, one {# ticket of {unit}} other {# tickets of {unit}}}", "count unit"],
  ["{kind, select, a {left} other {right}}", "kind"],
  ["<b>{name}</b> at {time, date, short}", "<b> name time"],
  ["it's {n}", "n"],
  ["'{'literal'}'", ""],
])("the placeholders of %j are %j", (message, expected) => {
  expect(placeholders(message)).toBe(expected);
});

test.each(["{count", "count}", "{count, plural, one {x}", "{a b}"])(
  "the broken message %j is found",
  (message) => {
    expect(() => placeholders(message)).toThrow();
  },
);

test.each([
  ["lib/domain/a.ts", "const x = Date.now();", 1],
  ["lib/web/a.ts", "const x = Date.now();", 0],
  ["lib/web/a.ts", "// process.env.HOME is not read here", 0],
  ["lib/web/a.ts", "const url = 'http://x'; process.env.HOME;", 1],
  ["app/a.tsx", "marker.bindPopup(name)", 1],
  ["app/a.tsx", "new RegExp(input)", 1],
  ["app/a.tsx", 'new RegExp("^a")', 0],
  ["scripts/a.ts", "process.env.HOME", 0],
])("%s: %s has %i faults", (file, text, count) => {
  expect(faultsIn(file, text)).toHaveLength(count);
});
