import { createHash } from "node:crypto";
import { uuidv7 } from "uuidv7";
import type { Db } from "@/db/client";
import {
  areas,
  attachments,
  calendars,
  classConditions,
  classes,
  classLimits,
  desks,
  grids,
  persons,
  sections,
  units,
  userPostCells,
  userPosts,
  users,
} from "@/db/schema";
import type { Appointment, UserActor } from "@/lib/domain/actor";
import type { AreaLevel, Post } from "@/lib/domain/posts";
import type { Context } from "@/lib/features/context";

/**
 * A city of two districts, each of two streets, each of two communities, each of two square cells: the
 * smallest in which every scope has an inside and an outside. Rows are written directly; it is scenery.
 */
export type SmallCity = Awaited<ReturnType<typeof makeSmallCity>>;

const size = 0.01;
const origin = { lng: 110, lat: 30 };
const validFrom = "2020-01-01";

type Area = { id: string; level: AreaLevel; parentId: string | null; code: string };

export const testHmac: Context["hmac"] = (text) => createHash("sha256").update(`test:${text}`).digest("hex");

function square(column: number, row: number, columns: number, rows: number) {
  const west = origin.lng + column * size;
  const south = origin.lat + row * size;
  const east = west + columns * size;
  const north = south + rows * size;
  return {
    geometry: {
      type: "Polygon" as const,
      coordinates: [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
          [west, south],
        ] as [number, number][],
      ],
    },
    west,
    south,
    east,
    north,
  };
}

export async function makeSmallCity(db: Db) {
  const areaRows: Area[] = [];
  const cellRows: { id: string; communityId: string; point: [number, number] }[] = [];
  const addArea = async (
    level: AreaLevel,
    parentId: string | null,
    code: string,
    box: ReturnType<typeof square>,
  ) => {
    const row = { id: uuidv7(), level, parentId, code };
    areaRows.push(row);
    const name = `${level} ${code}`;
    await db
      .insert(areas)
      .values({ ...row, name, nameEn: name, pinyinKey: name, areaM2: 1e6, validFrom, ...box });
    await db.insert(desks).values({ id: uuidv7(), areaId: row.id, level, name, nameEn: name, powers: [] });
    return row;
  };
  const city = await addArea("city", null, "990000", square(0, 0, 4, 4));
  for (const d of [0, 1]) {
    const district = await addArea("district", city.id, `99010${d + 1}`, square(0, d * 2, 4, 2));
    for (const s of [0, 1]) {
      const street = await addArea(
        "street",
        district.id,
        `${district.code}00${s + 1}`,
        square(0, d * 2 + s, 4, 1),
      );
      for (const c of [0, 1]) {
        const column = c * 2;
        const row = d * 2 + s;
        const community = await addArea(
          "community",
          street.id,
          `${street.code}00${c + 1}`,
          square(column, row, 2, 1),
        );
        for (const w of [0, 1]) {
          const id = uuidv7();
          const box = square(column + w, row, 1, 1);
          const point: [number, number] = [box.west + size / 2, box.south + size / 2];
          const code = `${community.code}W0${w + 1}`;
          await db.insert(grids).values({
            id,
            kind: "community_grid",
            code,
            name: code,
            nameEn: code,
            communityId: community.id,
            labelLng: point[0],
            labelLat: point[1],
            areaM2: 1e5,
            validFrom,
            ...box,
          });
          cellRows.push({ id, communityId: community.id, point });
        }
      }
    }
  }

  await db.insert(calendars).values({
    version: 1,
    timeZone: "Asia/Shanghai",
    workingMinutes: [
      { start: 480, end: 720 },
      { start: 840, end: 1080 },
    ],
    publishedThrough: "2026-12-31",
    createdAt: new Date("2026-01-01T00:00:00Z"),
  });

  const classRows: { id: string; conditionId: string; isSelfHandleable: boolean }[] = [];
  for (const [index, responsibleKind] of ["sanitation", "municipal-works", "landscaping"].entries()) {
    const id = uuidv7();
    const conditionId = uuidv7();
    const isSelfHandleable = index === 0;
    await db.insert(classes).values({
      id,
      standard: "test",
      kind: "event",
      code: `0600${index}`,
      majorCode: "06",
      majorName: "测试",
      majorNameEn: "test",
      name: `测试类 ${index}`,
      nameEn: `test class ${index}`,
      description: "",
      descriptionEn: "",
      urgency: "medium",
      responsibleKind,
      firstResort: "street",
      legalBasis: [],
      isExtension: false,
      isDanger: false,
      isSelfHandleable,
      isPublicReportable: true,
      pinyinKey: `ceshi ${index}`,
    });
    await db.insert(classConditions).values({
      id: conditionId,
      classId: id,
      position: 1,
      name: "条件",
      nameEn: "condition",
      closing: "清除",
      closingEn: "cleared",
    });
    await db.insert(classLimits).values({
      id: uuidv7(),
      conditionId,
      value: index + 1,
      unit: index === 2 ? "working-hour" : "working-day",
      source: "test",
      validFrom,
    });
    classRows.push({ id, conditionId, isSelfHandleable });
  }

  const unitRows: { id: string; sectionId: string; personId: string }[] = [];
  for (const index of [0, 1, 2]) {
    const id = uuidv7();
    const sectionId = uuidv7();
    const personId = uuidv7();
    const name = `单位 ${index}`;
    await db.insert(units).values({
      id,
      code: `U${index}`,
      kind: "city_department",
      name,
      nameEn: `unit ${index}`,
      pinyinKey: `danwei ${index}`,
      areaId: city.id,
      responsibleKinds: ["sanitation"],
      validFrom,
    });
    await db
      .insert(sections)
      .values({ id: sectionId, unitId: id, code: "S1", name: "科", nameEn: "section" });
    await db.insert(persons).values({
      id: personId,
      unitId: id,
      sectionId,
      name: `人 ${index}`,
      pinyinKey: `ren ${index}`,
      jobTitle: "处置",
      validFrom,
    });
    unitRows.push({ id, sectionId, personId });
  }

  let serial = 0;
  /** A signed-in person with one post. `unit` is an index of `units`; `cells` are given to the post. */
  async function makeActor(
    post: Post,
    area: Area = city,
    more: { unit?: number; cells?: string[]; lineKind?: string } = {},
  ): Promise<UserActor> {
    serial += 1;
    const userId = uuidv7();
    const name = `${post} ${serial}`;
    const unit = more.unit === undefined ? undefined : unitRows[more.unit];
    await db.insert(users).values({
      id: userId,
      login: `user${serial}`,
      name,
      pinyinKey: name,
      passwordHash: "none",
      createdAt: new Date("2026-01-01T00:00:00Z"),
    });
    const appointment: Appointment = {
      id: uuidv7(),
      post,
      areaId: area.id,
      areaLevel: area.level,
      unitId: unit?.id ?? null,
      sectionId: post === "section_head" ? (unit?.sectionId ?? null) : null,
      personId: post === "handler" ? (unit?.personId ?? null) : null,
      cellIds: more.cells ?? [],
      lineKind: more.lineKind ?? null,
    };
    const { areaLevel: _, cellIds, ...row } = appointment;
    await db.insert(userPosts).values({ ...row, userId, validFrom });
    for (const cellId of cellIds)
      await db.insert(userPostCells).values({ userPostId: appointment.id, cellId });
    return { kind: "user", userId, name, appointments: [appointment] };
  }

  /** An upload that waits to be used; its token goes into a command's photos, and is its content. */
  async function makePhoto(): Promise<string> {
    const token = uuidv7().replaceAll("-", "");
    const sha256 = createHash("sha256").update(token).digest("hex");
    await db.insert(attachments).values({
      id: uuidv7(),
      sha256,
      thumbSha256: sha256,
      mime: "image/webp",
      bytes: token.length,
      width: 100,
      height: 100,
      uploadedByKind: "public",
      tokenHash: testHmac(`photo:${token}`),
      createdAt: new Date("2026-01-01T00:00:00Z"),
    });
    return token;
  }

  const areaOf = (code: string): Area => {
    const found = areaRows.find((area) => area.code === code);
    if (!found) throw new Error(`no area ${code}`);
    return found;
  };
  return {
    city,
    areas: areaRows,
    cells: cellRows,
    classes: classRows,
    units: unitRows,
    areaOf,
    makeActor,
    makePhoto,
  };
}

/** A context for verbs; the clock is the given one. */
export function contextOf(db: Db, actor: Context["actor"], clock: () => Date): Context {
  return { db, actor, clock, hmac: testHmac };
}
