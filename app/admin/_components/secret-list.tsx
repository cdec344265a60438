"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/lib/ui/notice";

/** Initial passwords, this once: to be handed over in person or on paper. */
export function SecretList({ secrets }: { secrets: readonly { login: string; password: string }[] }) {
  const t = useTranslations("admin.secret");
  return (
    <Notice kind="info" className="print:border-0">
      <p className="font-medium">{t("title")}</p>
      <p className="mb-2">{t("once")}</p>
      <div className="max-h-96 overflow-auto">
        <table className="text-sm">
          <thead>
            <tr className="text-left text-xs text-muted">
              <th scope="col" className="pr-6 font-medium">
                {t("login")}
              </th>
              <th scope="col" className="font-medium">
                {t("password")}
              </th>
            </tr>
          </thead>
          <tbody>
            {secrets.map(({ login, password }) => (
              <tr key={login}>
                <td className="pr-6 py-0.5">{login}</td>
                <td className="py-0.5 font-mono whitespace-nowrap">{password}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Notice>
  );
}
