import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { readTable, type TableColumn } from "./read-table";

const columns: readonly TableColumn[] = [
  { field: "code", heads: ["单位代码"], isRequired: true },
  { field: "name", heads: ["单位名称"] },
];
const utf8 = (text: string) => new TextEncoder().encode(text);
// "单位代码,单位名称\r\nA1,环卫所\r\n" as a Chinese Windows saves it.
const gbk = Uint8Array.from([
  0xb5, 0xa5, 0xce, 0xbb, 0xb4, 0xfa, 0xc2, 0xeb, 0x2c, 0xb5, 0xa5, 0xce, 0xbb, 0xc3, 0xfb, 0xb3, 0xc6, 0x0d,
  0x0a, 0x41, 0x31, 0x2c, 0xbb, 0xb7, 0xce, 0xc0, 0xcb, 0xf9, 0x0d, 0x0a,
]);

function fault(bytes: Uint8Array): [string | undefined, AppError["detail"]] {
  try {
    readTable(bytes, columns);
  } catch (error) {
    if (error instanceof AppError) return [error.fields.file, error.detail];
  }
  return [undefined, {}];
}

describe("a table as people save it", () => {
  test.each([
    ["UTF-8 with mark", utf8("\ufeff单位代码,单位名称\nA1,环卫所\n"), "utf-8"],
    ["GBK", gbk, "gb18030"],
    ["tabs", utf8("单位代码\t单位名称\nA1\t环卫所\n"), "utf-8"],
    ["other order, English heads, blank lines", utf8("Name;CODE\n\n环卫所;A1\n;\n"), "utf-8"],
  ])("%s", (_name, bytes, encoding) => {
    const table = readTable(bytes, columns);
    expect(table.encoding).toBe(encoding);
    expect(table.rows.map(({ values }) => values)).toEqual([{ code: "A1", name: "环卫所" }]);
  });

  test("line numbers are those of an editor", () => {
    const table = readTable(utf8('单位代码,单位名称\nA1,"两\n行"\nA2,x\n'), columns);
    expect(table.rows.map(({ line }) => line)).toEqual([3, 4]);
  });

  test("what is no table is refused in words", () => {
    expect(fault(new Uint8Array())).toEqual(["empty_file", {}]);
    expect(fault(utf8("单位代码\n"))[0]).toBe("empty_file");
    expect(fault(utf8("PK\u0003\u0004"))[0]).toBe("not_csv");
    expect(fault(Uint8Array.from([0xff, 0xff, 0x00, 0xd8]))[0]).toBe("bad_encoding");
    expect(fault(utf8("名称\nx\n"))).toEqual(["missing_column", { column: "code" }]);
    expect(fault(utf8('单位代码\n"x\n'))[0]).toBe("not_csv");
    expect(fault(utf8(`单位代码\n${"x\n".repeat(5001)}`))[0]).toBe("too_many_rows");
  });
});
