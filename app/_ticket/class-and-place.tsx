"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { Field } from "@/lib/ui/field";
import { Select, TextInput } from "@/lib/ui/inputs";
import { CityMap } from "@/lib/ui/map/city-map";
import type { FormChoices } from "./form-choices";

/** Degrees around the ticket that the small map shows first: some three hundred metres. */
const reach = 0.003;

/** Class and place as the desk finds them on closer reading; the report's own words stay as they are. */
export function ClassAndPlace({ choices }: { choices: FormChoices }) {
  const t = useTranslations("ticket");
  const locale = useLocale() as Locale;
  const [point, setPoint] = useState({ lng: choices.place.lng, lat: choices.place.lat });
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
      <Field name="place" label={t("label.place")} hint={t("hint.place")} isGroup>
        <CityMap
          label={t("label.place")}
          className="h-56"
          box={{ west: lng - reach, east: lng + reach, south: lat - reach, north: lat + reach }}
          cells={{ measure: "none" }}
          pin={point}
          onPin={setPoint}
        />
      </Field>
      <input type="hidden" name="lng" value={point.lng} readOnly />
      <input type="hidden" name="lat" value={point.lat} readOnly />
    </>
  );
}
