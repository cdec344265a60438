import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import type { TableColumn } from "./read-table";
import { readSpreadsheet, sheetFormats, writeSpreadsheet } from "./spreadsheet";

const columns: readonly TableColumn[] = [
  { field: "code", heads: ["代码", "code"], isRequired: true },
  { field: "name", heads: ["名称", "name"] },
  { field: "day", heads: ["日期", "day"], isDay: true },
];
const head = ["代码", "名称", "日期"];
const awkward = [
  ["990101001001", "=1+1", "2026-03-02"],
  ["007", "+86 21 5555", ""],
  ["1E5", "-2", "2026-03-02"],
  ["a", "@SUM(A1)", ""],
  ["b", "＝cmd|' /C calc'!A0", ""],
  ["c", "'=quoted", ""],
  ["d", "  =after blanks", ""],
  ["e", '路边，3"米"\n第二行', ""],
];

describe.each(sheetFormats)("a table as %s", (format) => {
  test("comes back as it was, whatever a cell begins with", async () => {
    const bytes = await writeSpreadsheet(format, "表", head, awkward);
    const { rows } = await readSpreadsheet(bytes, columns);
    const read = rows.map(({ values }) => [values.code, values.name?.trim(), values.day]);
    expect(read).toEqual(awkward.map((row) => row.map((cell) => cell.trim())));
  });
});

test("a CSV holds no cell that a spreadsheet would run", async () => {
  const text = new TextDecoder().decode(await writeSpreadsheet("csv", "表", head, awkward));
  for (const line of text.split("\r\n"))
    for (const cell of line.split(",")) expect(cell).not.toMatch(/^"?[\s\u3000]*[=+\-@＝＋－＠]/);
});

test.each([
  ["2026/3/2", "2026-03-02"],
  ["2026年3月2日", "2026-03-02"],
  ["soon", "soon"],
])("a day written %s is read as %s", async (written, read) => {
  const bytes = new TextEncoder().encode(`代码,日期\nx,${written}\n`);
  expect((await readSpreadsheet(bytes, columns)).rows[0]?.values.day).toBe(read);
});

async function fault(bytes: Uint8Array): Promise<string | undefined> {
  const error = await readSpreadsheet(bytes, columns).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AppError);
  return (error as AppError).fields.file;
}

describe("workbooks that are refused", () => {
  const text = (content: string) => new TextEncoder().encode(content);

  test("one that unpacks to more than thirty million bytes", async () => {
    const bomb = zipSync({ "xl/worksheets/sheet1.xml": new Uint8Array(40_000_000) });
    expect(bomb.length).toBeLessThan(100_000);
    expect(await fault(bomb)).toBe("zip_too_large");
  });

  test("one of more parts than a workbook has", async () => {
    const parts = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`xl/${at}.xml`, text("x")]));
    expect(await fault(zipSync(parts))).toBe("zip_too_large");
  });

  test("one with a cell in the last row of all", async () => {
    const sheet = text(
      '<worksheet><sheetData><row r="1048576"><c r="A1048576"/></row></sheetData></worksheet>',
    );
    expect(await fault(zipSync({ "xl/worksheets/sheet1.xml": sheet }))).toBe("too_many_rows");
  });

  test("something else that begins like one", async () => {
    expect(await fault(text("PK but no workbook"))).toBe("bad_workbook");
    expect(await fault(zipSync({ "hello.txt": text("hello") }))).toBe("bad_workbook");
  });
});
