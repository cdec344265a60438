import { existsSync } from "node:fs";
import path from "node:path";
import { VectorTile } from "@mapbox/vector-tile";
import { expect, type Page, test as plain } from "@playwright/test";
import { PbfReader } from "pbf";
import type { Post } from "@/lib/domain/posts";
import { type Site, startSite } from "../support/site";
import { makeSiteHome, type SiteHome } from "../support/site-home";
import { doCommand, expectState, openTicket, reportAsResident, signedInName, track } from "./life";
import { Faults, gridkeep, openBrowser, photo, runNode, signInFirst } from "./support";

/**
 * Real cities, imported into an empty database by the command line, and one rubbish heap in each from report to public
 * map. Nothing but this machine may be asked for anything.
 */
const cities = [
  {
    title: "the centre of Shanghai",
    source: path.resolve("../shared/data/shanghai"),
    options: ["--county-code", "310101"],
    ...{ city: "310100", district: "310101" },
    streets: ["延安东路", "世纪大道", "中山东一路"],
    placeWords: "福州路近河南中路",
  },
  {
    title: "Monaco",
    source: path.resolve("../shared/data/monaco.osm.pbf"),
    options: [],
    ...{ city: "990000", district: "990001" },
    streets: ["Boulevard des Moulins", "Boulevard Rainier III", "Avenue Princesse Grace"],
    placeWords: "Boulevard des Moulins 12",
  },
];

const people: { login: string; post: Post; name: string; more?: string[] }[] = [
  { login: "accept", post: "acceptor", name: "陈受理" },
  { login: "leader", post: "shift_leader", name: "李值班" },
  { login: "dispatch", post: "dispatcher", name: "王派遣" },
  { login: "supervise", post: "supervisor", name: "赵监督" },
  { login: "liaison", post: "unit_liaison", name: "周联络", more: ["--unit", "HW01"] },
  { login: "handler", post: "handler", name: "周卫东", more: ["--unit", "HW01", "--person", "周卫东"] },
];

for (const { title, source, options, city, district, streets, placeWords } of cities)
  plain.describe(title, () => {
    plain.skip(!existsSync(source), `needs ${path.relative(process.cwd(), source)}`);
    plain.describe.configure({ timeout: 420_000 });

    let home: SiteHome;
    let site: Site | undefined;
    const passwords = new Map<string, string>();

    plain.beforeAll(async () => {
      home = await makeSiteHome("gridkeep-real-city-");
      gridkeep(home, "city", "import", source, ...options, "--json");
      runNode(home, [
        "--conditions=react-server",
        "--import",
        "tsx",
        "tests/support/real-organisation.ts",
        district,
      ]);
      for (const { login, post, name, more = [] } of people) {
        const area = post === "unit_liaison" || post === "handler" ? district : city;
        const made: { initialPassword: string } = JSON.parse(
          gridkeep(
            home,
            "user",
            "create",
            login,
            "--name",
            name,
            "--post",
            post,
            "--area",
            area,
            ...more,
            "--json",
          ),
        );
        passwords.set(login, made.initialPassword);
      }
      site = await startSite(home, { isDemo: false });
    });
    plain.afterAll(async () => {
      await site?.close();
      await home?.remove();
    });

    plain(
      "a rubbish heap goes from a resident's phone to the public map, with real streets under it",
      async ({ browser }) => {
        const url = site?.url ?? "";
        const faults = new Faults();
        const open = async (isPhone: boolean): Promise<Page> =>
          (await openBrowser(browser, faults, { phone: isPhone }, undefined, url)).newPage();
        const enter = async (login: string, isPhone = false): Promise<Page> => {
          const page = await open(isPhone);
          await signInFirst(page, { login, password: passwords.get(login) ?? "" }, `Heap-of-${login}-2026`);
          return page;
        };

        const resident = await open(true);
        await resident.goto("/");
        await expect(async () => {
          const drawn = await streetsInTiles(resident);
          expect([...drawn]).toEqual(expect.arrayContaining(streets));
          expect(drawn.size).toBeGreaterThan(20);
        }, "real streets in the drawn tiles").toPass({ timeout: 20_000 });
        const { number, code } = await reportAsResident(resident, {
          description: "路边垃圾堆,已经两天",
          placeWords,
        });

        const acceptor = await enter("accept");
        const leader = await enter("leader");
        const dispatcher = await enter("dispatch");
        const supervisor = await enter("supervise", true);
        const liaison = await enter("liaison");
        const handler = await enter("handler", true);
        const supervisorName = await signedInName(supervisor);

        await openTicket(acceptor, "/command", number);
        await doCommand(acceptor, "request_check", { supervisorId: supervisorName });
        await expectState(acceptor, "checking");
        await openTicket(supervisor, "/field", number);
        await doCommand(supervisor, "submit_check", { opinion: "confirmed", words: "属实。" }, [
          await photo(21),
        ]);
        await expect(supervisor.locator("#ticket-number")).toBeHidden();
        await openTicket(acceptor, "/command", number);
        await doCommand(acceptor, "propose_filing");
        await expectState(acceptor, "proposed");
        await openTicket(leader, "/command", number);
        await doCommand(leader, "file");
        await expectState(leader, "filed");
        await openTicket(dispatcher, "/command", number);
        await expect(dispatcher.locator("article")).toContainText("建议：浦江环境卫生作业公司");
        await doCommand(dispatcher, "dispatch");
        await expectState(dispatcher, "assigned");
        await openTicket(liaison, "/unit", number);
        await doCommand(liaison, "accept_assignment");
        await doCommand(liaison, "assign_person", { personId: "周卫东" });
        await openTicket(handler, "/unit", number);
        await doCommand(handler, "hand_in", { result: "已清运。" }, [await photo(22, "none")]);
        await expectState(handler, "unit_review");
        await openTicket(liaison, "/unit", number);
        await doCommand(liaison, "sign_off");
        await expectState(liaison, "handed_back");
        await openTicket(acceptor, "/command", number);
        await doCommand(acceptor, "order_inspection", { supervisorId: supervisorName });
        await expectState(acceptor, "inspecting");
        await openTicket(supervisor, "/field", number);
        await doCommand(supervisor, "submit_inspection", { opinion: "passed", words: "已清。" }, [
          await photo(23, "none"),
        ]);
        await expect(supervisor.locator("#ticket-number")).toBeHidden();
        await openTicket(leader, "/command", number);
        await doCommand(leader, "close", { reply: "已清运,谢谢。" });
        await expectState(leader, "closed");

        await track(resident, code);
        await expect(resident.locator("main")).toContainText("已清运,谢谢。");
        // Counters are folded every few seconds: the public map follows by itself.
        await expect(async () => {
          await resident.goto("/?measure=solved");
          await expect(resident.locator("main")).toContainText(/100(\.0)?\s?%/);
        }).toPass({ timeout: 30_000 });
        expect(faults.found).toEqual([]);
        for (const context of browser.contexts()) await context.close();
      },
    );
  });

/** Names of streets in the basemap tiles that the page fetched for the map it drew. */
async function streetsInTiles(page: Page): Promise<Set<string>> {
  const names = new Set<string>();
  const seen = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => name)
      .filter((name) => name.includes("/tiles/basemap/")),
  );
  for (const address of seen) {
    const answer = await page.request.get(address);
    const tile = new VectorTile(new PbfReader(new Uint8Array(await answer.body())));
    const { roads } = tile.layers;
    for (let index = 0; index < (roads?.length ?? 0); index += 1) {
      const name = roads?.feature(index).properties.name;
      if (typeof name === "string" && name !== "") names.add(name);
    }
  }
  return names;
}
