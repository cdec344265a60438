import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes";

export type NoticeKind = "done" | "info" | "warning" | "refused";

const looks: Record<NoticeKind, { box: string; icon: typeof Info }> = {
  done: { box: "border-state-closed bg-done-soft [&>svg]:text-state-closed", icon: CircleCheck },
  info: { box: "border-accent bg-accent-soft [&>svg]:text-accent", icon: Info },
  warning: { box: "border-state-reported bg-warn-soft [&>svg]:text-state-reported", icon: TriangleAlert },
  refused: { box: "border-danger bg-danger-soft [&>svg]:text-danger", icon: CircleAlert },
};

/** What happened and what next, in place. `role="alert"` only for what must interrupt. */
export function Notice({
  kind = "info",
  role = "status",
  className,
  children,
}: {
  kind?: NoticeKind;
  role?: "status" | "alert" | "note";
  className?: string;
  children: ReactNode;
}) {
  const { box, icon: Icon } = looks[kind];
  return (
    <div
      role={role}
      className={classes("flex items-start gap-2.5 rounded-md border-l-4 px-3 py-2 text-ink", box, className)}
    >
      <Icon aria-hidden className="size-5 mt-px shrink-0" />
      <div className="min-w-0 grow">{children}</div>
    </div>
  );
}
