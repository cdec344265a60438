"use client";

import { LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { type ButtonKind, buttonClass } from "./button-class";

/**
 * A verb. Inside a form it shows that the form is on its way and refuses a second press; it keeps its width,
 * so nothing jumps.
 */
export function Button({
  kind = "secondary",
  type = "submit",
  isPending = false,
  className,
  children,
  disabled,
  ...rest
}: ComponentProps<"button"> & { kind?: ButtonKind; isPending?: boolean }) {
  const form = useFormStatus();
  const t = useTranslations("ui");
  const isBusy = isPending || (type === "submit" && form.pending);
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
      className={buttonClass(kind, className)}
    >
      {isBusy ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : null}
      {children}
      {isBusy ? <span className="sr-only">{t("working")}</span> : null}
    </button>
  );
}
