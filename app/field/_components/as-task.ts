import { stateGroup } from "@/lib/domain/states";
import type { TicketRow } from "@/lib/features/tickets/list-tickets";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import type { MapMark } from "@/lib/ui/map/city-map";
import type { Task } from "./task-list";

/** A row of the list as the field shows it: plain values, because it goes to the browser. */
export function asTask(row: TicketRow, locale: Locale, href: string, kind: Task["kind"]): Task {
  return {
    number: row.number,
    href,
    kind,
    className: ownName(locale, row.className, row.classNameEn),
    placeWords: row.placeWords,
    lng: row.lng,
    lat: row.lat,
    state: row.state,
    group: stateGroup(row.state, row.isOverdue, row.isSuspended),
    isOverdue: row.isOverdue,
    isSuspended: row.isSuspended,
    dueAt: row.dueAt?.toISOString() ?? null,
    stoppedAt: row.closedAt?.toISOString() ?? null,
  };
}

export function asMark(task: Task): MapMark {
  return {
    id: task.number,
    lng: task.lng,
    lat: task.lat,
    group: task.group,
    label: `${task.className} · ${task.placeWords}`,
  };
}
