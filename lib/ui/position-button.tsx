"use client";

import { LocateFixed } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "./button";
import type { OwnPosition } from "./use-position";

/** Asks the device where it is. */
export function PositionButton({ own }: { own: OwnPosition }) {
  const t = useTranslations("ui.position");
  return (
    <Button type="button" isPending={own.isBusy} onClick={own.ask}>
      <LocateFixed aria-hidden className="size-4" />
      {t("ask")}
    </Button>
  );
}
