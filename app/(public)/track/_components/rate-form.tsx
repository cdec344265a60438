"use client";

import { Star } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Field } from "@/lib/ui/field";
import { HeldForm } from "./held-form";
import type { Tracked, TrackState } from "./track-state";

const choices = [1, 2, 3, 4, 5] as const;

/** One to five stars: radio buttons that look like stars, each with its words. */
export function RateForm(props: { state: TrackState; tracked: Tracked; action: (form: FormData) => void }) {
  const t = useTranslations("track.rate");
  const { rating, version } = props.tracked;
  return (
    <section className="rounded-md border border-line bg-panel p-4 no-print">
      <h2 className="font-semibold">{t("title")}</h2>
      {rating === null ? null : <p className="text-muted text-sm">{t("current", { stars: rating })}</p>}
      <HeldForm name="rate" {...props}>
        <Field name="stars" label={<span className="sr-only">{t("label")}</span>} isGroup>
          <Stars key={version} rating={rating} />
        </Field>
        <div>
          <Button>{t("send")}</Button>
        </div>
      </HeldForm>
    </section>
  );
}

function Stars({ rating }: { rating: number | null }) {
  const t = useTranslations("track.rate");
  const [chosen, setChosen] = useState(rating ?? 0);
  return (
    <div className="flex flex-wrap items-center">
      {choices.map((stars) => (
        <label
          key={stars}
          title={t(`words.${stars}`)}
          className="grid size-11 cursor-pointer place-items-center rounded-md has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="stars"
            value={stars}
            defaultChecked={rating === stars}
            onChange={() => setChosen(stars)}
            aria-label={`${t("stars", { stars })}, ${t(`words.${stars}`)}`}
            className="sr-only"
          />
          <Star
            aria-hidden
            className={stars <= chosen ? "size-7 text-accent" : "size-7 text-line-strong"}
            fill={stars <= chosen ? "currentColor" : "none"}
          />
        </label>
      ))}
      <span className="ml-2 text-sm" aria-hidden>
        {chosen >= 1 && chosen <= 5 ? t(`words.${chosen as 1 | 2 | 3 | 4 | 5}`) : null}
      </span>
    </div>
  );
}
