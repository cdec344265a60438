"use client";

import { useTranslations } from "next-intl";
import { countOutcomes, type RowAnswer } from "@/lib/domain/import-report";
import { Notice } from "@/lib/ui/notice";
import type { ImportReport } from "./import-report";
import { SecretList } from "./secret-list";

/** How many, then what was wrong row by row, then the passwords. */
export function ImportAnswers({ report }: { report: ImportReport }) {
  const t = useTranslations("admin.import");
  const counts = countOutcomes(report.rows);
  const refused = report.rows.filter(({ outcome }) => outcome === "refused");
  return (
    <div className="grid gap-3">
      <Notice kind={refused.length > 0 ? "warning" : "done"}>
        <p>{t("summary", counts)}</p>
        {report.encoding === "gb18030" ? <p>{t("wasGbk")}</p> : null}
        {refused.length > 0 ? <p>{t("goodKept")}</p> : null}
      </Notice>
      {refused.length > 0 ? <RefusedRows rows={refused} /> : null}
      {report.secrets.length > 0 ? <SecretList secrets={report.secrets} /> : null}
    </div>
  );
}

function RefusedRows({ rows }: { rows: readonly RowAnswer[] }) {
  const t = useTranslations("admin");
  const words = (group: "field" | "problem", key: string, line = 0) => {
    const path = `${group}.${key}` as Parameters<typeof t>[0];
    return t.has(path) ? t(path, { line }) : t(`${group}.other`);
  };
  return (
    <div className="max-h-96 overflow-auto rounded-md border border-line">
      <table className="w-full text-sm">
        <caption className="sr-only">{t("import.refusedRows")}</caption>
        <thead>
          <tr className="text-left text-xs text-muted">
            <th scope="col" className="px-2.5 py-1.5 text-right font-medium">
              {t("import.line")}
            </th>
            <th scope="col" className="px-2.5 py-1.5 font-medium">
              {t("import.row")}
            </th>
            <th scope="col" className="px-2.5 py-1.5 font-medium">
              {t("import.wrong")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.line} className="border-t border-line">
              <td className="px-2.5 py-1.5 text-right">{row.line}</td>
              <td className="px-2.5 py-1.5">{row.name}</td>
              <td className="px-2.5 py-1.5">
                {row.problems.map(({ field, code, line }) => (
                  <p key={field}>
                    {t("import.problem", {
                      field: words("field", field),
                      what: words("problem", code, line),
                    })}
                  </p>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
