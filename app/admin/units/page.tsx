import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { listUnits } from "@/lib/features/administration/list-units";
import { unitKindNames } from "@/lib/features/administration/unit-kinds";
import { ownName } from "@/lib/i18n/own-name";
import { plainSearch, type Search } from "@/lib/ui/address";
import { type Column, DataTable } from "@/lib/ui/data-table";
import { Count } from "@/lib/ui/figures";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { may, titled } from "../_components/admin-page";
import { ImportForm } from "../_components/import-form";
import { ListPage, NothingFound } from "../_components/list-page";
import { importAction } from "../actions";

const path = "/admin/units";

export const generateMetadata = titled("units");

export default async function UnitsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await adminContext(path);
  const search = plainSearch(await searchParams);
  const found = await orNotFound(listUnits(context, search));
  const { rows } = found;
  const t = await getTranslations("admin");
  const locale = await getLocale();
  const columns: Column<(typeof rows)[number]>[] = [
    {
      key: "name",
      head: t("field.name"),
      cell: (row) => (
        <Link href={`${path}/${encodeURIComponent(row.code)}`} className="link">
          {ownName(locale, row.name, row.nameEn)}
        </Link>
      ),
    },
    { key: "code", head: t("field.code"), cell: (row) => row.code, isDeskOnly: true },
    { key: "kind", head: t("field.kind"), cell: (row) => t(`unitKind.${row.kind}`) },
    {
      key: "area",
      head: t("field.area"),
      cell: (row) => ownName(locale, row.areaName, row.areaNameEn),
      isDeskOnly: true,
    },
    {
      key: "sections",
      head: t("units.sections"),
      cell: (row) => <Count value={row.sections} />,
      isNumber: true,
      isDeskOnly: true,
    },
    {
      key: "persons",
      head: t("units.persons"),
      cell: (row) => <Count value={row.persons} />,
      isNumber: true,
    },
    {
      key: "accounts",
      head: t("units.accounts"),
      cell: (row) =>
        row.accounts > 0 ? (
          <Count value={row.accounts} />
        ) : (
          <span className="text-state-overdue">{t("units.noAccount")}</span>
        ),
      isNumber: true,
      isDeskOnly: true,
    },
    { key: "phone", head: t("field.phone"), cell: (row) => row.phone ?? "—", isDeskOnly: true },
  ];
  return (
    <ListPage
      context={context}
      section="units"
      search={search}
      found={found}
      above={
        may(context, "import_units") ? (
          <>
            <ImportForm what="units" action={importAction} />
            <ImportForm what="persons" action={importAction} />
          </>
        ) : null
      }
      filters={[
        {
          name: "kind",
          label: t("units.allKinds"),
          options: unitKindNames.map((kind) => ({ value: kind, label: t(`unitKind.${kind}`) })),
        },
        {
          name: "ended",
          label: t("list.inBeing"),
          options: [{ value: "yes", label: t("list.ended") }],
        },
      ]}
    >
      <DataTable
        caption={t("section.units")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.code}
        empty={<NothingFound />}
      />
    </ListPage>
  );
}
