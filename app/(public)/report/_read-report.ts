import "server-only";
import { likelyClasses, toPublicGroup } from "@/lib/domain/catalogue/report-class";
import { AppError, type FieldProblems } from "@/lib/domain/errors";
import type { Context } from "@/lib/features/context";
import { parse } from "@/lib/features/parse";
import { pointInArea } from "@/lib/features/places/point-in-area";
import { listReportableClasses } from "@/lib/features/tickets/list-reportable-classes";
import { reportInput } from "@/lib/features/tickets/report-ticket";

type Input = Record<string, unknown>;
const wordsOfReport = reportInput.omit({ classId: true, lng: true, lat: true });
const textOf = (value: unknown) => (typeof value === "string" ? value.trim() : "");

/**
 * The form's fields as the verb wants them: the pin, else a point in the chosen area; the chosen class, else what
 * words and group say. All that is wrong is told at once. What goes to the neighbours needs no class.
 */
export async function readReport(context: Context, input: Input) {
  const problems: FieldProblems = {};
  const collect = async <T>(work: Promise<T> | (() => T)): Promise<T | undefined> => {
    try {
      return typeof work === "function" ? work() : await work;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "invalid") throw error;
      Object.assign(problems, error.fields);
      return undefined;
    }
  };
  const { placeWords, description, reporterName, reporterPhone, photos } = input;
  const point = await collect(pointOf(context, input));
  const words = await collect(() =>
    parse(wordsOfReport, { placeWords, description, reporterName, reporterPhone, photos }),
  );
  const classId = input.do === "keep_outside" ? "" : await collect(classOf(context, input));
  if (!point || !words || classId === undefined) throw new AppError("invalid", problems);
  return { ...words, ...point, classId };
}

async function pointOf(context: Context, input: Input): Promise<{ lng: number; lat: number }> {
  const [lng, lat] = [textOf(input.lng), textOf(input.lat)];
  if (lng !== "" && lat !== "") {
    const point = reportInput.pick({ lng: true, lat: true }).safeParse({ lng, lat });
    if (point.success) return point.data;
  }
  const code = textOf(input.area);
  if (code === "") throw new AppError("invalid", { place: "no_point" });
  const words = `${textOf(input.placeWords)} ${textOf(input.description)}`.slice(0, 500);
  const { point } = await pointInArea(context, { code, words });
  return { lng: point[0], lat: point[1] };
}

async function classOf(context: Context, input: Input): Promise<string> {
  const classes = await listReportableClasses(context, {});
  const group = toPublicGroup(input.group);
  const chosen = classes.find(({ id }) => id === input.classId);
  // A class chosen before the group was changed is not meant any more.
  if (chosen && (group === null || chosen.group === group)) return chosen.id;
  const [likely] = likelyClasses(textOf(input.description), group, classes, 1);
  if (likely) return likely.id;
  throw new AppError("invalid", group ? { classId: "choose_class" } : { group: "no_class" });
}
