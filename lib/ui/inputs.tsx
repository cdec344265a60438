"use client";

import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes";
import { useFieldInfo, useTyped } from "./form-context";

const boxClass =
  "w-full rounded-md border border-line-strong bg-panel text-ink px-2.5 text-base md:text-sm aria-invalid:border-danger aria-invalid:border-2 disabled:bg-sunken disabled:text-muted";
const lineClass = "min-h-11 md:min-h-8";

/** What an input takes from the field around it; a lone input must bring its own name and `aria-label`. */
function useBinding(props: { id?: string | undefined; name?: string | undefined }) {
  const field = useFieldInfo();
  const name = props.name ?? field?.name;
  const typed = useTyped(name);
  return {
    name,
    typed,
    attributes: {
      id: props.id ?? field?.id,
      name,
      required: field?.isRequired || undefined,
      "aria-invalid": field?.isInvalid || undefined,
      "aria-describedby": field?.describedBy,
    },
  };
}

const one = (typed: string | string[] | undefined) => (Array.isArray(typed) ? typed[0] : typed);

export function TextInput({ className, ...props }: ComponentProps<"input">) {
  const { attributes, typed } = useBinding(props);
  const kept = props.value === undefined ? { defaultValue: one(typed) ?? props.defaultValue } : {};
  return (
    <input
      type="text"
      {...attributes}
      {...props}
      {...kept}
      className={classes(boxClass, lineClass, className)}
    />
  );
}

export function TextArea({ className, ...props }: ComponentProps<"textarea">) {
  const { attributes, typed } = useBinding(props);
  const kept = props.value === undefined ? { defaultValue: one(typed) ?? props.defaultValue } : {};
  return (
    <textarea
      rows={3}
      {...attributes}
      {...props}
      {...kept}
      className={classes(boxClass, "py-2 md:py-1.5 min-h-20", className)}
    />
  );
}

/** The system's own list: it is what a phone does best, and it works before any script. */
export function Select({ className, children, ...props }: ComponentProps<"select">) {
  const { attributes, typed } = useBinding(props);
  const value = one(typed) ?? props.defaultValue;
  const kept = props.value === undefined ? { defaultValue: value } : {};
  // React sets a select's default only when it is made: a new key makes it anew after a refusal.
  return (
    <select
      key={props.value === undefined ? String(value) : "controlled"}
      {...attributes}
      {...props}
      {...kept}
      className={classes(boxClass, lineClass, "pr-7", className)}
    >
      {children}
    </select>
  );
}

export type Choice = { value: string; label: ReactNode; hint?: ReactNode; isDisabled?: boolean };

/** Put it inside `<Field isGroup>`, whose legend names the group. */
export function RadioGroup({
  choices,
  defaultValue,
  onChange,
  isInline = false,
}: {
  choices: readonly Choice[];
  defaultValue?: string | undefined;
  onChange?: (value: string) => void;
  isInline?: boolean;
}) {
  const { attributes, typed, name } = useBinding({});
  const chosen = one(typed) ?? defaultValue;
  return (
    <div className={isInline ? "flex flex-wrap gap-x-5" : "grid"}>
      {choices.map((choice) => (
        <label key={choice.value} className="flex items-center gap-2.5 min-h-11 md:min-h-8">
          <input
            key={chosen}
            type="radio"
            name={name}
            value={choice.value}
            defaultChecked={chosen === choice.value}
            disabled={choice.isDisabled}
            required={attributes.required}
            aria-invalid={attributes["aria-invalid"]}
            onChange={() => onChange?.(choice.value)}
            className="size-5 md:size-4 shrink-0"
          />
          <span>
            {choice.label}
            {choice.hint ? <span className="block text-xs text-muted">{choice.hint}</span> : null}
          </span>
        </label>
      ))}
    </div>
  );
}

/** One yes-or-no with its words beside it. */
export function Checkbox({
  label,
  value = "yes",
  className,
  ...props
}: ComponentProps<"input"> & { label: ReactNode; value?: string }) {
  const { name, typed, attributes } = useBinding(props);
  const wasTicked = typed === undefined ? props.defaultChecked : [typed].flat().includes(value);
  return (
    <label className={classes("flex items-center gap-2.5 min-h-11 md:min-h-8", className)}>
      <input
        key={String(wasTicked)}
        {...props}
        type="checkbox"
        name={name}
        value={value}
        defaultChecked={props.checked === undefined ? wasTicked : undefined}
        aria-invalid={attributes["aria-invalid"]}
        aria-describedby={attributes["aria-describedby"]}
        className="size-5 md:size-4 shrink-0"
      />
      <span>{label}</span>
    </label>
  );
}
