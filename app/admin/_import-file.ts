import "server-only";
import { columnsOf, type TableName } from "@/app/_tables/tables";
import { inCodes, rowsInCodes } from "@/app/_tables/words";
import { AppError } from "@/lib/domain/errors";
import type { RowAnswer } from "@/lib/domain/import-report";
import {
  accountColumns,
  importAccounts,
  knownLogins,
  mostAccounts,
} from "@/lib/features/accounts/import-accounts";
import { importAreaNames } from "@/lib/features/administration/import-area-names";
import { importAreas } from "@/lib/features/administration/import-areas";
import { importCalendar } from "@/lib/features/administration/import-calendar";
import { importClasses } from "@/lib/features/administration/import-classes";
import { importPersons } from "@/lib/features/administration/import-persons";
import { importSettings } from "@/lib/features/administration/import-settings";
import { importUnits } from "@/lib/features/administration/import-units";
import { authorise } from "@/lib/features/command";
import type { Context } from "@/lib/features/context";
import { hashPassword } from "@/lib/features/shared/password-hash";
import type { TableRow } from "@/lib/features/shared/read-table";
import { readSpreadsheet } from "@/lib/features/shared/spreadsheet";
import { initialPassword } from "@/lib/web/initial-password";
import type { ImportReport } from "./_components/import-report";
import { kindOfSetting, settingValue } from "./_components/setting-kinds";

/** From a file as a browser sent it to the answers of the verb for its kind. */
export async function importFile(
  context: Context,
  what: string,
  file: FormDataEntryValue | null,
  version: unknown,
): Promise<ImportReport> {
  if (!(file instanceof File) || file.size === 0) throw new AppError("invalid", { file: "required" });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const source = file.name.slice(0, 200) || what;
  switch (what) {
    case "areas":
      return {
        rows: await importAreas(context, { source, features: featuresOf(bytes) }),
        encoding: null,
        secrets: [],
      };
    case "areaNames":
      return plainImport(bytes, "areas", (rows) => importAreaNames(context, { source, rows }));
    case "units":
      return plainImport(bytes, "units", (rows) => importUnits(context, { source, rows }));
    case "persons":
      return plainImport(bytes, "persons", (rows) => importPersons(context, { source, rows }));
    case "classes":
      return plainImport(bytes, "classes", (rows) => importClasses(context, { source, rows }));
    case "calendar":
      return plainImport(bytes, "calendar", (rows) =>
        importCalendar(context, { source, rows, version: Number(version) }),
      );
    case "settings":
      return plainImport(bytes, "settings", (rows) =>
        importSettings(context, { source, rows: rows.map(settingRow) }),
      );
    case "accounts":
      return importAccountFile(context, source, bytes);
    default:
      throw new AppError("invalid", { what: "unknown" });
  }
}

/** A table in either form, its words put into codes, given to its verb. */
async function plainImport(
  bytes: Uint8Array,
  what: TableName,
  work: (rows: TableRow[]) => Promise<RowAnswer[]>,
): Promise<ImportReport> {
  const columns = columnsOf(what);
  const { rows, encoding } = await readSpreadsheet(bytes, columns);
  return { rows: await work(rowsInCodes(rows, columns)), encoding, secrets: [] };
}

/** A setting's line as the value it means; yes and no and levels may be words. */
function settingRow({ line, values }: TableRow) {
  const key = values.key ?? "";
  const kind = kindOfSetting(key);
  const words = kind === "boolean" ? "yesNo" : kind === "level" ? "level" : undefined;
  return {
    line,
    key,
    value: settingValue({ key, value: inCodes(values.value ?? "", words), unit: values.unit }),
  };
}

async function importAccountFile(context: Context, source: string, bytes: Uint8Array): Promise<ImportReport> {
  // Before the hashes: each of them takes a tenth of a second on purpose.
  authorise(context.actor, "import_accounts");
  const { encoding, rows: given } = await readSpreadsheet(bytes, accountColumns);
  const table = rowsInCodes(given, accountColumns);
  const loginOf = (row: TableRow) => (row.values.login ?? "").trim().toLowerCase();
  const known = new Set(
    await knownLogins(context, { logins: table.map((row) => loginOf(row).slice(0, 60)) }),
  );
  const fresh = new Map<string, { password: string; passwordHash: string }>();
  for (const login of new Set(table.map(loginOf))) {
    if (known.has(login)) continue;
    if (fresh.size >= mostAccounts)
      throw new AppError("invalid", { file: "too_many_rows" }, { most: mostAccounts });
    const password = initialPassword();
    fresh.set(login, { password, passwordHash: await hashPassword(password) });
  }
  const rows = await importAccounts(context, {
    source,
    rows: table.map((row) => {
      const made = fresh.get(loginOf(row));
      return made ? { ...row, passwordHash: made.passwordHash } : row;
    }),
  });
  const added = new Set(rows.filter(({ outcome }) => outcome === "added").map(({ line }) => line));
  const secrets = table
    .filter(({ line }) => added.has(line))
    .map((row) => ({ login: loginOf(row), password: fresh.get(loginOf(row))?.password ?? "" }));
  return { rows, encoding, secrets };
}

function featuresOf(bytes: Uint8Array) {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new AppError("invalid", { file: "not_geojson" });
  }
  const list = typeof parsed === "object" && parsed !== null && "features" in parsed ? parsed.features : null;
  if (!Array.isArray(list) || list.length === 0) throw new AppError("invalid", { file: "not_geojson" });
  return list.map((feature: unknown, index) => {
    const { properties, geometry } = (feature ?? {}) as { properties?: unknown; geometry?: unknown };
    const isObject = typeof properties === "object" && properties !== null;
    return { line: index + 1, properties: isObject ? { ...properties } : {}, geometry };
  });
}
