"use client";

import { Pencil, Plus, Power, UserCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef } from "react";
import type { FormAction } from "@/lib/domain/form-state";
import { ActionForm } from "@/lib/ui/action-form";
import { Button } from "@/lib/ui/button";
import { Field } from "@/lib/ui/field";
import { Checkbox, Select, TextArea, TextInput } from "@/lib/ui/inputs";
import { useToast } from "@/lib/ui/toast";

export type Option = { value: string; label: string };

/** One field of a form, as a page of the server describes it. */
export type FieldSpec = { name: string; label: string; hint?: string; isRequired?: boolean } & (
  | { kind: "text" | "day" | "number"; value?: string; most?: number; least?: string }
  | { kind: "area"; value?: string; most?: number }
  | { kind: "choice"; value?: string; options: readonly Option[]; none?: string }
  | { kind: "boxes"; values: readonly string[]; options: readonly Option[] }
  | { kind: "box"; isTicked: boolean }
);

const icons = { change: Pencil, add: Plus, end: Power, stand: UserCheck } as const;

/**
 * A change of one record: opens under what it changes, asks why, says what is wrong beside the field with nothing
 * lost, and closes when it is done.
 */
export function RecordForm({
  title,
  about,
  note,
  icon,
  action,
  hidden,
  fields,
  submit,
  done,
  isDanger = false,
  isOpen = false,
  hasReason = true,
  isBare = false,
  children,
}: {
  title: string;
  /** Whom or what it is about, for those who hear the page: said after the title. */
  about?: string;
  note?: string;
  icon: keyof typeof icons;
  action: FormAction;
  hidden: Record<string, string | number>;
  fields: readonly FieldSpec[];
  submit: string;
  done: string;
  isDanger?: boolean;
  isOpen?: boolean;
  hasReason?: boolean;
  /** Nothing to fill in: one press and no more. */
  isBare?: boolean;
  /** Fields that know each other, after the plain ones. */
  children?: ReactNode;
}) {
  const t = useTranslations("manage");
  const toast = useToast();
  const router = useRouter();
  const box = useRef<HTMLDetailsElement>(null);
  const Icon = icons[icon];
  if (isBare)
    return (
      <ActionForm action={action} hidden={hidden} onDone={() => toast("done", done)}>
        <Button kind="primary">
          {submit}
          {about ? <span className="sr-only">: {about}</span> : null}
        </Button>
      </ActionForm>
    );
  return (
    <details ref={box} open={isOpen} className="min-w-0 rounded-md border border-line bg-panel no-print">
      <summary className="flex min-h-11 items-center gap-2 px-3 font-medium md:min-h-9">
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
        {title}
        {about ? <span className="sr-only">: {about}</span> : null}
      </summary>
      <ActionForm
        action={action}
        hidden={hidden}
        className="grid gap-3 border-t border-line p-3 md:grid-cols-2"
        onDone={() => {
          if (box.current) box.current.open = false;
          toast("done", done);
        }}
        // What somebody else changed is read anew: the history shows it, and the next try is over what is there now.
        onRefused={({ code }) => {
          if (code === "conflict") router.refresh();
        }}
      >
        {note ? <p className="max-w-[60em] text-muted md:col-span-2">{note}</p> : null}
        {fields.map((spec) => (
          <SpecField key={spec.name} spec={spec} />
        ))}
        {children}
        {hasReason ? (
          <Field name="why" label={t("why")} hint={t("whyHint")} isRequired className="md:col-span-2">
            <TextInput maxLength={300} />
          </Field>
        ) : null}
        <p className="md:col-span-2">
          <Button kind={isDanger ? "danger" : "primary"}>{submit}</Button>
        </p>
      </ActionForm>
    </details>
  );
}

function SpecField({ spec }: { spec: FieldSpec }) {
  const t = useTranslations("manage");
  const { name, label, hint, isRequired = false } = spec;
  const shared = { name, label, isRequired, ...(hint ? { hint } : {}) };
  switch (spec.kind) {
    case "text":
      return (
        <Field {...shared}>
          <TextInput defaultValue={spec.value ?? ""} maxLength={spec.most ?? 120} autoComplete="off" />
        </Field>
      );
    case "day":
      return (
        <Field {...shared}>
          <TextInput type="date" defaultValue={spec.value ?? ""} min={spec.least} />
        </Field>
      );
    case "number":
      return (
        <Field {...shared}>
          <TextInput type="number" min={1} max={spec.most ?? 1000} defaultValue={spec.value ?? ""} />
        </Field>
      );
    case "area":
      return (
        <Field {...shared} className="md:col-span-2">
          <TextArea defaultValue={spec.value ?? ""} maxLength={spec.most ?? 1000} />
        </Field>
      );
    case "choice":
      return (
        <Field {...shared}>
          <Select defaultValue={spec.value ?? ""}>
            {spec.none === undefined ? null : <option value="">{spec.none}</option>}
            {spec.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </Select>
        </Field>
      );
    case "boxes":
      return (
        <Field {...shared} isGroup className="md:col-span-2">
          <div className="grid gap-x-4 sm:grid-cols-2 lg:grid-cols-3">
            {spec.options.map((option) => (
              <Checkbox
                key={option.value}
                value={option.value}
                label={option.label}
                defaultChecked={spec.values.includes(option.value)}
              />
            ))}
          </div>
        </Field>
      );
    case "box":
      return (
        <Field {...shared} isGroup>
          <Checkbox label={t("yes")} defaultChecked={spec.isTicked} />
        </Field>
      );
    default: {
      const never: never = spec;
      return never;
    }
  }
}
