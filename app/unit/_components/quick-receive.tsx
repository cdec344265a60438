"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "@/lib/ui/action-form";
import { Button } from "@/lib/ui/button";
import { ticketAction } from "../../_ticket/actions";
import { useSent } from "./received";

/** Receives from the list, without opening the ticket. */
export function QuickReceive({ number, version }: { number: string; version: number }) {
  const t = useTranslations("unit");
  const sent = useSent();
  return (
    <ActionForm
      action={ticketAction}
      hidden={{ command: "accept_assignment", number, version }}
      onSubmit={() => sent(number)}
      className="grid justify-items-end gap-1"
    >
      <Button
        data-command="accept_assignment"
        aria-label={t("receiveNamed", { number })}
        className="md:min-h-7 md:px-2.5"
      >
        {t("receive")}
      </Button>
    </ActionForm>
  );
}
