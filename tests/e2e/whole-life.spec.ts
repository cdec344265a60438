import { expect } from "@playwright/test";
import {
  doCommand,
  expectState,
  openCommand,
  openTicket,
  reportAsResident,
  signedInName,
  textOf,
  track,
} from "./life";
import { axeClean, photo, test, wordsOf } from "./support";

/** From the first report to the last look on the spot, each step by the person whose step it is. */

const stamp = () => String(process.hrtime.bigint() % 1_000_000n);

test("在桌面和手机上,一件案件从群众上报走到结案并公开", async ({ people }) => {
  test.setTimeout(240_000);
  const resident = await people.resident({ phone: true });
  const acceptor = await people.post("acceptor");
  const leader = await people.post("shift_leader");
  const dispatcher = await people.post("dispatcher");
  const supervisor = await people.post("supervisor", { phone: true });
  const liaison = await people.post("unit_liaison");
  const handler = await people.post("handler", { phone: true });
  const description = `垃圾堆在路边无人清理 ${stamp()}`;
  const { number, code } = await reportAsResident(resident, {
    description,
    placeWords: "鼓楼东街口公交站旁",
  });

  // The acceptor finds it by the words that were reported, and sends somebody to look.
  await acceptor.goto("/command");
  await acceptor.locator('main input[name="q"]').first().fill(description);
  await acceptor.keyboard.press("Enter");
  await acceptor.waitForURL(/[?&]q=/);
  await acceptor.locator(`main a[href*="ticket=${number}"]`).first().click();
  await expectState(acceptor, "reported");
  await expect(acceptor.locator("article img").first()).toBeVisible();
  await supervisor.goto("/field");
  const supervisorName = await signedInName(supervisor);
  await doCommand(acceptor, "request_check", { supervisorId: supervisorName, note: "请核实数量" });
  await expectState(acceptor, "checking");

  await openTicket(supervisor, "/field", number);
  await axeClean(supervisor);
  await doCommand(supervisor, "submit_check", { opinion: "confirmed", words: "现场属实，约两立方米。" }, [
    await photo(8),
  ]);
  await expect(supervisor.locator("#ticket-number")).toBeHidden();

  await openTicket(acceptor, "/command", number);
  await expect(acceptor.locator("article")).toContainText("现场属实，约两立方米。");
  await doCommand(acceptor, "propose_filing", { note: "属实" });
  await expectState(acceptor, "proposed");
  await openTicket(leader, "/command", number);
  await doCommand(leader, "file");
  await expectState(leader, "filed");

  await liaison.goto("/unit");
  const unitName = await textOf(liaison, "#unit-name");
  await openTicket(dispatcher, "/command", number);
  await expect(dispatcher.locator("article")).toContainText("依据：");
  await doCommand(dispatcher, "dispatch", { unitId: unitName, note: "请当天清运" });
  await expectState(dispatcher, "assigned");

  await openTicket(liaison, "/unit", number);
  await expect(liaison.locator("article")).toContainText("请当天清运");
  await doCommand(liaison, "accept_assignment");
  await expectState(liaison, "handling");
  await handler.goto("/unit");
  await doCommand(liaison, "assign_person", { personId: await signedInName(handler) });
  await expect(liaison.locator("article")).toContainText(await signedInName(handler));

  await openTicket(handler, "/unit", number);
  await axeClean(handler);
  await doCommand(handler, "hand_in", { result: "已清运，地面冲洗完毕。" }, [await photo(9, "none")]);
  await expectState(handler, "unit_review");
  await openTicket(liaison, "/unit", number);
  await doCommand(liaison, "sign_off");
  await expectState(liaison, "handed_back");

  await openTicket(acceptor, "/command", number);
  await doCommand(acceptor, "order_inspection", { supervisorId: supervisorName });
  await expectState(acceptor, "inspecting");
  await openTicket(supervisor, "/field", number);
  await doCommand(supervisor, "submit_inspection", { opinion: "passed", words: "现场整洁，核查通过。" }, [
    await photo(10, "none"),
  ]);
  await expect(supervisor.locator("#ticket-number")).toBeHidden();
  await openTicket(leader, "/command", number);
  await doCommand(leader, "close", { reply: "已清运完毕，感谢您的反映。" });
  await expectState(leader, "closed");
  await axeClean(leader);

  // The reporter reads the answer, and nobody's name.
  await track(resident, code);
  await expect(resident.locator("main")).toContainText("已清运完毕，感谢您的反映。");
  await expect(resident.locator("main")).toContainText(unitName);
  for (const page of [acceptor, leader, dispatcher, supervisor, liaison, handler])
    await expect(resident.locator("main")).not.toContainText(await signedInName(page));
  await axeClean(resident);
});

test("in English, a ticket goes through an extension, a failed inspection and rework to its close and its rating", async ({
  people,
}) => {
  test.setTimeout(240_000);
  const look = { locale: "en" } as const;
  const resident = await people.resident({ ...look, phone: true });
  const acceptor = await people.post("acceptor", look);
  const leader = await people.post("shift_leader", look);
  const dispatcher = await people.post("dispatcher", look);
  const liaison = await people.post("unit_liaison", look);
  const supervisor = await people.post("supervisor", { ...look, phone: true });
  const words = wordsOf("en", "ticket");
  const { number, code } = await reportAsResident(resident, {
    description: `Garbage bags piled up behind the kiosk ${stamp()}`,
    placeWords: "Behind the kiosk at the north gate",
  });

  await openTicket(acceptor, "/command", number);
  await doCommand(acceptor, "propose_filing");
  await expectState(acceptor, "proposed", "en");
  await openTicket(leader, "/command", number);
  await doCommand(leader, "file");
  await expectState(leader, "filed", "en");
  await liaison.goto("/unit");
  const unitName = await textOf(liaison, "#unit-name");
  await openTicket(dispatcher, "/command", number);
  await doCommand(dispatcher, "dispatch", { unitId: unitName });
  await expectState(dispatcher, "assigned", "en");

  await openTicket(liaison, "/unit", number);
  await doCommand(liaison, "accept_assignment");
  await expectState(liaison, "handling", "en");
  await doCommand(liaison, "request_extension", { value: "1", reason: "Special vehicle needed." });
  await expect(liaison.locator("article")).toContainText(words.overlayState.requested);
  await openTicket(dispatcher, "/command", number);
  await doCommand(dispatcher, "decide_extension", { grant: "yes", note: "Granted once." });
  await expect(dispatcher.locator("article header")).toContainText(
    words.mark.extended.replace("{count}", "1"),
  );
  await openTicket(liaison, "/unit", number);
  await doCommand(liaison, "hand_back", { result: "Cleared." }, [await photo(11)]);
  await expectState(liaison, "handed_back", "en");

  // The first inspection fails, the second passes.
  await supervisor.goto("/field");
  const supervisorName = await signedInName(supervisor);
  for (const opinion of ["failed", "passed"] as const) {
    await openTicket(acceptor, "/command", number);
    await doCommand(acceptor, "order_inspection", { supervisorId: supervisorName });
    await expectState(acceptor, "inspecting", "en");
    await openTicket(supervisor, "/field", number);
    await doCommand(supervisor, "submit_inspection", { opinion, words: `Seen on the spot: ${opinion}.` }, [
      await photo(12),
    ]);
    await expect(supervisor.locator("#ticket-number")).toBeHidden();
    await openTicket(leader, "/command", number);
    if (opinion === "passed") break;
    await doCommand(leader, "rework", { reason: "Bags are still there." });
    await expectState(leader, "handling", "en");
    await openTicket(liaison, "/unit", number);
    await expect(liaison.locator("article")).toContainText("Bags are still there.");
    await doCommand(liaison, "hand_back", { result: "Now all of it." }, [await photo(13, "none")]);
    await expectState(liaison, "handed_back", "en");
  }
  await doCommand(leader, "close", { reply: "Cleared, thank you." });
  await expectState(leader, "closed", "en");

  await track(resident, code);
  await expect(resident.locator("main")).toContainText("Cleared, thank you.");
  await resident.locator('label:has(input[name="stars"][value="4"])').click();
  await resident.locator('form:has(input[name="stars"]) button').last().click();
  await expect(resident.locator("main")).toContainText(wordsOf("en", "track").rate.done);
});

test("两人同时办一件案件:后到者被告知是谁先办的,看到新状态,写下的话不丢", async ({ people }) => {
  const first = await people.post("acceptor");
  const second = await people.post("acceptor");
  const resident = await people.resident();
  const reason = "信息不足，联系不上反映人";
  for (const isLive of [false, true]) {
    const { number } = await reportAsResident(resident, {
      description: `井盖松动 ${stamp()}`,
      placeWords: "文化路北口",
    });
    // Without news from the server, the second one only learns of the first by pressing the button.
    if (!isLive) await second.route("**/api/live", (route) => route.abort());
    else await second.unroute("**/api/live");
    people.faults.expected = [/api\/live/];
    for (const page of [first, second]) await openTicket(page, "/command", number);
    const form = await openCommand(second, "decline");
    await form.locator('[name="reason"]').fill(reason);
    await form.locator('[name="reply"]').fill("请补充位置。");
    await doCommand(first, "propose_filing");
    await expectState(first, "proposed");
    if (!isLive) await form.locator("form button[type=submit]").click();
    const told = second.locator('section[aria-label="办理"] [role=alert]').first();
    await expect(told).toContainText(await signedInName(first), { timeout: 30_000 });
    await expect(told).toContainText("报立案");
    await expect(told).toContainText("待立案");
    await expect(told).toContainText(reason);
    await expectState(second, "proposed");
    await told.getByRole("button", { name: "知道了" }).click();
    await expect(told).toBeHidden();
  }
});
