import type { Locale } from "./locales";
import adminEn from "./messages/en/admin.json";
import authEn from "./messages/en/auth.json";
import cityImportEn from "./messages/en/cityImport.json";
import commandEn from "./messages/en/command.json";
import fieldEn from "./messages/en/field.json";
import manageEn from "./messages/en/manage.json";
import mapEn from "./messages/en/map.json";
import placeEn from "./messages/en/place.json";
import postEn from "./messages/en/post.json";
import progressEn from "./messages/en/progress.json";
import refusalEn from "./messages/en/refusal.json";
import reportEn from "./messages/en/report.json";
import shellEn from "./messages/en/shell.json";
import stateEn from "./messages/en/state.json";
import ticketEn from "./messages/en/ticket.json";
import trackEn from "./messages/en/track.json";
import uiEn from "./messages/en/ui.json";
import unitEn from "./messages/en/unit.json";
import adminZh from "./messages/zh-CN/admin.json";
import authZh from "./messages/zh-CN/auth.json";
import cityImportZh from "./messages/zh-CN/cityImport.json";
import commandZh from "./messages/zh-CN/command.json";
import fieldZh from "./messages/zh-CN/field.json";
import manageZh from "./messages/zh-CN/manage.json";
import mapZh from "./messages/zh-CN/map.json";
import placeZh from "./messages/zh-CN/place.json";
import postZh from "./messages/zh-CN/post.json";
import progressZh from "./messages/zh-CN/progress.json";
import refusalZh from "./messages/zh-CN/refusal.json";
import reportZh from "./messages/zh-CN/report.json";
import shellZh from "./messages/zh-CN/shell.json";
import stateZh from "./messages/zh-CN/state.json";
import ticketZh from "./messages/zh-CN/ticket.json";
import trackZh from "./messages/zh-CN/track.json";
import uiZh from "./messages/zh-CN/ui.json";
import unitZh from "./messages/zh-CN/unit.json";

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
  cityImport: cityImportZh,
  manage: manageZh,
  map: mapZh,
  place: placeZh,
  progress: progressZh,
  report: reportZh,
  track: trackZh,
  ticket: ticketZh,
  command: commandZh,
  unit: unitZh,
  field: fieldZh,
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
  cityImport: cityImportEn,
  manage: manageEn,
  map: mapEn,
  place: placeEn,
  progress: progressEn,
  report: reportEn,
  track: trackEn,
  ticket: ticketEn,
  command: commandEn,
  unit: unitEn,
  field: fieldEn,
};

export const messages: Record<Locale, Messages> = { "zh-CN": zh, en };

export function messagesOf(locale: Locale): Messages {
  return messages[locale];
}

/** What a browser is sent: only the namespaces its components speak. */
export function pickMessages(locale: Locale, namespaces: readonly Namespace[]): Partial<Messages> {
  return Object.fromEntries(namespaces.map((namespace) => [namespace, messages[locale][namespace]]));
}
