"use client";

import en from "@/lib/i18n/messages/en/shell.json";
import zh from "@/lib/i18n/messages/zh-CN/shell.json";
import "./globals.css";

/** The layout itself failed: no language is known any more, so both speak. */
export default function GlobalError() {
  return (
    <html lang="zh-CN">
      <body>
        <main className="mx-auto w-full max-w-xl px-4 py-16">
          <h1 className="text-lg font-semibold">{zh.errorTitle}</h1>
          <p className="mt-2 text-muted">{zh.errorText}</p>
          <div lang="en" className="mt-8">
            <p className="text-lg font-semibold">{en.errorTitle}</p>
            <p className="mt-2 text-muted">{en.errorText}</p>
          </div>
        </main>
      </body>
    </html>
  );
}
