import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { deskPowers } from "@/lib/domain/desk-powers";
import { loadArea } from "@/lib/features/administration/load-area";
import { ownName } from "@/lib/i18n/own-name";
import { Notice } from "@/lib/ui/notice";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { AdminPage, may, titled } from "../../_components/admin-page";
import { Facts, Part } from "../../_components/facts";
import { RecordForm } from "../../_components/record-form";
import { RecordHistory } from "../../_components/record-history";
import { changeAreaAction, changeDeskAction, endAreaAction } from "../actions";

export const generateMetadata: () => Promise<Metadata> = titled("areas");

/** One area and its desk: what they are called, what stands on them, and what was done to them. */
export default async function AreaPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  const context = await adminContext(`/admin/areas/${code}`);
  const area = await orNotFound(loadArea(context, { code: decodeURIComponent(code) }));
  const t = await getTranslations();
  const locale = await getLocale();
  const { desk } = area;
  const isCurrent = area.validTo === null;
  const mayChange = may(context, "change_area") && isCurrent;
  const name = ownName(locale, area.name, area.nameEn);
  const powers = deskPowers.map((power) => ({ value: power, label: t(`manage.power.${power}`) }));
  const nothing = t("manage.nothing");
  return (
    <AdminPage context={context} section="areas" title={name}>
      <p className="mb-4">
        <Link href="/admin/areas" className="link">
          {t("manage.backToAreas")}
        </Link>
      </p>
      {isCurrent ? null : (
        <Notice kind="info" role="note" className="mb-4">
          {t("manage.ended", { day: area.validTo ?? "" })}
        </Notice>
      )}
      <Facts
        facts={[
          [t("admin.field.code"), area.code],
          [t("manage.field.name"), area.name],
          [t("admin.field.nameEn"), area.nameEn],
          [t("admin.field.level"), t(`admin.level.${area.level}`)],
          [
            t("admin.field.parent"),
            area.parentCode ? (
              <Link key="parent" href={`/admin/areas/${area.parentCode}`} className="link">
                {ownName(locale, area.parentName ?? "", area.parentNameEn)}
              </Link>
            ) : (
              nothing
            ),
          ],
          [t("manage.areasBelow"), area.children],
          [t("admin.areas.cells"), area.cells],
          [t("admin.areas.size"), (area.areaM2 / 1e6).toFixed(2)],
          [t("admin.field.validFrom"), area.validFrom],
        ]}
      />
      {mayChange ? (
        <div className="mt-4 grid max-w-3xl gap-2">
          <RecordForm
            title={t("manage.area.change")}
            note={area.children > 0 ? t("manage.area.codeFixed") : t("manage.area.codeNote")}
            icon="change"
            action={changeAreaAction}
            hidden={{
              code: area.code,
              seen: area.seen,
              ...(area.children > 0 ? { newCode: area.code } : {}),
            }}
            submit={t("manage.save")}
            done={t("manage.saved", { name })}
            fields={[
              {
                kind: "text",
                name: "name",
                label: t("manage.field.name"),
                value: area.name,
                most: 80,
                isRequired: true,
              },
              {
                kind: "text",
                name: "nameEn",
                label: t("admin.field.nameEn"),
                value: area.nameEn,
                isRequired: true,
              },
              ...(area.children > 0
                ? []
                : [
                    {
                      kind: "text" as const,
                      name: "newCode",
                      label: t("admin.field.code"),
                      value: area.code,
                      most: 12,
                      isRequired: true,
                    },
                  ]),
            ]}
          />
          {area.level === "city" ? null : (
            <RecordForm
              title={t("manage.area.end")}
              note={t("manage.area.endNote")}
              icon="end"
              isDanger
              action={endAreaAction}
              hidden={{ code: area.code, seen: area.seen }}
              submit={t("manage.area.end")}
              done={t("manage.area.endDone", { name })}
              fields={[
                {
                  kind: "day",
                  name: "validTo",
                  label: t("manage.endsOn"),
                  value: area.today,
                  isRequired: true,
                },
              ]}
            />
          )}
        </div>
      ) : null}
      {desk ? (
        <Part id="desk" title={t("manage.desk.title")}>
          <Facts
            facts={[
              [t("manage.field.name"), ownName(locale, desk.name, desk.nameEn)],
              [
                t("manage.field.powers"),
                desk.powers
                  .map((power) => powers.find(({ value }) => value === power)?.label ?? power)
                  .join(locale === "en" ? ", " : "、") || nothing,
              ],
              [
                t("manage.desk.unit"),
                desk.unit ? (
                  <Link key="unit" href={`/admin/units/${encodeURIComponent(desk.unit)}`} className="link">
                    {ownName(locale, desk.unitName ?? "", desk.unitNameEn)}
                  </Link>
                ) : (
                  nothing
                ),
              ],
            ]}
          />
          {mayChange ? (
            <div className="mt-3 max-w-3xl">
              <RecordForm
                title={t("manage.desk.change")}
                icon="change"
                action={changeDeskAction}
                hidden={{ area: area.code, seen: desk.seen }}
                submit={t("manage.save")}
                done={t("manage.saved", { name: desk.name })}
                fields={[
                  {
                    kind: "text",
                    name: "name",
                    label: t("manage.field.name"),
                    value: desk.name,
                    most: 80,
                    isRequired: true,
                  },
                  {
                    kind: "text",
                    name: "nameEn",
                    label: t("admin.field.nameEn"),
                    value: desk.nameEn,
                    isRequired: true,
                  },
                  {
                    kind: "boxes",
                    name: "powers",
                    label: t("manage.field.powers"),
                    hint: t("manage.desk.powersHint"),
                    values: desk.powers,
                    options: powers,
                  },
                  {
                    kind: "choice",
                    name: "unit",
                    label: t("manage.desk.unit"),
                    hint: t("manage.desk.unitHint"),
                    value: desk.unit ?? "",
                    none: nothing,
                    options: area.units.map((unit) => ({
                      value: unit.code,
                      label: ownName(locale, unit.name, unit.nameEn),
                    })),
                  },
                ]}
              />
            </div>
          ) : null}
        </Part>
      ) : null}
      <Part id="history" title={t("manage.history")}>
        <RecordHistory history={area.history} />
      </Part>
    </AdminPage>
  );
}
