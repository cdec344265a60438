import { useLocale, useTranslations } from "next-intl";
import type { CellFacts as Facts } from "@/lib/features/field/load-cell";
import { countText } from "@/lib/i18n/figures";
import { ownName } from "@/lib/i18n/own-name";

/** What one should know of a cell before walking it: where, how large, who looks after it, its key places. */
export function CellFacts({ cell }: { cell: Facts }) {
  const t = useTranslations("field");
  const tPost = useTranslations("post");
  const locale = useLocale();
  const kindName = (kind: string) => {
    // Kinds come from the importer; one that has no word yet is "other".
    const key = `placeKind.${kind}` as "placeKind.other";
    return t.has(key) ? t(key) : t("placeKind.other");
  };
  const facts = [
    [t("cells.community"), ownName(locale, cell.communityName, cell.communityNameEn)],
    [t("cells.code"), cell.code],
    [t("cells.area"), t("cells.areaM2", { count: countText(Math.round(cell.areaM2), locale) })],
    [
      t("cells.team"),
      cell.team.length > 0
        ? cell.team
            .map(({ name, post }) => t("cells.member", { name, post: tPost(post) }))
            .join(locale === "en" ? ", " : "、")
        : t("cells.noTeam"),
    ],
  ] as const;
  return (
    <section aria-labelledby="cell-name" className="px-3">
      <h1 id="cell-name" className="text-lg font-semibold">
        {ownName(locale, cell.name, cell.nameEn)}
      </h1>
      <dl className="mt-1 grid grid-cols-[6em_1fr] gap-y-1 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h2 className="mt-3 font-semibold">{t("cells.places")}</h2>
      {cell.places.length === 0 ? (
        <p className="text-muted">{t("cells.noPlaces")}</p>
      ) : (
        <ul className="text-sm">
          {cell.places.map(({ kind, name }) => (
            <li key={`${kind} ${name}`}>
              {name} <span className="text-muted text-xs">{kindName(kind)}</span>
            </li>
          ))}
          {cell.placeCount > cell.places.length ? (
            <li className="text-muted">
              {t("cells.placesMore", { count: cell.placeCount - cell.places.length })}
            </li>
          ) : null}
        </ul>
      )}
    </section>
  );
}
