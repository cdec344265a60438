import { useLocale, useTranslations } from "next-intl";
import { countText } from "@/lib/i18n/figures";
import { type CellMeasure, type CellScale, cellColour, cellOpacity } from "./cell-scale";

/** The breaks that the map draws with, each with how many cells it holds. Works before any script. */
export function CellLegend({ measure, scale }: { measure: CellMeasure; scale: CellScale }) {
  const t = useTranslations("map");
  const locale = useLocale();
  const isShare = measure === "solved";
  const range = ({ from, to }: { from: number; to: number }) => {
    const text =
      from === to ? countText(from, locale) : `${countText(from, locale)}–${countText(to, locale)}`;
    return isShare ? `${text} %` : text;
  };
  const cells = (count: number) => t("legend.cells", { number: count });
  return (
    <figure aria-label={t("legend.label")} className="text-xs">
      <figcaption className="text-muted">{t(`legend.${measure}`)}</figcaption>
      <ul className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="h-3.5 w-6 border border-line-strong bg-map-land" />
          <span>{t(isShare ? "legend.noData" : "legend.zero")}</span>
          <span className="text-muted">{cells(scale.without)}</span>
        </li>
        {scale.classes.map((one, at) => (
          <li key={one.from} className="flex items-center gap-1.5">
            <span
              aria-hidden
              className="h-3.5 w-6 border border-line-strong print-colours"
              style={{
                background: fillOf(at, scale.classes.length),
              }}
            />
            <span className="tabular-nums">{range(one)}</span>
            <span className="text-muted">{cells(one.cells)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

/** As it looks on the map; the style sheet takes the theme's own turn of the scale, without a script to ask for it. */
function fillOf(at: number, classes: number): string {
  const [light, dark] = [false, true].map((isDark) => cellColour(at, classes, isDark));
  return `color-mix(in srgb, light-dark(${light}, ${dark}) ${cellOpacity * 100}%, var(--map-land))`;
}
