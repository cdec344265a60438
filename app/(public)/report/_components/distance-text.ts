type Say = (key: "place.metres" | "place.kilometres", values: Record<string, string | number>) => string;

/** "80 m", "1.2 km": no more digits than anybody needs. */
export function distanceText(t: Say, metres: number): string {
  if (metres < 1000) return t("place.metres", { metres: Math.max(1, Math.round(metres)) });
  const kilometres = metres / 1000;
  return t("place.kilometres", {
    kilometres: kilometres < 10 ? kilometres.toFixed(1) : Math.round(kilometres),
  });
}
