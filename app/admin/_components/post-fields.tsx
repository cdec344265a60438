"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { type AreaLevel, posts } from "@/lib/domain/posts";
import type { Locale } from "@/lib/i18n/locales";
import { Field } from "@/lib/ui/field";
import { Select, TextInput } from "@/lib/ui/inputs";
import { kindOptions } from "./unit-fields";

const unitPosts = ["unit_liaison", "section_head", "handler", "unit_manager"];
const cellPosts = ["grid_worker", "grid_head", "supervisor"];
const indent: Record<AreaLevel, string> = {
  city: "",
  district: "\u3000",
  street: "\u3000\u3000",
  community: "\u3000\u3000\u3000",
};

/** A post and its place; what only some posts need shows when such a post is chosen. */
export function PostFields({
  areas,
  units,
}: {
  areas: readonly { code: string; name: string; level: AreaLevel }[];
  units: readonly { code: string; name: string }[];
}) {
  const t = useTranslations();
  const locale = useLocale() as Locale;
  const [post, setPost] = useState("");
  // Before the script, and before a post is chosen, every field is there.
  const isFor = (list: readonly string[]) => post === "" || list.includes(post);
  return (
    <>
      <Field name="post" label={t("admin.field.post")} isRequired>
        <Select value={post} onChange={(event) => setPost(event.currentTarget.value)}>
          <option value="">{t("ui.choose")}</option>
          {posts.map((each) => (
            <option key={each} value={each}>
              {t(`post.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field name="area" label={t("admin.field.area")} hint={t("admin.accounts.areaHint")} isRequired>
        <Select>
          {areas.map((area) => (
            <option key={area.code} value={area.code}>
              {`${indent[area.level]}${area.name} ${area.code}`}
            </option>
          ))}
        </Select>
      </Field>
      {isFor(unitPosts) ? (
        <Field name="unit" label={t("admin.field.unit")} hint={t("admin.accounts.unitHint")}>
          <Select>
            <option value="">{t("admin.accounts.noUnit")}</option>
            {units.map((unit) => (
              <option key={unit.code} value={unit.code}>
                {unit.name}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      {isFor(["section_head"]) ? (
        <Field name="section" label={t("admin.field.section")} hint={t("admin.accounts.sectionHint")}>
          <TextInput maxLength={30} />
        </Field>
      ) : null}
      {isFor(["handler"]) ? (
        <Field name="person" label={t("admin.field.person")} hint={t("admin.accounts.personHint")}>
          <TextInput maxLength={40} />
        </Field>
      ) : null}
      {isFor(["line_authority"]) ? (
        <Field name="line" label={t("admin.field.line")} hint={t("admin.accounts.lineHint")}>
          <Select>
            <option value="">{t("ui.choose")}</option>
            {kindOptions(locale).map((kind) => (
              <option key={kind.value} value={kind.value}>
                {kind.label}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      {isFor(cellPosts) ? (
        <Field name="cells" label={t("admin.field.cells")} hint={t("admin.accounts.cellsHint")}>
          <TextInput maxLength={2000} />
        </Field>
      ) : null}
    </>
  );
}
