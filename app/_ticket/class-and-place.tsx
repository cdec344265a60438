"use client";

import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { Field } from "@/lib/ui/field";
import { Select, TextInput } from "@/lib/ui/inputs";
import type { FormChoices } from "./form-choices";

/** Class and place as the desk finds them on closer reading; the report's own words stay as they are. */
export function ClassAndPlace({ choices }: { choices: FormChoices }) {
  const t = useTranslations("ticket");
  const locale = useLocale() as Locale;
  const majors = new Map<string, FormChoices["classes"]>();
  for (const one of choices.classes) {
    const major = ownName(locale, one.majorName, one.majorNameEn);
    majors.set(major, [...(majors.get(major) ?? []), one]);
  }
  const { lng, lat } = choices.place;
  return (
    <>
      <Field name="classId" label={t("label.class")} isRequired>
        <Select defaultValue={choices.classId} required>
          {[...majors].map(([major, classes]) => (
            <optgroup key={major} label={major}>
              {classes.map(({ id, code, name, nameEn }) => (
                <option key={id} value={id}>
                  {`${ownName(locale, name, nameEn)} (${code})`}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      </Field>
      <Field name="placeWords" label={t("label.placeWords")} isRequired>
        <TextInput defaultValue={choices.place.words} maxLength={120} required />
      </Field>
      <input type="hidden" name="lng" value={lng} readOnly />
      <input type="hidden" name="lat" value={lat} readOnly />
    </>
  );
}
