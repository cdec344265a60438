export const passwordLength = { min: 12, max: 128 } as const;

/**
 * Beginnings of what is guessed first, here and in the world. A password is refused when it is one of these
 * over and over, or one of these with little more than digits around it.
 */
const guessedFirst = [
  "password",
  "passw0rd",
  "qwerty",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1qaz2wsx",
  "iloveyou",
  "woaini",
  "admin",
  "administrator",
  "welcome",
  "letmein",
  "changeme",
  "abc",
  "abcd",
  "abcdef",
  "abcdefgh",
  "aa",
  "test",
  "user",
  "guest",
  "root",
  "master",
  "monkey",
  "dragon",
  "football",
  "sunshine",
  "princess",
  "superman",
  "wangge",
  "wanggehua",
  "chengguan",
  "chengshi",
  "zhihui",
  "gridkeep",
  "shouli",
  "paiqian",
  "jiandu",
  "beijing",
  "shanghai",
  "zhongguo",
  "china",
];

const rows = [
  "qwertyuiopasdfghjklzxcvbnm",
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "1qaz2wsx3edc4rfv5tgb",
];

export type PasswordProblem = "too_short" | "too_long" | "same_as_login" | "same_as_old" | "too_common";

/** Undoes the usual swaps of letters for signs. */
function plain(password: string): string {
  const swaps: Record<string, string> = { "@": "a", "0": "o", $: "s", "!": "i", "3": "e" };
  return password.toLowerCase().replace(/[@0$!3]/g, (sign) => swaps[sign] ?? sign);
}

function isRepeated(text: string): boolean {
  for (let size = 1; size <= 4; size += 1) {
    const part = text.slice(0, size);
    if (part.repeat(Math.ceil(text.length / size)).slice(0, text.length) === text) return true;
  }
  return new Set(text).size < 5;
}

function isAlongTheKeys(text: string): boolean {
  const reversed = [...text].reverse().join("");
  return rows.some((row) => row.includes(text) || row.includes(reversed) || (row + row).includes(text));
}

function isGuessedFirst(password: string): boolean {
  const lower = password.toLowerCase();
  if (isRepeated(lower) || isAlongTheKeys(lower)) return true;
  // What is left once digits and signs are gone: "Password2024!!" is "password".
  for (const form of [lower, plain(password)]) {
    const letters = form.replace(/[^\p{L}]/gu, "");
    if (letters.length <= 2) return true;
    const isOnlyThose = guessedFirst.some((word) => {
      const rest = letters.split(word).join("");
      return rest.length <= 1;
    });
    if (isOnlyThose) return true;
  }
  return false;
}

/** Length counts, composition does not (ASVS 6.2): a sentence is a good password. */
export function passwordProblem(
  password: string,
  account: { login: string; name: string },
  old?: string,
): PasswordProblem | null {
  const characters = [...password].length;
  if (characters < passwordLength.min) return "too_short";
  if (characters > passwordLength.max) return "too_long";
  const lower = password.toLowerCase();
  const own = [account.login, account.name].map((text) => text.toLowerCase()).filter((text) => text !== "");
  if (own.some((text) => lower === text || lower.split(text).join("").length <= 3)) return "same_as_login";
  if (old !== undefined && password === old) return "same_as_old";
  return isGuessedFirst(password) ? "too_common" : null;
}
