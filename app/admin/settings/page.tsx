import { getFormatter, getTranslations } from "next-intl/server";
import type { SettingKey } from "@/lib/domain/settings";
import { listSettings } from "@/lib/features/administration/list-settings";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { AdminPage, may, titled } from "../_components/admin-page";
import { ExportLinks } from "../_components/export-links";
import { ImportForm } from "../_components/import-form";
import { SettingForm } from "../_components/setting-form";
import { settingKinds } from "../_components/setting-kinds";
import { changeSettingAction, importAction } from "../actions";

export const generateMetadata = titled("settings");

const groups = ["city", "intake", "limit", "close", "selfHandled", "duplicate", "map", "report"] as const;

/** What this city does its own way, each value with its past. */
export default async function SettingsPage() {
  const context = await adminContext("/admin/settings");
  const settings = await orNotFound(listSettings(context, {}));
  const t = await getTranslations();
  const format = await getFormatter();
  const mayChange = may(context, "change_setting");

  function shown(key: SettingKey, value: unknown): string {
    switch (settingKinds[key]) {
      case "limit": {
        const limit = value as { value?: number; unit?: string } | null;
        const unit = `admin.limit.${limit?.unit}` as Parameters<typeof t>[0];
        return limit?.value !== undefined && t.has(unit) ? t(unit, { value: limit.value }) : "—";
      }
      case "boolean":
        return value === true ? t("admin.settings.yes") : t("admin.settings.no");
      case "level":
        return t(`admin.level.${value}` as Parameters<typeof t>[0]);
      default:
        return value === "" || value === undefined || value === null
          ? t("admin.settings.empty")
          : String(value);
    }
  }

  return (
    <AdminPage context={context} section="settings">
      <p className="max-w-[60em] text-muted">{t("admin.settings.intro")}</p>
      <ExportLinks what="settings" />
      {mayChange ? <ImportForm what="settings" action={importAction} /> : null}
      {groups.map((group) => (
        <section key={group} className="mt-5" aria-labelledby={`settings-${group}`}>
          <h2 id={`settings-${group}`} className="font-semibold">
            {t(`admin.settings.group.${group}`)}
          </h2>
          <ul>
            {settings
              .filter(({ key }) => key.startsWith(`${group}.`))
              .map(({ key, value, history }) => (
                <li key={key} className="border-b border-line py-2">
                  <div className="grid gap-x-4 md:grid-cols-[minmax(0,1fr)_16em]">
                    <div>
                      <p className="font-medium">{t(`admin.setting.${key}.label`)}</p>
                      <p className="max-w-[60em] text-xs text-muted">{t(`admin.setting.${key}.hint`)}</p>
                    </div>
                    <p className="md:text-right">{shown(key, value)}</p>
                  </div>
                  <div className="flex flex-wrap gap-x-4">
                    {mayChange ? (
                      <SettingForm
                        settingKey={key}
                        label={t(`admin.setting.${key}.label`)}
                        kind={settingKinds[key]}
                        value={value}
                        action={changeSettingAction}
                      />
                    ) : null}
                    {history.length > 0 ? (
                      <details className="min-w-0">
                        <summary className="flex min-h-11 items-center text-xs text-muted md:min-h-8">
                          {t("admin.settings.history", { count: history.length })}
                        </summary>
                        <ol className="mb-2 grid gap-1 text-xs">
                          {history.map((change) => (
                            <li key={change.at.toISOString()}>
                              {t("admin.settings.changed", {
                                at: format.dateTime(change.at, "minute"),
                                by: change.by ?? t("post.importer"),
                                before: shown(key, change.before),
                                after: shown(key, change.after),
                              })}
                            </li>
                          ))}
                        </ol>
                      </details>
                    ) : (
                      <p className="flex min-h-11 items-center text-xs text-muted md:min-h-8">
                        {t("admin.settings.default")}
                      </p>
                    )}
                  </div>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </AdminPage>
  );
}
