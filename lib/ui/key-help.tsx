"use client";

import { Keyboard } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { iconButtonClass } from "./button-class";
import { Dialog } from "./overlay";

/** True while a person types: single keys then belong to the text. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}

export type KeyRow = { keys: readonly string[]; does: string };

/** The list of keys, opened by `?` or by its button. */
export function KeyHelp({ rows }: { rows: readonly KeyRow[] }) {
  const t = useTranslations("ui.keys");
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setOpen}
      title={t("title")}
      trigger={
        <button
          type="button"
          className={iconButtonClass("max-md:hidden")}
          aria-label={t("open")}
          title={t("open")}
        >
          <Keyboard aria-hidden className="size-5" />
        </button>
      }
    >
      <table className="w-full text-sm">
        <thead className="sr-only">
          <tr>
            <th scope="col">{t("key")}</th>
            <th scope="col">{t("action")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.does} className="h-9 border-b border-line last:border-0">
              <td className="w-32">
                {row.keys.map((key) => (
                  <kbd
                    key={key}
                    className="mr-1 rounded-sm border border-line-strong bg-sunken px-1.5 py-0.5 text-xs"
                  >
                    {key}
                  </kbd>
                ))}
              </td>
              <td>{row.does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
