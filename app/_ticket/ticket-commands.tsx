"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
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
/** Who was first, what they did, what the ticket is now, and what was typed here meanwhile. */
type Conflict = {
  by: string | null;
  command: TicketCommand | null;
  state: TicketState | null;
  typed: string[];
};
/** The last thing that happened to the ticket, as its history tells it. */
export type LastEvent = { by: string | null; command: TicketCommand };

const stateOf = (value: unknown): TicketState | null => ticketStates.find((state) => state === value) ?? null;
const commandOf = (value: unknown): TicketCommand | null =>
  ticketCommandNames.find((name) => name === value) ?? null;

const textNames = ["reason", "reply", "words", "note", "result", "plan", "found"];
function typedTexts(form: HTMLFormElement): string[] {
  const data = new FormData(form);
  return textNames.flatMap((name) => {
    const value = data.get(name);
    return typeof value === "string" && value.trim() !== "" ? [value.trim()] : [];
  });
}

/**
 * Every command that this person may do now, each a disclosure with its form: the words of the ticket stay in
 * sight while one writes, a phone needs no window over the page, and it works before the script arrives.
 */
export function TicketCommands({
  number,
  version,
  state,
  last,
  order,
  choices,
}: {
  number: string;
  version: number;
  state: TicketState;
  last: LastEvent | null;
  order: CommandOrder;
  choices: FormChoices;
}) {
  const t = useTranslations("ticket");
  const router = useRouter();
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const typed = useRef(new Map<FormCommand, string[]>());
  const seen = useRef(version);
  const own = useRef(version);

  const onRefused = useCallback(
    (refused: Refused) => {
      if (refused.code !== "conflict") return;
      const { by, command, state: now } = refused.detail;
      setConflict({
        by: by ? String(by) : null,
        command: commandOf(command),
        state: stateOf(now),
        typed: Object.entries(refused.values).flatMap(([name, value]) =>
          textNames.includes(name) && typeof value === "string" && value.trim() !== "" ? [value.trim()] : [],
        ),
      });
      // The news of the other one's step is told; it needs no second notice when the page follows.
      own.current = Number(refused.detail.version ?? own.current);
      router.refresh();
    },
    [router],
  );
  const onDone = useCallback((detail: Record<string, string | number | boolean>) => {
    own.current = Number(detail.version ?? own.current);
    typed.current.clear();
    setConflict(null);
  }, []);
  const onTyped = useCallback((command: FormCommand, texts: string[]) => {
    typed.current.set(command, texts);
  }, []);

  // News from the server moved the ticket on while somebody was writing: what they wrote must not vanish with its form.
  useEffect(() => {
    if (seen.current === version) return;
    seen.current = version;
    const texts = [...typed.current.values()].flat();
    typed.current.clear();
    if (own.current >= version || texts.length === 0) return;
    setConflict({ by: last?.by ?? null, command: last?.command ?? null, state, typed: texts });
  }, [version, state, last]);

  const one = (command: FormCommand, isOpen: boolean) => (
    <CommandDetails
      key={command}
      command={command}
      isOpen={isOpen}
      number={number}
      version={version}
      choices={choices}
      onRefused={onRefused}
      onDone={onDone}
      onTyped={onTyped}
    />
  );
  return (
    <section aria-label={t("commands")} className="grid gap-2 no-print">
      {conflict ? <ConflictNotice conflict={conflict} onClose={() => setConflict(null)} /> : null}
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
  onDone,
  onTyped,
}: {
  command: FormCommand;
  isOpen: boolean;
  number: string;
  version: number;
  choices: FormChoices;
  onRefused: (refused: Refused) => void;
  onDone: (detail: Record<string, string | number | boolean>) => void;
  onTyped: (command: FormCommand, texts: string[]) => void;
}) {
  const t = useTranslations("ticket");
  const toast = useToast();
  const tState = useTranslations("state");
  const [isBusy, setBusy] = useState(false);
  const kind = dangerous.has(command) ? "danger" : isOpen ? "primary" : "secondary";
  const finish = useCallback(
    (detail: Record<string, string | number | boolean>) => {
      onDone(detail);
      const state = stateOf(detail.state);
      toast("done", t("done", { command: t(`did.${command}`), state: state ? tState(state) : "" }));
    },
    [onDone, toast, t, tState, command],
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
        onDone={finish}
        onRefused={onRefused}
        onInput={(event) => onTyped(command, typedTexts(event.currentTarget))}
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
function ConflictNotice({ conflict, onClose }: { conflict: Conflict; onClose: () => void }) {
  const t = useTranslations("ticket");
  const tState = useTranslations("state");
  const { by, command, state, typed } = conflict;
  return (
    <Notice kind="warning" role="alert">
      <p className="font-medium">
        {t("conflict.who", { by: by ?? t("conflict.system"), command: command ? t(`did.${command}`) : "" })}
      </p>
      <p>{state ? t("conflict.now", { state: tState(state) }) : null}</p>
      {typed.length > 0 ? (
        <>
          <p className="mt-1 text-xs text-muted">{t("conflict.typed")}</p>
          <ul className="whitespace-pre-wrap">
            {typed.map((words) => (
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
