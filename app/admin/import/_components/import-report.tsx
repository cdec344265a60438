import { useLocale, useTranslations } from "next-intl";
import type { ImportFaultLine } from "@/lib/domain/city-import";
import { countText } from "@/lib/i18n/figures";
import { Notice } from "@/lib/ui/notice";
import type { ImportRecord } from "./import-record";

/** What an import did, changed, mended and left out, or why it was refused. */
export function ImportReport({ record }: { record: ImportRecord }) {
  const t = useTranslations("cityImport");
  const locale = useLocale();
  const count = (value = 0) => countText(value, locale);
  const { changes } = record;
  if (record.faults)
    return (
      <Notice kind="refused" role="note">
        <p>{t("refusedWhy")}</p>
        <ul className="mt-1 grid gap-1">
          {record.faults.map((fault) => (
            <FaultLine key={`${fault.at} ${fault.code}`} fault={fault} />
          ))}
        </ul>
      </Notice>
    );
  if (record.taken !== undefined) {
    const { tickets = 0, units = 0, posts = 0 } = record;
    const isUsed = tickets + units + posts > 0;
    return (
      <Notice kind="refused" role="note">
        {isUsed
          ? t("takenInUse", { name: record.taken, tickets, units, posts })
          : t("taken", { name: record.taken })}
      </Notice>
    );
  }
  if (record.reason)
    return (
      <Notice kind="refused" role="note">
        {t(`failed.${record.reason}`)}
      </Notice>
    );
  if (record.name === undefined) return null;
  return (
    <div className="grid gap-2">
      <p>
        {t(changes ? "updated" : "imported", { name: record.name, code: record.code ?? "" })}
        {record.isBoundaryAssumed ? ` ${t("assumed")}` : ""}
      </p>
      {changes ? (
        <ChangeList changes={changes} />
      ) : (
        <p className="text-muted">
          {t("counts", {
            areas: count(record.areas),
            cells: count(record.cells),
            places: count(record.places),
            basemap: count(record.basemap),
            population: count(record.population),
          })}
        </p>
      )}
      {record.missing && record.missing.length > 0 ? (
        <p>{t("missing", { layers: record.missing.map((layer) => layerName(t, layer)).join(t("comma")) })}</p>
      ) : null}
      <Features title={t("repaired", { count: record.repairedCount ?? 0 })} features={record.repaired} />
      <Features title={t("skipped", { count: record.skippedCount ?? 0 })} features={record.skipped} />
    </div>
  );
}

function FaultLine({ fault: { at, code, facts } }: { fault: ImportFaultLine }) {
  const t = useTranslations("cityImport");
  return (
    <li className="break-words">
      {at === "" ? null : <span className="font-mono text-xs text-muted">{placeText(t, at)}</span>}{" "}
      {t(`fault.${code}`, facts)}
    </li>
  );
}

/** Options of the command line, as the form calls them. */
const optionLabels = {
  "--county-code": "countyCode",
  "--levels": "levels",
  "--city": "city",
  "--crs": "crs",
} as const;

/** File, field and option stay as they are called there; what is counted is said in the reader's language. */
function placeText(t: Translate, at: string): string {
  const parts = at.split(": ").map((part) => {
    const counted = /^(feature|line|byte) (\d+)$/.exec(part);
    // The pattern holds only these three words.
    if (counted) return t(`place.${counted[1] as "feature" | "line" | "byte"}`, { number: counted[2] ?? "" });
    const option = Object.entries(optionLabels).find(([name]) => name === part)?.[1];
    return option ? t(option) : part;
  });
  return parts.join(" · ");
}

type Translate = ReturnType<typeof useTranslations<"cityImport">>;

function layerName(t: Translate, layer: string): string {
  const key = `layer.${layer}` as Parameters<Translate>[0];
  return t.has(key) ? t(key) : layer;
}

function ChangeList({ changes }: { changes: NonNullable<ImportRecord["changes"]> }) {
  const t = useTranslations("cityImport");
  const { areas, places, basemap } = changes;
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join(t("comma"));
  return (
    <ul className="list-disc pl-5">
      <li>{t("changedPlaces", places)}</li>
      <li>{t("changedBasemap", basemap)}</li>
      {areas.renamed.map(({ code, before, after }) => (
        <li key={code}>{t("renamed", { code, before, after })}</li>
      ))}
      {areas.boundaryDiffers.length > 0 ? (
        <li>{t("boundaryDiffers", { names: names(areas.boundaryDiffers) })}</li>
      ) : null}
      {areas.unknown.length > 0 ? <li>{t("unknownAreas", { names: names(areas.unknown) })}</li> : null}
      {areas.gone.length > 0 ? <li>{t("goneAreas", { names: names(areas.gone) })}</li> : null}
    </ul>
  );
}

function Features({ title, features = [] }: { title: string; features: ImportRecord["skipped"] }) {
  const t = useTranslations("cityImport");
  if (features.length === 0) return null;
  return (
    <details>
      <summary className="flex min-h-11 items-center text-accent underline underline-offset-3 md:min-h-8">
        {title}
      </summary>
      <div className="max-h-80 overflow-auto rounded-md bg-sunken p-2">
        <ul className="grid gap-1 text-xs">
          {features.map(({ layer, at, name, reason: { code, ...facts } }) => (
            <li key={`${layer} ${at} ${code}`}>
              <span className="text-muted">
                {layerName(t, layer)} {at}
              </span>{" "}
              {name}: {t(`reason.${code}`, { count: 0, all: 0, metres: 0, at: "", ...facts })}
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
