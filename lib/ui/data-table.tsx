import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { classes } from "./classes";

export type Column<Row> = {
  key: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand right. */
  isNumber?: boolean;
  /** Left out on a phone, where the row shows what matters first. */
  isDeskOnly?: boolean;
  /** Where the head leads, with the direction it would then sort in. */
  sort?: { href: string; current: "ascending" | "descending" | null };
  className?: string;
};

/** A table that scrolls inside its own box, its head in view; rows of 36 px at the desk, 48 px on a phone. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  isSelected,
  empty,
  className,
}: {
  /** Names the table for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  isSelected?: (row: Row) => boolean;
  empty: ReactNode;
  className?: string;
}) {
  if (rows.length === 0) return <>{empty}</>;
  return (
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      className={classes("relative overflow-auto print:overflow-visible", className)}
    >
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              aria-current={isSelected?.(row) ? "true" : undefined}
              className="h-12 md:h-9 border-b border-line hover:bg-sunken aria-[current]:bg-accent-soft aria-[current]:shadow-[inset_3px_0_0_var(--accent)]"
            >
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={classes(
                    "px-2.5 py-1",
                    column.isNumber && "text-right tabular-nums",
                    column.isDeskOnly && "hidden md:table-cell print:table-cell",
                    column.className,
                  )}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function HeadCell<Row>({ column }: { column: Column<Row> }) {
  const t = useTranslations("ui");
  const { sort } = column;
  const Icon =
    sort?.current === "ascending" ? ArrowUp : sort?.current === "descending" ? ArrowDown : ArrowUpDown;
  return (
    <th
      scope="col"
      aria-sort={sort?.current ?? undefined}
      className={classes(
        "sticky top-0 z-10 h-9 border-b border-line-strong bg-ground px-2.5 text-xs font-medium text-muted whitespace-nowrap",
        column.isNumber ? "text-right" : "text-left",
        column.isDeskOnly && "hidden md:table-cell print:table-cell",
      )}
    >
      {sort ? (
        <Link
          href={sort.href}
          title={t(sort.current === "ascending" ? "sortDescending" : "sortAscending", {
            column: column.head,
          })}
          className="inline-flex items-center gap-1 hover:text-ink"
        >
          {column.head}
          <Icon aria-hidden className="size-3.5" />
        </Link>
      ) : (
        column.head
      )}
    </th>
  );
}
