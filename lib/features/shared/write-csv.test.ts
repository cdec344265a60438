import { expect, test } from "vitest";
import { toCsv } from "./write-csv";

test("what a spreadsheet would run stays text, numbers stay numbers", () => {
  const csv = toCsv([["=1+1", "+86", "-2", "@SUM(A1)", "\tx", "路边，3米", -12.5, 0]]);
  expect(csv).toBe("\uFEFF'=1+1,'+86,'-2,'@SUM(A1),'\tx,路边，3米,-12.5,0\r\n");
});

test("commas, quotes and line breaks stay inside their cell", () => {
  expect(toCsv([["a,b", 'say "hi"', "two\nlines", ""]])).toBe('\uFEFF"a,b","say ""hi""","two\nlines",\r\n');
});
