"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useFieldInfo } from "@/lib/ui/form-context";
import { TextArea } from "@/lib/ui/inputs";

/** A text with ready phrases (常用语) under it: a desk writes the same ten sentences all day. */
export function PhraseArea({ phrases, maxLength }: { phrases: readonly string[]; maxLength: number }) {
  const t = useTranslations("ticket");
  const field = useFieldInfo();
  const box = useRef<HTMLDivElement>(null);
  const put = (phrase: string) => {
    const area = box.current?.querySelector("textarea");
    if (!area) return;
    area.value = area.value.trim() === "" ? phrase : `${area.value}${phrase}`.slice(0, maxLength);
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  };
  return (
    <div ref={box}>
      <TextArea rows={2} maxLength={maxLength} required={field?.isRequired} />
      {phrases.length > 0 ? (
        <ul aria-label={t("phrases")} className="mt-1 flex flex-wrap gap-1.5">
          {phrases.map((phrase) => (
            <li key={phrase}>
              <button
                type="button"
                onClick={() => put(phrase)}
                className="min-h-11 md:min-h-7 rounded-md border border-line bg-sunken px-2 text-left text-xs text-ink hover:border-line-strong"
              >
                {phrase}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
