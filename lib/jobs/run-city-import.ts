import { spawn } from "node:child_process";
import path from "node:path";
import { type CityImportOrder, importHeapMegabytes } from "@/lib/domain/city-import";

/**
 * Starts the process that imports a city and does not wait for it: how far it is and what became of it stand in the
 * record of imports, for any process of the site to read. A server that is restarted leaves it running.
 */
export function runCityImport(order: CityImportOrder & { importId: string }): void {
  const worker = path.join(/* turbopackIgnore: true */ process.cwd(), "scripts/import/worker.ts");
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${importHeapMegabytes}`,
      "--conditions=react-server",
      ...["--import", "tsx"],
      worker,
      JSON.stringify(order),
    ],
    { cwd: process.cwd(), stdio: ["ignore", "ignore", "inherit"], detached: true },
  );
  // It could not even start: the record stays silent, and silence counts as died.
  child.on("error", (error) => console.error(`the import could not be started: ${error.message}`));
  child.unref();
}
