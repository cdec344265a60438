"use client";

import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import type { FormState } from "@/lib/domain/form-state";
import { type TicketState, ticketStates } from "@/lib/domain/states";
import { type TicketCommand, ticketCommandNames } from "@/lib/domain/ticket/commands";
import { ActionForm } from "@/lib/ui/action-form";
import { Button } from "@/lib/ui/button";
import { buttonClass } from "@/lib/ui/button-class";
import { Notice } from "@/lib/ui/notice";
import { useToast } from "@/lib/ui/toast";
import { ticketAction } from "./actions";
import { type CommandOrder, commandFields, dangerous, type FormCommand } from "./command-fields";
import { CommandInput } from "./command-input";
import type { FormChoices } from "./form-choices";

type Refused = Extract<FormState, { status: "refused" }>;

const stateOf = (value: unknown): TicketState | undefined => ticketStates.find((state) => state === value);
const commandOf = (value: unknown): TicketCommand | undefined =>
  ticketCommandNames.find((name) => name === value);

/**
 * Every command that this person may do now, each a disclosure with its form: the words of the ticket stay in
 * sight while one writes, a phone needs no window over the page, and it works before the script arrives.
 */
export function TicketCommands({
  number,
  version,
  order,
  choices,
}: {
  number: string;
  version: number;
  order: CommandOrder;
  choices: FormChoices;
}) {
  const t = useTranslations("ticket");
  const [conflict, setConflict] = useState<Refused | null>(null);
  const onRefused = useCallback((refused: Refused) => {
    if (refused.code === "conflict") setConflict(refused);
  }, []);
  const one = (command: FormCommand, isOpen: boolean) => (
    <CommandDetails
      key={command}
      command={command}
      isOpen={isOpen}
      number={number}
      version={version}
      choices={choices}
      onRefused={onRefused}
    />
  );
  return (
    <section aria-label={t("commands")} className="grid gap-2 no-print">
      {conflict ? <ConflictNotice refused={conflict} onClose={() => setConflict(null)} /> : null}
      {order.main.length > 0 ? (
        <div className="flex flex-wrap gap-2">
          {order.main.map((command, index) => one(command, index === 0))}
        </div>
      ) : null}
      {order.more.length > 0 ? (
        <details>
          <summary className="min-h-11 md:min-h-8 content-center text-accent">
            {t("more", { count: order.more.length })}
          </summary>
          <div className="mt-1 flex flex-wrap gap-2">{order.more.map((command) => one(command, false))}</div>
        </details>
      ) : null}
      {order.main.length + order.more.length === 0 ? <p className="text-muted">{t("nothingToDo")}</p> : null}
    </section>
  );
}

function CommandDetails({
  command,
  isOpen,
  number,
  version,
  choices,
  onRefused,
}: {
  command: FormCommand;
  isOpen: boolean;
  number: string;
  version: number;
  choices: FormChoices;
  onRefused: (refused: Refused) => void;
}) {
  const t = useTranslations("ticket");
  const toast = useToast();
  const tState = useTranslations("state");
  const [isBusy, setBusy] = useState(false);
  const kind = dangerous.has(command) ? "danger" : isOpen ? "primary" : "secondary";
  const onDone = useCallback(
    (detail: Record<string, string | number | boolean>) => {
      const state = stateOf(detail.state);
      toast("done", t("done", { command: t(`did.${command}`), state: state ? tState(state) : "" }));
    },
    [toast, t, tState, command],
  );
  return (
    <details
      name="ticket-command"
      open={isOpen}
      className="group open:basis-full open:rounded-md open:border open:border-line-strong open:bg-panel"
      onToggle={(event) => {
        if (!event.currentTarget.open || isOpen) return;
        event.currentTarget
          .querySelector<HTMLElement>("form :is(input:not([type=hidden]), select, textarea, button)")
          ?.focus();
      }}
    >
      <summary
        data-command={command}
        className={buttonClass(
          dangerous.has(command) ? "danger" : "secondary",
          "list-none [&::-webkit-details-marker]:hidden group-open:w-full group-open:justify-start group-open:rounded-b-none group-open:border-0 group-open:border-b group-open:border-line group-open:bg-sunken",
        )}
      >
        {t(`command.${command}`)}
      </summary>
      <ActionForm
        action={ticketAction}
        hidden={{ command, number, version }}
        onDone={onDone}
        onRefused={onRefused}
        className="grid gap-3 p-3"
      >
        {commandFields[command].map((field) => (
          <CommandInput
            key={field}
            field={field}
            command={command}
            choices={choices}
            onBusyChange={setBusy}
          />
        ))}
        <p className="flex flex-wrap items-center gap-3">
          <Button kind={kind === "secondary" ? "primary" : kind} disabled={isBusy}>
            {t(`command.${command}`)}
          </Button>
          <span className="text-xs text-muted">{t(`effect.${command}`)}</span>
        </p>
      </ActionForm>
    </details>
  );
}

/** Somebody was first: who, what they did, what the ticket is now, and what was typed here, to be used again. */
function ConflictNotice({ refused, onClose }: { refused: Refused; onClose: () => void }) {
  const t = useTranslations("ticket");
  const tState = useTranslations("state");
  const { by, command, state } = refused.detail;
  const done = commandOf(command);
  const now = stateOf(state);
  const typed = Object.entries(refused.values).flatMap(([name, value]) =>
    ["reason", "reply", "words", "note", "result", "plan", "found"].includes(name) &&
    typeof value === "string"
      ? value.trim()
      : [],
  );
  return (
    <Notice kind="warning" role="alert">
      <p className="font-medium">
        {t("conflict.who", {
          by: by ? String(by) : t("conflict.system"),
          command: done ? t(`did.${done}`) : "",
        })}
      </p>
      <p>{now ? t("conflict.now", { state: tState(now) }) : null}</p>
      {typed.some(Boolean) ? (
        <>
          <p className="mt-1 text-xs text-muted">{t("conflict.typed")}</p>
          <ul className="whitespace-pre-wrap">
            {typed.filter(Boolean).map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </>
      ) : null}
      <p className="mt-2">
        <Button type="button" onClick={onClose}>
          {t("conflict.understood")}
        </Button>
      </p>
    </Notice>
  );
}
