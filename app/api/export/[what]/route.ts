import { getLocale, getTranslations } from "next-intl/server";
import { tableLines, tableNames } from "@/app/_tables/tables";
import { AppError } from "@/lib/domain/errors";
import { env } from "@/lib/env";
import { readClock, rolesAllowed } from "@/lib/features/command";
import { dayIn } from "@/lib/features/shared/day";
import { sheetFormats, writeSpreadsheet } from "@/lib/features/shared/spreadsheet";
import type { Locale } from "@/lib/i18n/locales";
import { reply } from "@/lib/web/reply";
import { currentSession, requestContext } from "@/lib/web/request-context";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ what: string }> };

const types = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
} as const;

/** A table of the administration as xlsx or CSV, with the columns its import reads. */
export function GET(request: Request, { params }: Params): Promise<Response> {
  return reply(async () => {
    const context = await requestContext();
    if (!(await currentSession())) throw new AppError("not_signed_in");
    const asked = (await params).what;
    const what = tableNames.find((name) => name === asked);
    const wanted = new URL(request.url).searchParams.get("format") ?? "xlsx";
    const format = sheetFormats.find((each) => each === wanted);
    if (rolesAllowed(context.actor, "open_admin").length === 0) throw new AppError("forbidden");
    if (!what || !format) throw new AppError("not_found");
    const locale = (await getLocale()) as Locale;
    const { head, lines } = await tableLines(context, what, locale);
    const t = await getTranslations("manage.table");
    const day = dayIn(env().GRIDKEEP_TZ, await readClock(context.db));
    const bytes = await writeSpreadsheet(format, t(what), head, lines);
    const name = encodeURIComponent(`${t(what)}-${day}.${format}`);
    return new Response(Buffer.from(bytes), {
      headers: {
        "Content-Type": types[format],
        "Content-Disposition": `attachment; filename="${what}-${day}.${format}"; filename*=UTF-8''${name}`,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
      },
    });
  });
}
