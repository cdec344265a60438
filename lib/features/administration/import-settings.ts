import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { countOutcomes } from "@/lib/domain/import-report";
import { type SettingKey, settingKeys } from "@/lib/domain/settings";
import { command } from "../command";
import type { NewEvent } from "../shared/append-event";
import { firstLines, importEach } from "../shared/import-rows";
import { namedSubjectId } from "../shared/named-subject";
import type { TableColumn } from "../shared/read-table";
import { words } from "../shared/text-fields";
import { writeSetting } from "./change-setting";

export const settingColumns: readonly TableColumn[] = [
  { field: "key", heads: ["口径", "setting"], isRequired: true },
  { field: "label", heads: ["说明", "label"] },
  { field: "value", heads: ["取值", "value"], isRequired: true },
  { field: "unit", heads: ["时限单位", "unit of time"], words: "limitUnit" },
];

/** The city's own settings from a table; each that differs is changed from now on, with an event of its own. */
export const importSettings = command({
  permission: "change_setting",
  input: z.strictObject({
    source: words(200),
    rows: z
      .array(z.strictObject({ line: z.number().int().min(1), key: z.string().max(60), value: z.unknown() }))
      .min(1)
      .max(200),
  }),
  async run({ tx, now, append }, { source, rows }) {
    const changed: NewEvent[] = [];
    const refuseSecond = firstLines(rows, ({ key }) => key);
    const answers = await importEach(
      tx,
      rows,
      ({ key }) => key,
      async (savepoint, row) => {
        refuseSecond(row);
        const key = settingKeys.find((each): each is SettingKey => each === row.key);
        if (!key || key === "setup.confirmed") throw new AppError("invalid", { key: "unknown" });
        try {
          changed.push(await writeSetting(savepoint, now, key, row.value));
          return "changed";
        } catch (error) {
          if (error instanceof AppError && error.fields.value === "unchanged") return "unchanged";
          throw error;
        }
      },
    );
    for (const event of changed) await append(event);
    await append({
      subjectKind: "setting",
      subjectId: namedSubjectId("settings"),
      type: "settings.imported",
      payload: { source, ...countOutcomes(answers) },
    });
    return answers;
  },
});
