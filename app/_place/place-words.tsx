"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/lib/ui/field";
import { TextInput } from "@/lib/ui/inputs";
import type { Place } from "./use-place";

/** The place as one says it, with the words suggested for its point within reach once somebody wrote their own. */
export function PlaceWords({
  place,
  label,
  hint,
  value,
  onChange,
  isRequired = false,
}: {
  place: Place;
  label: string;
  hint: string;
  value: string;
  onChange: (words: string) => void;
  isRequired?: boolean;
}) {
  const t = useTranslations("place");
  const { suggestion, takeSuggestion } = place;
  return (
    <Field name="placeWords" label={label} hint={hint} isRequired={isRequired}>
      <TextInput maxLength={120} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
      {suggestion && suggestion !== value ? (
        <button
          type="button"
          onClick={takeSuggestion}
          className="link mt-1 flex min-h-11 items-center text-left text-sm md:min-h-8"
        >
          {t("useWords", { words: suggestion })}
        </button>
      ) : null}
    </Field>
  );
}
