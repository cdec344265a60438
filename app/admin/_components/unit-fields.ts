import { responsibleKinds } from "@/lib/domain/catalogue/responsible-kinds";
import type { AreaLevel } from "@/lib/domain/posts";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import type { FieldSpec, Option } from "./record-form";

/** How far an area stands in, in a list that shows the tree. */
const indent: Record<AreaLevel, string> = {
  city: "",
  district: "\u3000",
  street: "\u3000\u3000",
  community: "\u3000\u3000\u3000",
};

export function areaOptions(
  locale: Locale,
  areas: readonly { code: string; name: string; nameEn: string; level: AreaLevel }[],
): Option[] {
  return areas.map((area) => ({
    value: area.code,
    label: `${indent[area.level]}${ownName(locale, area.name, area.nameEn)} ${area.code}`,
  }));
}

export function kindOptions(locale: Locale): Option[] {
  return Object.entries(responsibleKinds).map(([value, { name, nameEn }]) => ({
    value,
    label: ownName(locale, name, nameEn),
  }));
}

type Values = {
  name: string;
  nameEn: string;
  kind: string;
  area: string;
  phone: string | null;
  responsibleKinds: readonly string[];
};
type Words = (
  key: "name" | "nameEn" | "kind" | "area" | "phone" | "responsibleKinds" | "phoneHint" | "kindsHint",
) => string;

/** The fields of a unit, for a new one as for a known one. */
export function unitFieldSpecs(
  t: Words,
  values: Values | null,
  options: { kinds: Option[]; areas: Option[]; responsible: Option[] },
): FieldSpec[] {
  return [
    { kind: "text", name: "name", label: t("name"), value: values?.name ?? "", most: 80, isRequired: true },
    { kind: "text", name: "nameEn", label: t("nameEn"), value: values?.nameEn ?? "", isRequired: true },
    {
      kind: "choice",
      name: "kind",
      label: t("kind"),
      value: values?.kind ?? "",
      options: options.kinds,
      isRequired: true,
    },
    {
      kind: "choice",
      name: "area",
      label: t("area"),
      value: values?.area ?? "",
      options: options.areas,
      isRequired: true,
    },
    {
      kind: "text",
      name: "phone",
      label: t("phone"),
      value: values?.phone ?? "",
      most: 20,
      hint: t("phoneHint"),
    },
    {
      kind: "boxes",
      name: "responsibleKinds",
      label: t("responsibleKinds"),
      hint: t("kindsHint"),
      values: values?.responsibleKinds ?? [],
      options: options.responsible,
    },
  ];
}
