"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef, useState } from "react";
import { normaliseTrackingCode } from "@/lib/domain/tracking-code";
import { Button } from "@/lib/ui/button";
import { Field } from "@/lib/ui/field";
import { FormStateContext } from "@/lib/ui/form-context";
import { TextInput } from "@/lib/ui/inputs";
import { RefusalNotice } from "@/lib/ui/refusal";
import { trackAction } from "../actions";
import { nothingTracked } from "./track-state";
import { TrackedTicketView } from "./tracked-ticket";

/**
 * The code's field, then the ticket. A link `/track#CODE` opens it at once: what stands behind # is sent to no
 * server and told to no other site, and it is taken out of the address as soon as it was read.
 */
export function TrackView() {
  const t = useTranslations("track");
  const [state, action] = useActionState(trackAction, nothingTracked);
  const [isClosed, setClosed] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const open = () => {
      const code = normaliseTrackingCode(decodeURIComponent(window.location.hash.slice(1)));
      if (!code || !input.current) return;
      window.history.replaceState(window.history.state, "", window.location.pathname);
      input.current.value = code;
      form.current?.requestSubmit();
    };
    open();
    window.addEventListener("hashchange", open);
    return () => window.removeEventListener("hashchange", open);
  }, []);
  useEffect(() => {
    if (state.tracked) setClosed(false);
    else if (state.answer.status === "refused") input.current?.focus();
  }, [state]);

  if (state.tracked && !isClosed) {
    return (
      <TrackedTicketView
        state={state}
        tracked={state.tracked}
        action={action}
        onClose={() => setClosed(true)}
      />
    );
  }
  return (
    <FormStateContext.Provider value={state.tracked ? nothingTracked.answer : state.answer}>
      <p className="mb-4 max-w-[40em] text-muted">{t("intro")}</p>
      <form ref={form} action={action} noValidate className="grid max-w-md gap-3">
        <input type="hidden" name="do" value="look" />
        {state.answer.status === "refused" && state.answer.code !== "invalid" ? (
          <RefusalNotice state={state.answer} />
        ) : null}
        <Field name="code" label={t("code")} hint={t("codeHint")}>
          <TextInput
            ref={input}
            maxLength={40}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            className="tracking-wider"
          />
        </Field>
        <div>
          <Button kind="primary" className="w-full md:w-auto">
            {t("look")}
          </Button>
        </div>
        <p className="text-muted text-xs">{t("lost")}</p>
      </form>
    </FormStateContext.Provider>
  );
}
