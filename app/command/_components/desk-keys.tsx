"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { isTyping } from "@/lib/ui/key-help";
import { commandsOfKey } from "./command-keys";
import { Palette, type PaletteItem } from "./palette";

const rowLinks = () => [...document.querySelectorAll<HTMLAnchorElement>("a[data-row]")];
const numberOf = (link: Element) => link.closest("[data-number]")?.getAttribute("data-number") ?? null;
const isPhone = () => matchMedia("(width < 768px)").matches;

/** The first of these that can be seen: some controls stand twice, for desk and phone. */
function visible(selector: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>(selector)].find((each) => each.checkVisibility());
}

/** Opens a command's form, with what hides it, and goes to its first field. */
function startCommand(name: string): boolean {
  const button = document.querySelector<HTMLElement>(`[data-command="${name}"]`);
  if (!button) return false;
  const form = button.closest("details");
  for (let box = form?.parentElement?.closest("details"); box; box = box.parentElement?.closest("details"))
    box.open = true;
  if (form && !form.open) button.click();
  (form ?? button)
    .querySelector<HTMLElement>("form :is(input:not([type=hidden]), select, textarea, button)")
    ?.focus();
  return true;
}

/** Small panes that Escape closes before it closes the ticket: filters and menus. */
const openPane = "details[data-pane][open], details[open]:has(> summary[aria-label])";

/** The keys of the desk. Single letters never act while somebody types or a window stands over the page. */
export function DeskKeys({
  ticket,
  closeHref,
  items,
}: {
  ticket: string | null;
  closeHref: string;
  items: readonly PaletteItem[];
}) {
  const t = useTranslations("command");
  const router = useRouter();
  const [isPaletteOpen, setPalette] = useState(false);
  // Where the person was, should the row they stood on leave the list.
  const last = useRef<{ number: string | null; index: number }>({ number: null, index: -1 });

  useEffect(() => {
    const step = (by: 1 | -1) => {
      const links = rowLinks();
      if (links.length === 0) return;
      const focused = links.findIndex((link) => link.matches(":focus"));
      const known = last.current.number ?? ticket;
      const remembered = links.findIndex((link) => numberOf(link) === known);
      const gone = Math.min(last.current.index, links.length) - (by === 1 ? 1 : 0);
      const from =
        focused >= 0 ? focused : remembered >= 0 ? remembered : last.current.index >= 0 ? gone : -1;
      const link = links[Math.max(0, Math.min(links.length - 1, from + by))];
      link?.focus();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (key === "k" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        setPalette(true);
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector("[role=dialog]")) return;
      if (key === "Escape") {
        if (isTyping(event.target)) (event.target as HTMLElement).blur();
        else if (ticket && !document.querySelector(openPane)) router.push(closeHref, { scroll: false });
        return;
      }
      if (isTyping(event.target)) return;
      const acts: Record<string, () => void> = {
        j: () => step(1),
        k: () => step(-1),
        "/": () => visible("#desk-search")?.focus(),
        m: () => visible("[data-key=m]")?.click(),
        n: () => visible("[data-key=n]")?.click(),
        t: () => document.getElementById("ticket-pane")?.focus(),
      };
      const act = acts[key];
      if (act) {
        event.preventDefault();
        act();
      } else if (ticket && commandsOfKey(key).some(startCommand)) event.preventDefault();
    };
    const onFocus = (event: FocusEvent) => {
      if (!(event.target instanceof HTMLAnchorElement) || !event.target.hasAttribute("data-row")) return;
      last.current = { number: numberOf(event.target), index: rowLinks().indexOf(event.target) };
    };
    // Before the panes' own listeners, which would have closed what Escape is meant for.
    window.addEventListener("keydown", onKey, true);
    document.addEventListener("focusin", onFocus);
    return () => {
      window.removeEventListener("keydown", onKey, true);
      document.removeEventListener("focusin", onFocus);
    };
  }, [ticket, closeHref, router]);

  // A phone shows the ticket in the list's place: its top first, and afterwards the list where it was left.
  const shown = useRef<{ ticket: string | null; scrollTop: number }>({ ticket, scrollTop: 0 });
  useLayoutEffect(() => {
    const before = shown.current.ticket;
    if (before === ticket) return;
    shown.current.ticket = ticket;
    const page = document.getElementById("content");
    if (ticket && isPhone() && page) {
      if (!before) shown.current.scrollTop = page.scrollTop;
      page.scrollTop = 0;
      document.getElementById("ticket-pane")?.focus({ preventScroll: true });
    }
    if (!ticket && before) {
      const link = rowLinks().find((each) => numberOf(each) === before);
      link?.focus({ preventScroll: true });
      if (isPhone() && page) page.scrollTop = shown.current.scrollTop;
    }
  }, [ticket]);

  return (
    <>
      <p role="status" className="sr-only">
        {ticket ? t("opened", { number: ticket }) : null}
      </p>
      <Palette isOpen={isPaletteOpen} onOpenChange={setPalette} items={items} />
    </>
  );
}
