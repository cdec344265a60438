import { expect, test } from "vitest";
import { placeText, readPlace } from "./place-text";

test("a place goes into an address and comes back to a metre", () => {
  expect(placeText({ lng: 120.155114, lat: 31.168231 })).toBe("31.16823,120.15511");
  expect(readPlace("31.16823,120.15511")).toEqual({ lng: 120.15511, lat: 31.16823 });
  expect(readPlace("-33.9,18.4")).toEqual({ lng: 18.4, lat: -33.9 });
});

test.each([
  undefined,
  "",
  "31.1",
  "31.1,",
  "a,b",
  "31.1,120.1,15",
  "86,10",
  "10,181",
  "1e3,2",
  "31.1,120.1 or 1=1",
])("an address that says %s names no place", (text) => expect(readPlace(text)).toBeNull());
