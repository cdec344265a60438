import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { TableName } from "@/app/_tables/tables";
import { buttonClass } from "@/lib/ui/button-class";

/** A table as a file, in both forms; what is changed in it can be imported again. */
export function ExportLinks({ what }: { what: TableName | readonly TableName[] }) {
  const t = useTranslations("manage.table");
  return (
    <p className="my-3 flex flex-wrap items-center gap-2 no-print">
      {[what].flat().map((table) =>
        (["xlsx", "csv"] as const).map((format) => (
          <a
            key={`${table} ${format}`}
            href={`/api/export/${table}?format=${format}`}
            download
            className={buttonClass("secondary")}
          >
            <Download aria-hidden className="size-4" />
            {t("export", { what: t(table), format: format.toUpperCase() })}
          </a>
        )),
      )}
    </p>
  );
}
