import { expect, test } from "vitest";
import { passwordProblem } from "./password-rules";

const account = { login: "paiqian1", name: "王小明" };

test.each([
  ["short", "too_short"],
  ["x".repeat(129), "too_long"],
  ["paiqian1paiqian1", "same_as_login"],
  ["PaiQian1-2024", "too_common"],
  ["paiqian1!!!", "too_short"],
  ["王小明王小明王小明王小明", "same_as_login"],
  ["123456789012", "too_common"],
  ["aaaaaaaaaaaaaa", "too_common"],
  ["abababababab", "too_common"],
  ["Password2024!!", "too_common"],
  ["P@ssw0rd1234", "too_common"],
  ["qwertyuiopas", "too_common"],
  ["poiuytrewq12", null],
  ["1qaz2wsx3edc", "too_common"],
  ["网格之夜灯火通明十二分安", null],
  ["correct horse battery", null],
  ["河边的柳树在三月开花吧", "too_short"],
  ["tR7-kkp2-9xQw", null],
])("%s: %s", (password, problem) => {
  expect(passwordProblem(password, account)).toBe(problem);
});

test("the old password is no new one", () => {
  expect(passwordProblem("correct horse battery", account, "correct horse battery")).toBe("same_as_old");
});
