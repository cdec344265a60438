import "server-only";
import { AppError } from "@/lib/domain/errors";
import type { Post } from "@/lib/domain/posts";
import { accountColumns, importAccounts, mostAccounts } from "@/lib/features/accounts/import-accounts";
import { importAreas } from "@/lib/features/administration/import-areas";
import { importPersons, personColumns } from "@/lib/features/administration/import-persons";
import { importUnits, unitColumns } from "@/lib/features/administration/import-units";
import { authorise } from "@/lib/features/command";
import type { Context } from "@/lib/features/context";
import { hashPassword } from "@/lib/features/shared/password-hash";
import { readTable } from "@/lib/features/shared/read-table";
import { initialPassword } from "@/lib/web/initial-password";
import type { ImportReport } from "./_components/import-report";

/** From a file as a browser sent it to the answers of the verb for its kind. */
export async function importFile(
  context: Context,
  what: string,
  file: FormDataEntryValue | null,
  postNames: Record<string, Post>,
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
    case "units": {
      const { rows, encoding } = readTable(bytes, unitColumns);
      return { rows: await importUnits(context, { source, rows }), encoding, secrets: [] };
    }
    case "persons": {
      const { rows, encoding } = readTable(bytes, personColumns);
      return { rows: await importPersons(context, { source, rows }), encoding, secrets: [] };
    }
    case "accounts":
      return importAccountFile(context, source, bytes, postNames);
    default:
      throw new AppError("invalid", { what: "unknown" });
  }
}

async function importAccountFile(
  context: Context,
  source: string,
  bytes: Uint8Array,
  postNames: Record<string, Post>,
): Promise<ImportReport> {
  // Before the hashes: each of them takes a tenth of a second on purpose.
  authorise(context.actor, "import_accounts");
  const table = readTable(bytes, accountColumns);
  if (table.rows.length > mostAccounts)
    throw new AppError("invalid", { file: "too_many_rows" }, { most: mostAccounts });
  const made = [];
  for (const row of table.rows) {
    const password = initialPassword();
    made.push({ row, password, passwordHash: await hashPassword(password) });
  }
  const rows = await importAccounts(context, {
    source,
    rows: made.map(({ row, passwordHash }) => ({ ...row, passwordHash })),
    postNames,
  });
  const added = new Set(rows.filter(({ outcome }) => outcome === "added").map(({ line }) => line));
  const secrets = made
    .filter(({ row }) => added.has(row.line))
    .map(({ row, password }) => ({ login: (row.values.login ?? "").trim().toLowerCase(), password }));
  return { rows, encoding: table.encoding, secrets };
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
