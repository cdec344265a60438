import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { areaLevels } from "@/lib/domain/posts";
import type { SettingKey } from "@/lib/domain/settings";
import { setupSteps } from "@/lib/domain/setup-steps";
import { command } from "../command";
import { readSettings } from "../shared/city-rules";
import { ticked } from "../shared/edit";
import { optionalWords } from "../shared/text-fields";
import { writeSetting } from "./change-setting";

/** Steps of the first day, confirmed with what was typed in them. Each setting that differs is an event of its own. */
export const confirmSetup = command({
  permission: "change_setting",
  input: z.strictObject({
    steps: ticked(z.enum(setupSteps)),
    cityName: optionalWords(40),
    cityNameEn: optionalWords(80),
    intakeLevel: z.enum(areaLevels).optional(),
    fieldLevel: z.enum(areaLevels).optional(),
    reviewNumber: optionalWords(60),
  }),
  async run({ tx, now, append }, { steps, ...typed }) {
    if (steps.length === 0) throw new AppError("invalid", { steps: "required" });
    const present = await readSettings(tx, now);
    const confirmed = setupSteps.filter(
      (step) => present["setup.confirmed"].includes(step) || steps.includes(step),
    );
    const wanted: [SettingKey, unknown][] = [
      ["city.name", typed.cityName],
      ["city.nameEn", typed.cityNameEn],
      ["intake.level", typed.intakeLevel],
      ["intake.fieldLevel", typed.fieldLevel],
      ["map.reviewNumber", typed.reviewNumber],
      ["setup.confirmed", confirmed],
    ];
    let written = 0;
    for (const [key, value] of wanted) {
      if (value === undefined || JSON.stringify(value) === JSON.stringify(present[key])) continue;
      await append(await writeSetting(tx, now, key, value));
      written += 1;
    }
    // Somebody else confirmed just this a moment ago.
    if (written === 0) throw new AppError("conflict", {}, { subject: "record" });
    return { steps: steps.join(" ") };
  },
});
