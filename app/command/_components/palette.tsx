"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useMemo, useState } from "react";
import { Dialog } from "@/lib/ui/overlay";
import { deskHref } from "./desk-href";

const groups = ["ticket", "view", "filter", "act"] as const;
export type PaletteItem = {
  key: string;
  group: (typeof groups)[number];
  words: string;
  href: string;
  /** Leaves the application's own pages: a download. */
  isDownload?: boolean;
};
const most = 12;

/** Where to go by typing: a ticket's number, a view, a filter, an act. Arrow keys choose, Enter goes. */
export function Palette({
  isOpen,
  onOpenChange,
  items,
}: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  items: readonly PaletteItem[];
}) {
  const t = useTranslations("command.palette");
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={t("title")}>
      <PaletteBody items={items} onGo={() => onOpenChange(false)} />
    </Dialog>
  );
}

function PaletteBody({ items, onGo }: { items: readonly PaletteItem[]; onGo: () => void }) {
  const t = useTranslations("command.palette");
  const router = useRouter();
  const id = useId();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const found = useMemo(() => {
    const said = text.trim().toLowerCase();
    const list = items.filter(({ words }) => words.toLowerCase().includes(said));
    const own: PaletteItem[] = [];
    if (/^\d{12,16}$/.test(said) && !list.some(({ key }) => key === said))
      own.push({
        key: said,
        group: "ticket",
        words: t("ticket", { number: said }),
        href: deskHref({}, { view: "all", ticket: said }),
      });
    if (said !== "")
      list.push({
        key: "search",
        group: "act",
        words: t("search", { words: text.trim() }),
        href: deskHref({}, { view: "all", q: text.trim() }),
      });
    const ordered = [...own, ...list].toSorted((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
    // Without words, what one can do comes first; the rows are in sight anyway.
    const shown = said === "" ? ordered.filter(({ group }) => group !== "ticket") : ordered;
    return shown.slice(0, said === "" ? shown.length : most);
  }, [items, text, t]);
  const at = Math.min(chosen, Math.max(0, found.length - 1));
  const go = (item: PaletteItem | undefined) => {
    if (!item) return;
    onGo();
    if (item.isDownload) window.location.assign(item.href);
    else router.push(item.href, { scroll: false });
  };
  return (
    <div>
      <input
        // biome-ignore lint/a11y/noAutofocus: the window was opened to type into it
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={found.length > 0 ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        aria-label={t("input")}
        placeholder={t("placeholder")}
        value={text}
        maxLength={60}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (by !== undefined && found.length > 0) {
            event.preventDefault();
            setChosen((at + by + found.length) % found.length);
          }
          if (event.key === "Enter") {
            event.preventDefault();
            go(found[at]);
          }
        }}
        className="min-h-11 w-full rounded-md border border-line-strong bg-panel px-2.5 text-base md:min-h-9"
      />
      <div
        role="listbox"
        id={`${id}-list`}
        aria-label={t("results")}
        className="mt-2 max-h-[50dvh] overflow-y-auto"
      >
        {found.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, as a combobox has them
          // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus and names the chosen option
          <div
            key={item.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onClick={() => go(item)}
            onPointerMove={() => setChosen(index)}
            ref={(option) => {
              if (index === at) option?.scrollIntoView({ block: "nearest" });
            }}
            className="flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-2 aria-selected:bg-accent-soft md:min-h-9"
          >
            <span className="min-w-0 grow truncate">{item.words}</span>
            <span className="shrink-0 text-xs text-muted">{t(`group.${item.group}`)}</span>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="p-2 text-muted">{t("none")}</p> : null}
    </div>
  );
}
