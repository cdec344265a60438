import type { PlainCommand } from "@/lib/domain/permissions";
import { createAccount } from "@/lib/features/accounts/create-account";
import { disableAccount } from "@/lib/features/accounts/disable-account";
import { exportAccounts } from "@/lib/features/accounts/export-accounts";
import { givePost } from "@/lib/features/accounts/give-post";
import { importAccounts } from "@/lib/features/accounts/import-accounts";
import { listAccounts } from "@/lib/features/accounts/list-accounts";
import { resetPassword } from "@/lib/features/accounts/reset-password";
import { addCondition } from "@/lib/features/administration/add-condition";
import { addPerson } from "@/lib/features/administration/add-person";
import { changeArea } from "@/lib/features/administration/change-area";
import { changeSetting } from "@/lib/features/administration/change-setting";
import { exportPersons } from "@/lib/features/administration/export-tables";
import { importAreas } from "@/lib/features/administration/import-areas";
import { importUnits } from "@/lib/features/administration/import-units";
import { listEvents } from "@/lib/features/administration/list-events";
import { listSettings } from "@/lib/features/administration/list-settings";
import { listUnits } from "@/lib/features/administration/list-units";
import { publishCalendar } from "@/lib/features/administration/publish-calendar";
import { importCity } from "@/lib/features/city/import-city";
import type { Context } from "@/lib/features/context";
import { listMyCells } from "@/lib/features/field/list-my-cells";
import { registerUpload } from "@/lib/features/files/register-upload";
import { changeOwnPassword } from "@/lib/features/people/change-own-password";
import { stampOf } from "@/lib/features/shared/edit";
import { keepOutsideReport } from "@/lib/features/tickets/keep-outside-report";
import { reportTicket } from "@/lib/features/tickets/report-ticket";
import { selfHandleTicket } from "@/lib/features/tickets/self-handle-ticket";
import { countDuties } from "@/lib/features/units/list-duties";
import type { SmallCity } from "./small-city";

type PlainVerb = {
  verb: (context: Context, raw: unknown) => Promise<unknown>;
  input: object;
  /** A refusal that a permitted one meets in the scene all the same; else it must be done. */
  meets?: string;
};

/** Permissions that no verb of its own asks for: routes do, or nothing yet. */
type WithoutVerb = "open_command" | "open_admin" | "run_jobs";

const named = (name: string) => ({ name, nameEn: name });

/** One verb for each permission that is not about a ticket, with input that only rights can refuse. */
export async function plainVerbs(
  city: SmallCity,
  login: string,
): Promise<Record<Exclude<PlainCommand, WithoutVerb>, PlainVerb>> {
  const [cell] = city.cells;
  const [kind] = city.classes;
  const passwordHash = "$argon2id$v=19$m=1,t=1,p=1$bm90IHVzZWQ$bm90IHVzZWQ";
  const place = { lng: cell?.point[0], lat: cell?.point[1], placeWords: "路口", description: "垃圾" };
  const report = { ...place, classId: kind?.id };
  const photo = "a".repeat(64);
  const read = (verb: PlainVerb["verb"]): PlainVerb => ({ verb, input: {} });
  return {
    report: { verb: reportTicket, input: report },
    self_handle: {
      verb: selfHandleTicket,
      input: {
        ...report,
        result: "已清",
        beforePhotos: [await city.makePhoto()],
        afterPhotos: [await city.makePhoto()],
      },
    },
    upload_photo: {
      verb: registerUpload,
      input: {
        sha256: photo,
        thumbSha256: photo,
        mime: "image/webp",
        bytes: 1,
        width: 1,
        height: 1,
        exif: {},
      },
    },
    keep_outside_report: { verb: keepOutsideReport, input: { ...place, lng: 110.05 } },
    change_own_password: { verb: changeOwnPassword, input: { previousHash: "none", passwordHash } },
    open_unit: read(countDuties),
    open_field: read(listMyCells),
    view_directory: read(listUnits),
    view_accounts: read(listAccounts),
    view_settings: read(listSettings),
    view_audit: read(listEvents),
    import_city: {
      verb: importCity,
      input: { plan: { areas: [{ level: "city" }], cells: [1], places: [], basemap: [] }, source: "x" },
      meets: "not_empty",
    },
    import_areas: {
      verb: importAreas,
      input: {
        source: "x",
        features: [
          {
            line: 1,
            properties: { code: "990101001009", name: "新社区", level: "community", parent: "990101001" },
            geometry: {
              type: "Polygon",
              coordinates: [
                [
                  [110, 30],
                  [110.001, 30],
                  [110.001, 30.001],
                  [110, 30.001],
                  [110, 30],
                ],
              ],
            },
          },
        ],
      },
    },
    import_units: {
      verb: importUnits,
      input: {
        source: "x",
        rows: [
          { line: 1, values: { code: "NEW1", name: "新单位", kind: "city_department", area: "990000" } },
        ],
      },
    },
    import_accounts: {
      verb: importAccounts,
      input: {
        source: "x",
        rows: [
          { line: 1, values: { login: "new1", name: "新人", post: "editor", area: "990000" }, passwordHash },
        ],
      },
    },
    create_account: {
      verb: createAccount,
      input: { login: "new2", name: "新人", passwordHash, post: "editor", area: "990000", cells: [] },
    },
    disable_account: { verb: disableAccount, input: { login, to: "disabled", reason: "x" } },
    reset_password: { verb: resetPassword, input: { login, passwordHash } },
    change_setting: { verb: changeSetting, input: { key: "city.name", value: "新名" } },
    publish_calendar: { verb: publishCalendar, input: { version: 1, why: "调整", hours: "09:00-17:00" } },
    change_area: {
      verb: changeArea,
      input: {
        code: "990101001001",
        seen: stampOf({ code: "990101001001", ...named("community 990101001001"), validTo: null }),
        why: "更名",
        name: "新名社区",
        nameEn: "New community",
        newCode: "990101001001",
      },
    },
    change_unit: {
      verb: addPerson,
      input: { unit: "U0", name: "新人", jobTitle: "科员", section: "S1", phone: "", why: "补员" },
    },
    change_class: {
      verb: addCondition,
      input: {
        key: "test~event~06000",
        why: "补充",
        name: "新条件",
        nameEn: "new condition",
        closing: "清除",
        closingEn: "cleared",
        value: 3,
        unit: "working-day",
      },
    },
    export_persons: read(exportPersons),
    export_accounts: read(exportAccounts),
    give_post: {
      verb: givePost,
      input: { login, why: "调岗", post: "volunteer", area: "990102", cells: [] },
    },
  };
}
