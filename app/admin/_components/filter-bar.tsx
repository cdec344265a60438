import { Search } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClass } from "@/lib/ui/button-class";
import { Select, TextInput } from "@/lib/ui/inputs";

export type Filter = {
  name: string;
  /** Said where nothing is chosen. */
  label: string;
  options: readonly { value: string; label: string }[];
};
export type DateFilter = { name: string; label: string };

/** A plain GET form: the address holds the search, and it works before any script. */
export function FilterBar({
  path,
  search,
  placeholder,
  filters = [],
  dates = [],
}: {
  path: string;
  search: Record<string, string>;
  placeholder: string;
  filters?: readonly Filter[] | undefined;
  dates?: readonly DateFilter[] | undefined;
}) {
  const t = useTranslations("admin.list");
  const isFiltered = [{ name: "q" }, ...filters, ...dates].some(({ name }) => search[name]);
  return (
    <search>
      <form action={path} className="my-3 flex flex-wrap items-end gap-2 no-print">
        <TextInput
          name="q"
          type="search"
          defaultValue={search.q ?? ""}
          maxLength={60}
          aria-label={t("search")}
          placeholder={placeholder}
          className="max-w-80 min-w-0 basis-56 grow"
        />
        {filters.map((filter) => (
          <Select
            key={filter.name}
            name={filter.name}
            defaultValue={search[filter.name] ?? ""}
            aria-label={filter.label}
            className="w-auto! max-w-full"
          >
            <option value="">{filter.label}</option>
            {filter.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </Select>
        ))}
        {dates.map((date) => (
          <span key={date.name} className="flex items-center gap-1.5 text-xs text-muted">
            <label htmlFor={`filter-${date.name}`}>{date.label}</label>
            <TextInput
              id={`filter-${date.name}`}
              name={date.name}
              type="date"
              defaultValue={search[date.name] ?? ""}
              className="w-auto!"
            />
          </span>
        ))}
        <button type="submit" className={buttonClass("secondary")}>
          <Search aria-hidden className="size-4" />
          {t("find")}
        </button>
        {isFiltered ? (
          <Link href={path} className={buttonClass("quiet")}>
            {t("clear")}
          </Link>
        ) : null}
      </form>
    </search>
  );
}
