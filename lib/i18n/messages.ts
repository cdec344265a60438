import type { Locale } from "./locales";
import adminEn from "./messages/en/admin.json";
import authEn from "./messages/en/auth.json";
import postEn from "./messages/en/post.json";
import refusalEn from "./messages/en/refusal.json";
import shellEn from "./messages/en/shell.json";
import stateEn from "./messages/en/state.json";
import uiEn from "./messages/en/ui.json";
import adminZh from "./messages/zh-CN/admin.json";
import authZh from "./messages/zh-CN/auth.json";
import postZh from "./messages/zh-CN/post.json";
import refusalZh from "./messages/zh-CN/refusal.json";
import shellZh from "./messages/zh-CN/shell.json";
import stateZh from "./messages/zh-CN/state.json";
import uiZh from "./messages/zh-CN/ui.json";

/**
 * One file per namespace and language. A new namespace is two files, two imports and two lines here; the
 * Chinese files decide the keys, and a test compares the English ones with them.
 */
const zh = {
  shell: shellZh,
  ui: uiZh,
  auth: authZh,
  refusal: refusalZh,
  state: stateZh,
  post: postZh,
  admin: adminZh,
};

export type Messages = typeof zh;
export type Namespace = keyof Messages;

const en: Messages = {
  shell: shellEn,
  ui: uiEn,
  auth: authEn,
  refusal: refusalEn,
  state: stateEn,
  post: postEn,
  admin: adminEn,
};

export const messages: Record<Locale, Messages> = { "zh-CN": zh, en };

export function messagesOf(locale: Locale): Messages {
  return messages[locale];
}

/** What a browser is sent: only the namespaces its components speak. */
export function pickMessages(locale: Locale, namespaces: readonly Namespace[]): Partial<Messages> {
  return Object.fromEntries(namespaces.map((namespace) => [namespace, messages[locale][namespace]]));
}
