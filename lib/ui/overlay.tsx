"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { iconButtonClass } from "./button-class";
import { classes } from "./classes";

type OverlayProps = {
  title: ReactNode;
  description?: ReactNode;
  trigger?: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: ReactNode;
};

function Overlay({ place, ...props }: OverlayProps & { place: string }) {
  const t = useTranslations("ui");
  const { title, description, trigger, isOpen, onOpenChange, children } = props;
  const control = {
    ...(isOpen === undefined ? {} : { open: isOpen }),
    ...(onOpenChange ? { onOpenChange } : {}),
  };
  return (
    <Radix.Root {...control}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-[1200] bg-shade" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={classes("fixed z-[1201] flex flex-col bg-panel text-ink shadow-over", place)}
        >
          <div className="flex items-start gap-2 border-b border-line pl-4 pr-2 py-2">
            <Radix.Title className="grow text-base font-semibold py-1.5 md:py-1">{title}</Radix.Title>
            <Radix.Close className={iconButtonClass()} aria-label={t("close")}>
              <X aria-hidden className="size-5" />
            </Radix.Close>
          </div>
          <div className="min-h-0 overflow-y-auto p-4">
            {description ? (
              <Radix.Description className="mb-3 text-muted">{description}</Radix.Description>
            ) : null}
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** In the middle at the desk; from the bottom edge on a phone, where thumbs are. */
export function Dialog({ isWide = false, ...props }: OverlayProps & { isWide?: boolean }) {
  return (
    <Overlay
      {...props}
      place={classes(
        "inset-x-0 bottom-0 max-h-[92dvh] rounded-t-md md:inset-auto md:left-1/2 md:top-1/2 md:max-h-[86dvh]",
        "md:-translate-x-1/2 md:-translate-y-1/2 md:rounded-md",
        isWide ? "md:w-[min(960px,94vw)]" : "md:w-[min(520px,94vw)]",
      )}
    />
  );
}

/** A pane over the page: from the right at the desk, from below on a phone. */
export function Sheet(props: OverlayProps) {
  return (
    <Overlay
      {...props}
      place="inset-x-0 bottom-0 max-h-[92dvh] rounded-t-md md:inset-x-auto md:inset-y-0 md:right-0 md:w-[min(480px,94vw)] md:max-h-none md:rounded-none"
    />
  );
}
