"use client";

import { useTranslations } from "next-intl";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";

type DeskLive = {
  /** The row under the pointer, in the list or on the map. */
  hovered: string | null;
  setHovered: (number: string | null) => void;
  /** What came since the person looked at this list, as far as it stands on this page. */
  fresh: ReadonlySet<string>;
  /** How many came, on other pages too. */
  freshCount: number;
  markSeen: () => void;
};

const Context = createContext<DeskLive>({
  hovered: null,
  setHovered: () => undefined,
  fresh: new Set(),
  freshCount: 0,
  markSeen: () => undefined,
});

export const useDeskLive = () => useContext(Context);

/**
 * What list and map tell each other, and what came in while the person worked. `listKey` names the list: another
 * one begins with everything seen. An opened ticket is seen.
 */
export function DeskLiveProvider({
  numbers,
  total,
  listKey,
  ticket,
  children,
}: {
  numbers: readonly string[];
  /** Of the whole list, on all its pages. */
  total: number;
  listKey: string;
  ticket: string | null;
  children: ReactNode;
}) {
  const [hovered, setHovered] = useState<string | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const known = useRef({ listKey, numbers: new Set(numbers) });
  // The fewest the list held since it was looked at: what it holds above that has come since.
  const [seenTotal, setSeenTotal] = useState(total);
  const text = numbers.join(" ");

  useEffect(() => {
    const shown = text ? text.split(" ") : [];
    if (known.current.listKey !== listKey) {
      known.current = { listKey, numbers: new Set(shown) };
      setFresh(new Set());
      setSeenTotal(total);
      return;
    }
    setSeenTotal((before) => Math.min(before, total));
    const came = shown.filter((number) => !known.current.numbers.has(number));
    for (const number of came) known.current.numbers.add(number);
    setFresh((before) => {
      const after = new Set([...before, ...came].filter((number) => shown.includes(number)));
      if (ticket) after.delete(ticket);
      return after;
    });
  }, [text, total, listKey, ticket]);

  const markSeen = useCallback(() => {
    setFresh(new Set());
    setSeenTotal(total);
  }, [total]);
  const freshCount = Math.max(fresh.size, known.current.listKey === listKey ? total - seenTotal : 0);
  const value = useMemo(
    () => ({ hovered, setHovered, fresh, freshCount, markSeen }),
    [hovered, fresh, freshCount, markSeen],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function NewMark({ number }: { number: string }) {
  const t = useTranslations("command.mark");
  const { fresh } = useDeskLive();
  if (!fresh.has(number)) return null;
  return (
    <span title={t("newHint")} className="mr-1.5 rounded-sm bg-accent px-1 text-on-accent text-xs">
      {t("new")}
    </span>
  );
}

/** Said once and in passing; rows, scrolling and focus stay where they were. */
export function FreshNotice() {
  const t = useTranslations("command");
  const { freshCount, markSeen } = useDeskLive();
  return (
    <p role="status" className="flex min-w-0 grow items-center gap-2 text-xs">
      {freshCount > 0 ? (
        <>
          <span className="font-medium text-accent">{t("fresh", { count: freshCount })}</span>
          <button
            type="button"
            onClick={markSeen}
            className="min-h-11 px-1 text-muted underline hover:text-ink md:min-h-8"
          >
            {t("freshSeen")}
          </button>
        </>
      ) : null}
    </p>
  );
}

/** The list's own box: tells which row the pointer is over, and shows which one is meant on the map. */
export function QueueBox({ children }: { children: ReactNode }) {
  const { hovered, setHovered } = useDeskLive();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = hovered
      ? box.current?.querySelector<HTMLElement>(`tr[data-number="${CSS.escape(hovered)}"]`)
      : null;
    row?.setAttribute("data-hovered", "");
    return () => row?.removeAttribute("data-hovered");
  }, [hovered]);
  const numberOf = (target: EventTarget) =>
    target instanceof Element
      ? (target.closest("tr[data-number]")?.getAttribute("data-number") ?? null)
      : null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing only adds to what links and keys do
    <div
      ref={box}
      onMouseOver={(event) => setHovered(numberOf(event.target))}
      onMouseLeave={() => setHovered(null)}
      onFocus={(event) => setHovered(numberOf(event.target))}
      onBlur={() => setHovered(null)}
    >
      {children}
    </div>
  );
}
