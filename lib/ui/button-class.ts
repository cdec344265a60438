import { classes } from "./classes";

export type ButtonKind = "primary" | "secondary" | "danger" | "quiet";

const kinds: Record<ButtonKind, string> = {
  primary: "bg-accent text-on-accent border-accent hover:brightness-110",
  secondary: "bg-panel text-ink border-line-strong hover:bg-sunken",
  danger: "bg-panel text-danger border-danger hover:bg-danger-soft",
  quiet: "bg-transparent text-ink border-transparent hover:bg-sunken",
};

/** 44 px under a thumb, 32 px at the desk. */
export function buttonClass(kind: ButtonKind = "secondary", more?: string): string {
  return classes(
    "inline-flex items-center justify-center gap-1.5 rounded-md border px-3.5 text-base md:text-sm whitespace-nowrap",
    "min-h-11 min-w-11 md:min-h-8 md:min-w-8 font-medium transition-colors duration-150 no-print",
    "disabled:opacity-60 disabled:cursor-not-allowed aria-disabled:opacity-60 aria-disabled:cursor-not-allowed",
    kinds[kind],
    more,
  );
}

/** A square button that shows only an icon; give it an `aria-label`. */
export function iconButtonClass(more?: string): string {
  return classes(
    "inline-flex items-center justify-center rounded-md text-muted hover:text-ink hover:bg-sunken no-print",
    "size-11 md:size-8 shrink-0 transition-colors duration-150",
    more,
  );
}
