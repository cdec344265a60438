import "server-only";
import { z } from "zod";
import { cityImportModes, coordinateSystems, textEncodings } from "@/lib/domain/city-import";
import { AppError } from "@/lib/domain/errors";
import { startCityImport } from "@/lib/features/city/start-city-import";
import { authorise } from "@/lib/features/command";
import { parse } from "@/lib/features/parse";
import { runCityImport } from "@/lib/jobs/run-city-import";
import { dropImportFile, keepImportFile, maxImportBytes } from "@/lib/storage/import-folder";
import { bodyChunks } from "./body-chunks";
import { requireOwnOrigin } from "./origin";
import { requestContext } from "./request-context";

const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^[^\p{Cc}]*$/u)
    .transform((text) => text || undefined)
    .optional();

/** What may stand in the address; an empty value means "not given". */
const optionsSchema = z.strictObject({
  file: z.string().regex(/^[^\p{Cc}/\\]{1,80}\.(osm\.pbf|pbf|zip)$/iu, "bad_format"),
  mode: z.enum(cityImportModes).default("update"),
  crs: z.enum(coordinateSystems).default("wgs84"),
  encoding: z.enum(textEncodings).default("utf-8"),
  axes: z.enum(["lnglat", "latlng"]).default("lnglat"),
  countyCode: z.union([z.literal(""), z.string().regex(/^\d{4}(?!00)\d\d$/, "bad_format")]).optional(),
  name: words(40),
  nameEn: words(80),
  attribution: words(200),
  levels: words(80),
  city: words(60),
});

/**
 * The body is an extract or an archive. It is streamed to disk, its import put on record, and a process of its own
 * started; the answer is the record's id. One request, so that with several processes of the site the one that has the
 * file is the one that reads it.
 */
export async function receiveCity(request: Request): Promise<{ id: string }> {
  requireOwnOrigin(request.headers);
  const context = await requestContext();
  authorise(context.actor, "import_city");
  const {
    file: name,
    axes,
    countyCode,
    ...options
  } = parse(optionsSchema, Object.fromEntries(new URL(request.url).searchParams));
  if (Number(request.headers.get("content-length") ?? 0) > maxImportBytes)
    throw new AppError("too_large", { file: "too_many_bytes" });
  if (!request.body) throw new AppError("invalid", { file: "required" });
  // Under its own name, which the messages say: one part without a slash, in a folder of its own.
  const from = await keepImportFile(name, bodyChunks(request.body));
  try {
    const { id } = await startCityImport(context, { source: name });
    runCityImport({
      ...options,
      ...{ from, source: name, importId: id, isRemovedAfterwards: true, isSwapped: axes === "latlng" },
      countyCode: countyCode || undefined,
      // The reader knows the axes of an extract; these two are about GeoJSON only.
      crs: /\.zip$/i.test(name) ? options.crs : undefined,
    });
    return { id };
  } catch (error) {
    await dropImportFile(from);
    throw error;
  }
}
