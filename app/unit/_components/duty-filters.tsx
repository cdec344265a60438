import { Search } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { hrefWith } from "@/lib/ui/address";
import { buttonClass } from "@/lib/ui/button-class";
import { Checkbox, Select, TextInput } from "@/lib/ui/inputs";

/** A plain GET form: the address holds the search, and it works before any script. */
export function DutyFilters({
  path,
  search,
  sections,
  people,
}: {
  path: string;
  search: Record<string, string>;
  sections: readonly { code: string; name: string }[];
  people: readonly string[];
}) {
  const t = useTranslations("unit");
  const isFiltered = Boolean(search.q || search.section || search.person || search.late);
  const kept = (["view", "sort", "order", "map", "at"] as const).filter((name) => search[name]);
  return (
    <search>
      <form action={path} className="flex flex-wrap items-center gap-2 px-3 py-2 no-print">
        {kept.map((name) => (
          <input key={name} type="hidden" name={name} value={search[name]} />
        ))}
        <TextInput
          name="q"
          type="search"
          defaultValue={search.q ?? ""}
          maxLength={60}
          aria-label={t("search")}
          placeholder={t("placeholder")}
          className="max-w-72 min-w-0 grow basis-44"
        />
        {sections.length > 1 ? (
          <Select
            name="section"
            defaultValue={search.section ?? ""}
            aria-label={t("allSections")}
            className="w-auto max-w-40"
          >
            <option value="">{t("allSections")}</option>
            {sections.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        ) : null}
        {people.length > 1 ? (
          <Select
            name="person"
            defaultValue={search.person ?? ""}
            aria-label={t("allPeople")}
            className="w-auto max-w-40"
          >
            <option value="">{t("allPeople")}</option>
            <option value="-">{t("nobodyYet")}</option>
            {people.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        ) : null}
        <Checkbox name="late" label={t("lateOnly")} defaultChecked={search.late === "yes"} />
        <button type="submit" className={buttonClass("secondary")}>
          <Search aria-hidden className="size-4" />
          {t("find")}
        </button>
        {isFiltered ? (
          <Link
            href={hrefWith(path, search, {
              q: undefined,
              section: undefined,
              person: undefined,
              late: undefined,
              page: undefined,
            })}
            className={buttonClass("quiet")}
          >
            {t("clear")}
          </Link>
        ) : null}
      </form>
    </search>
  );
}
