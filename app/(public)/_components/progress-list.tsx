import { Search } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ProgressArea, ProgressRow, ProgressSort } from "@/lib/domain/progress";
import { ownName } from "@/lib/i18n/own-name";
import { hrefWith } from "@/lib/ui/address";
import { buttonClass } from "@/lib/ui/button-class";
import { type Column, DataTable } from "@/lib/ui/data-table";
import { EmptyState } from "@/lib/ui/empty-state";
import { Count, Rate } from "@/lib/ui/figures";
import { TextInput } from "@/lib/ui/inputs";
import { Pagination } from "@/lib/ui/pagination";

const pageSize = 50;
const path = "/";

/**
 * Everything the map tells, as a list: streets with their communities, then the cells of one. Links and a plain form,
 * so that it can be used before any script runs.
 */
export function ProgressList({
  rows,
  trail,
  wholeCode,
  search,
  sort,
  isDescending,
  chosenCode,
}: {
  rows: readonly ProgressRow[];
  /** From the street down to the area shown. */
  trail: readonly ProgressArea[];
  /** Asks for the whole city also while a cell is chosen, whose community would be shown else. */
  wholeCode: string | undefined;
  search: Record<string, string>;
  sort: ProgressSort;
  isDescending: boolean;
  chosenCode: string | null;
}) {
  const t = useTranslations("progress.list");
  const locale = useLocale();
  const q = search.q ?? "";
  const last = Math.max(1, Math.ceil(rows.length / pageSize));
  const page = Math.min(last, Math.max(1, Math.trunc(Number(search.page)) || 1));
  const inArea = (code: string | undefined) =>
    hrefWith(path, search, { area: code, q: undefined, page: undefined });
  const isGrouped = sort === "name" && !q;
  const headOf = (key: ProgressSort) => {
    const isCurrent = sort === key;
    // Figures are looked at from the top first, names from the beginning.
    const next = isCurrent ? !isDescending : key !== "name";
    return {
      href: hrefWith(path, search, { sort: key, dir: next ? "desc" : "asc", page: undefined }),
      current: isCurrent ? (isDescending ? ("descending" as const) : ("ascending" as const)) : null,
    };
  };
  const columns: Column<ProgressRow>[] = [
    {
      key: "name",
      head: t("name"),
      sort: headOf("name"),
      cell: (row) => {
        const href =
          row.kind === "cell" ? `${hrefWith(path, search, { cell: row.code })}#cell` : inArea(row.code);
        const name = ownName(locale, row.name, row.nameEn);
        const parentName = row.parent ? ownName(locale, row.parent.name, row.parent.nameEn) : "";
        // Under its own community's name a cell need not repeat it.
        const isHere = row.parent !== null && row.parent.code === trail.at(-1)?.code;
        const short = isHere && name.startsWith(parentName) ? name.slice(parentName.length).trim() : name;
        const around = isGrouped || isHere ? "" : parentName;
        return (
          <span
            className={row.kind === "street" ? "font-semibold" : isGrouped && trail.length < 2 ? "pl-3" : ""}
          >
            <Link
              href={href}
              scroll={row.kind === "cell"}
              aria-label={name}
              className="inline-flex min-h-11 items-center link md:min-h-0"
            >
              {short || name}
            </Link>
            {row.kind === "cell" ? null : (
              <span className="ml-1.5 whitespace-nowrap text-xs text-muted max-md:hidden print:inline">
                {t("cells", { number: row.cells })}
              </span>
            )}
            {around ? <span className="block text-xs text-muted">{around}</span> : null}
          </span>
        );
      },
    },
    {
      key: "open",
      head: t("open"),
      sort: headOf("open"),
      isNumber: true,
      cell: (row) => <Count value={row.open} />,
    },
    {
      key: "overdue",
      head: t("overdue"),
      sort: headOf("overdue"),
      isNumber: true,
      cell: (row) => (
        <Count value={row.overdue} className={row.overdue > 0 ? "text-state-overdue" : "text-muted"} />
      ),
    },
    {
      key: "solved",
      head: t("solved"),
      sort: headOf("solved"),
      isNumber: true,
      cell: (row) => <Rate part={row.solved} whole={row.total} className="max-md:whitespace-normal!" />,
    },
  ];
  return (
    <div className="min-w-0">
      <h2 className="px-4 text-base font-semibold">{t("label")}</h2>
      <nav aria-label={t("path")} className="px-4 text-sm text-muted">
        <ol className="flex flex-wrap items-center gap-x-1.5">
          <li>
            {trail.length > 0 ? (
              <Link
                href={inArea(wholeCode)}
                scroll={false}
                className="inline-flex min-h-11 items-center link md:min-h-0"
              >
                {t("whole")}
              </Link>
            ) : (
              <span aria-current="page">{t("whole")}</span>
            )}
          </li>
          {trail.map((area, at) => (
            <li key={area.code} className="flex items-center gap-x-1.5">
              <span aria-hidden>›</span>
              {at === trail.length - 1 ? (
                <span aria-current="page">{ownName(locale, area.name, area.nameEn)}</span>
              ) : (
                <Link
                  href={inArea(area.code)}
                  scroll={false}
                  className="inline-flex min-h-11 items-center link md:min-h-0"
                >
                  {ownName(locale, area.name, area.nameEn)}
                </Link>
              )}
            </li>
          ))}
        </ol>
      </nav>
      <search>
        <form action={path} className="my-2 flex gap-2 px-4 no-print">
          {Object.entries(search)
            .filter(([name]) => !["q", "page"].includes(name))
            .map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} readOnly />
            ))}
          <TextInput
            key={q}
            name="q"
            type="search"
            defaultValue={q}
            maxLength={60}
            aria-label={t("search")}
            placeholder={t("placeholder")}
            className="min-w-0 grow"
          />
          <button type="submit" className={buttonClass("secondary")}>
            <Search aria-hidden className="size-4" />
            {t("find")}
          </button>
          {q ? (
            <Link
              href={hrefWith(path, search, { q: undefined, page: undefined })}
              className={buttonClass("quiet")}
            >
              {t("clear")}
            </Link>
          ) : null}
        </form>
      </search>
      <DataTable
        className="px-1.5"
        caption={t("label")}
        columns={columns}
        rows={rows.slice((page - 1) * pageSize, page * pageSize)}
        rowKey={(row) => `${row.kind} ${row.code}`}
        isSelected={(row) => row.code === chosenCode}
        empty={
          <EmptyState title={q ? t("nothing") : t("empty")} why={q ? t("nothingWhy", { q }) : ""}>
            <Link href={inArea(wholeCode)} className={buttonClass("secondary")}>
              {t("showAll")}
            </Link>
          </EmptyState>
        }
      />
      {last > 1 ? (
        <Pagination
          page={page}
          pageSize={pageSize}
          total={rows.length}
          hrefOf={(to) => hrefWith(path, search, { page: to })}
        />
      ) : null}
    </div>
  );
}
