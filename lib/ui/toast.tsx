"use client";

import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { Notice, type NoticeKind } from "./notice";

type Toast = { id: number; kind: NoticeKind; words: ReactNode };
const shownMs = 6_000;

const ToastContext = createContext<(kind: NoticeKind, words: ReactNode) => void>(() => undefined);

/** Says in passing what happened. Refusals belong beside their form, not here: these words go away. */
export function useToast(): (kind: NoticeKind, words: ReactNode) => void {
  return useContext(ToastContext);
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const show = useCallback((kind: NoticeKind, words: ReactNode) => {
    const id = performance.now();
    setToasts((current) => [...current.slice(-2), { id, kind, words }]);
    setTimeout(() => setToasts((current) => current.filter((toast) => toast.id !== id)), shownMs);
  }, []);
  return (
    <ToastContext.Provider value={show}>
      {children}
      <div
        role="status"
        className="fixed inset-x-3 bottom-20 z-[1400] grid gap-2 md:inset-x-auto md:bottom-4 md:right-4 md:w-96"
      >
        {toasts.map((toast) => (
          <Notice key={toast.id} kind={toast.kind} role="note" className="shadow-over">
            {toast.words}
          </Notice>
        ))}
      </div>
    </ToastContext.Provider>
  );
}
