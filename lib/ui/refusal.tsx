"use client";

import { useTranslations } from "next-intl";
import type { FormState } from "@/lib/domain/form-state";
import { useFormAnswer } from "./form-context";
import { Notice } from "./notice";

/** The sentence of a field's problem, whatever code a verb gave it. */
function useProblemWords(): (code: string) => string {
  const t = useTranslations("refusal.field");
  return (code) => {
    // Codes are open: a verb may name one that has no sentence of its own yet.
    const key = code as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : t("other");
  };
}

export function useFieldProblem(name: string): string | undefined {
  const state = useFormAnswer();
  const say = useProblemWords();
  if (state.status !== "refused") return undefined;
  // `photos.0` and the like belong to the field `photos`.
  const found = Object.entries(state.fields).find(([path]) => path === name || path.startsWith(`${name}.`));
  return found ? say(found[1]) : undefined;
}

/** Says in words why the form around was refused. Focus stays where it was; screen readers hear it. */
export function RefusalNotice({ state }: { state: FormState }) {
  const t = useTranslations("refusal");
  if (state.status !== "refused") return null;
  return (
    <Notice kind="refused" role="alert">
      {state.code === "conflict" && state.detail.subject === "record" ? t("conflictRecord") : t(state.code)}
    </Notice>
  );
}
