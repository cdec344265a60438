"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { limitUnits } from "@/lib/domain/deadline";
import type { FormAction } from "@/lib/domain/form-state";
import { areaLevels } from "@/lib/domain/posts";
import type { SettingKey } from "@/lib/domain/settings";
import { ActionForm } from "@/lib/ui/action-form";
import { Button } from "@/lib/ui/button";
import { Field } from "@/lib/ui/field";
import { Select, TextInput } from "@/lib/ui/inputs";
import { useToast } from "@/lib/ui/toast";
import type { SettingKind } from "./setting-kinds";

/** Opens under its value; the new one holds from now on. */
export function SettingForm({
  settingKey,
  label,
  kind,
  value,
  action,
}: {
  settingKey: SettingKey;
  label: string;
  kind: SettingKind;
  value: unknown;
  action: FormAction;
}) {
  const t = useTranslations("admin");
  const toast = useToast();
  const box = useRef<HTMLDetailsElement>(null);
  return (
    <details ref={box} className="min-w-0 no-print">
      <summary className="flex min-h-11 items-center text-xs text-accent underline underline-offset-3 md:min-h-8">
        {t("settings.change")}
        <span className="sr-only">: {label}</span>
      </summary>
      <ActionForm
        action={action}
        hidden={{ key: settingKey }}
        className="mb-2 grid max-w-md gap-2"
        onDone={() => {
          if (box.current) box.current.open = false;
          toast("done", t("settings.saved", { name: label }));
        }}
      >
        <Field name="value" label={t("settings.newValue", { name: label })}>
          <ValueInput kind={kind} value={value} />
        </Field>
        {kind === "limit" ? (
          <Field name="unit" label={t("settings.unit")}>
            <Select defaultValue={String((value as { unit?: string } | null)?.unit ?? "minute")}>
              {limitUnits.map((unit) => (
                <option key={unit} value={unit}>
                  {t(`limitUnit.${unit}`)}
                </option>
              ))}
            </Select>
          </Field>
        ) : null}
        <p>
          <Button kind="primary">{t("settings.save")}</Button>
        </p>
      </ActionForm>
    </details>
  );
}

function ValueInput({ kind, value }: { kind: SettingKind; value: unknown }) {
  const t = useTranslations("admin");
  switch (kind) {
    case "limit":
      return (
        <TextInput
          type="number"
          min={1}
          max={1000}
          defaultValue={Number((value as { value?: number } | null)?.value ?? 1)}
        />
      );
    case "number":
      return <TextInput type="number" min={0} defaultValue={Number(value)} />;
    case "boolean":
      return (
        <Select defaultValue={value === true ? "yes" : "no"}>
          <option value="yes">{t("settings.yes")}</option>
          <option value="no">{t("settings.no")}</option>
        </Select>
      );
    case "level":
      return (
        <Select defaultValue={String(value)}>
          {areaLevels.map((level) => (
            <option key={level} value={level}>
              {t(`level.${level}`)}
            </option>
          ))}
        </Select>
      );
    default:
      return <TextInput defaultValue={String(value ?? "")} />;
  }
}
