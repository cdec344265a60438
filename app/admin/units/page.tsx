import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { areaChoices } from "@/lib/features/administration/area-choices";
import { listUnits } from "@/lib/features/administration/list-units";
import { unitKindNames } from "@/lib/features/administration/unit-kinds";
import { ownName } from "@/lib/i18n/own-name";
import { plainSearch, type Search } from "@/lib/ui/address";
import { type Column, DataTable } from "@/lib/ui/data-table";
import { Count } from "@/lib/ui/figures";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { may, titled } from "../_components/admin-page";
import { ExportLinks } from "../_components/export-links";
import { ImportForm } from "../_components/import-form";
import { ListPage, NothingFound } from "../_components/list-page";
import { RecordForm } from "../_components/record-form";
import { areaOptions, kindOptions, unitFieldSpecs } from "../_components/unit-fields";
import { importAction } from "../actions";
import { createUnitAction } from "./actions";

const path = "/admin/units";

export const generateMetadata = titled("units");

export default async function UnitsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await adminContext(path);
  const search = plainSearch(await searchParams);
  const found = await orNotFound(listUnits(context, search));
  const { rows } = found;
  const t = await getTranslations("admin");
  const tManage = await getTranslations("manage");
  const choices = may(context, "change_unit") ? await areaChoices(context, {}) : null;
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
        <>
          <ExportLinks what={may(context, "export_persons") ? ["units", "persons"] : "units"} />
          {may(context, "import_units") ? (
            <>
              {choices ? (
                <div className="mt-3">
                  <RecordForm
                    title={tManage("unit.add")}
                    icon="add"
                    action={createUnitAction}
                    hidden={{}}
                    submit={tManage("unit.add")}
                    done={tManage("unit.added")}
                    fields={[
                      {
                        kind: "text",
                        name: "code",
                        label: t("field.code"),
                        hint: tManage("unit.codeHint"),
                        most: 30,
                        isRequired: true,
                      },
                      ...unitFieldSpecs(await getTranslations("manage.unit.form"), null, {
                        kinds: unitKindNames.map((kind) => ({ value: kind, label: t(`unitKind.${kind}`) })),
                        areas: areaOptions(locale, choices.areas),
                        responsible: kindOptions(locale),
                      }),
                      {
                        kind: "day",
                        name: "validFrom",
                        label: t("field.validFrom"),
                        hint: tManage("unit.fromHint"),
                      },
                    ]}
                  />
                </div>
              ) : null}
              <ImportForm what="units" action={importAction} />
              <ImportForm what="persons" action={importAction} />
            </>
          ) : null}
        </>
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
