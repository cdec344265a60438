import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { pageSize } from "@/lib/features/administration/list-input";
import { hrefWith } from "@/lib/ui/address";
import { EmptyState } from "@/lib/ui/empty-state";
import { Pagination } from "@/lib/ui/pagination";
import type { StaffContext } from "@/lib/web/request-context";
import { AdminPage } from "./admin-page";
import { type DateFilter, type Filter, FilterBar } from "./filter-bar";

type ListSection = "areas" | "grids" | "units" | "classes" | "outside" | "accounts" | "events";

/** A list of the administration: what it is for, what adds to it, the search, the rows, and their pages. */
export async function ListPage({
  context,
  section,
  search,
  found: { total, page },
  above,
  filters,
  dates,
  children,
}: {
  context: StaffContext;
  section: ListSection;
  /** The address, as it was read. */
  search: Record<string, string>;
  found: { total: number; page: number };
  /** Forms that add to the list. */
  above?: ReactNode;
  filters?: readonly Filter[];
  dates?: readonly DateFilter[];
  children: ReactNode;
}) {
  const t = await getTranslations("admin");
  const path = `/admin/${section}`;
  return (
    <AdminPage context={context} section={section}>
      <p className="max-w-[60em] text-muted">{t(`${section}.intro`)}</p>
      {above}
      <FilterBar
        path={path}
        search={search}
        placeholder={t(`${section}.placeholder`)}
        filters={filters}
        dates={dates}
      />
      {children}
      <Pagination
        page={page}
        pageSize={pageSize}
        total={total}
        hrefOf={(to) => hrefWith(path, search, { page: to })}
      />
    </AdminPage>
  );
}

export function NothingFound() {
  const t = useTranslations("admin.list");
  return <EmptyState title={t("nothing")} why={t("nothingWhy")} />;
}
