"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { classes } from "./classes";
import { FieldContext, useFormAnswer } from "./form-context";
import { useFieldProblem } from "./refusal";

/** Label, hint and problem of one input, tied to it for screen readers. Inputs inside take name and id from here. */
export function Field({
  name,
  label,
  hint,
  error,
  isRequired = false,
  isGroup = false,
  className,
  children,
}: {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Words of a problem found before sending; a refusal of the form fills it by itself. */
  error?: string | undefined;
  isRequired?: boolean;
  /** Several controls under one label (radio buttons, photos). */
  isGroup?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  const t = useTranslations("ui");
  const refused = useFieldProblem(name);
  const isRefused = useFormAnswer().status === "refused";
  const problem = error ?? (isRefused ? refused : undefined);
  const hintId = hint ? `${id}-hint` : undefined;
  const problemId = problem ? `${id}-problem` : undefined;
  const describedBy = [problemId, hintId].filter(Boolean).join(" ") || undefined;
  const info = { name, id, describedBy, isInvalid: problem !== undefined, isRequired };
  const caption = (
    <>
      {label}
      {isRequired ? <span className="text-muted font-normal"> · {t("required")}</span> : null}
    </>
  );
  const body = (
    <>
      {children}
      {problem ? (
        <p id={problemId} className="mt-1 flex items-start gap-1.5 text-danger text-xs">
          <CircleAlert aria-hidden className="size-4 mt-px shrink-0" />
          <span>{problem}</span>
        </p>
      ) : null}
      {hint ? (
        <p id={hintId} className="mt-1 text-muted text-xs max-w-[40em]">
          {hint}
        </p>
      ) : null}
    </>
  );
  const labelClass = "block mb-1 text-sm font-medium";
  return (
    <FieldContext.Provider value={info}>
      {isGroup ? (
        <fieldset className={classes("min-w-0", className)} aria-describedby={describedBy}>
          <legend className={labelClass}>{caption}</legend>
          {body}
        </fieldset>
      ) : (
        <div className={classes("min-w-0", className)}>
          <label htmlFor={id} className={labelClass}>
            {caption}
          </label>
          {body}
        </div>
      )}
    </FieldContext.Provider>
  );
}
