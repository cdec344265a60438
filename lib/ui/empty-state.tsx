import type { ReactNode } from "react";

/** Why there is nothing here, and the next step. */
export function EmptyState({
  title,
  why,
  children,
}: {
  title: ReactNode;
  why: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="mx-auto max-w-md px-4 py-10 text-center">
      <p className="font-medium text-base">{title}</p>
      <p className="mt-1 text-muted">{why}</p>
      {children ? <div className="mt-4 flex flex-wrap justify-center gap-2">{children}</div> : null}
    </div>
  );
}
