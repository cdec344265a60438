import { Readable } from "node:stream";
import { AppError } from "@/lib/domain/errors";
import { readClock } from "@/lib/features/command";
import { loadFile } from "@/lib/features/files/load-file";
import { fileStore } from "@/lib/storage/file-store";
import { isSignedPhotoQuery } from "@/lib/web/photo-link";
import { reply } from "@/lib/web/reply";
import { requestContext } from "@/lib/web/request-context";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ id: string }> };

/** A photo to those who may see it. The bytes behind an id never change, the right to them may. */
export function GET(request: Request, { params }: Params): Promise<Response> {
  return reply(async () => {
    const { id } = await params;
    const query = new URL(request.url).searchParams;
    const context = await requestContext();
    const isSigned = query.has("sig") && isSignedPhotoQuery(id, query, await readClock(context.db));
    const token = query.get("token");
    const row = await loadFile(context, { id, isSigned, ...(token ? { token } : {}) });
    const isThumb = query.get("size") === "thumb";
    const sha256 = isThumb ? row.thumbSha256 : row.sha256;
    const headers = {
      "Content-Type": row.mime,
      "Content-Disposition": `inline; filename="photo-${sha256.slice(0, 12)}.webp"`,
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cross-Origin-Resource-Policy": "same-origin",
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      "Cache-Control": row.isPublic ? "public, max-age=300" : "private, max-age=300",
      Vary: "Cookie",
      ETag: `"${sha256}"`,
    };
    if (request.headers.get("if-none-match") === headers.ETag)
      return new Response(null, { status: 304, headers });
    const file = await fileStore().open(sha256);
    if (!file) throw new AppError("not_found");
    return new Response(Readable.toWeb(file.stream) as ReadableStream, {
      headers: { ...headers, "Content-Length": String(file.size) },
    });
  });
}
