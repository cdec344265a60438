/** Crockford's base 32: no I, L, O, U, so that a code can be read out on the telephone. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 13;

/** A code of 13 characters (65 random bits) from at least nine random bytes. */
export function newTrackingCode(bytes: Uint8Array): string {
  if (bytes.length < 9) throw new Error("a tracking code needs nine random bytes");
  let value = 0n;
  for (const byte of bytes.slice(0, 9)) value = (value << 8n) | BigInt(byte);
  let code = "";
  for (let index = 0; index < length; index++) {
    code += alphabet[Number(value & 31n)];
    value >>= 5n;
  }
  return code;
}

/** A code hidden by at least 13 bytes that only the keeper of a secret can make; done twice, the code again. */
export function maskTrackingCode(code: string, bytes: Uint8Array): string {
  if (bytes.length < length) throw new Error("a mask needs thirteen bytes");
  return [...code].map((letter, at) => alphabet[alphabet.indexOf(letter) ^ ((bytes[at] ?? 0) & 31)]).join("");
}

/** As it is shown: 4-4-5. */
export function formatTrackingCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
}

/** What people type (small letters, blanks, O for 0, I or L for 1), or null when it cannot be a code. */
export function normaliseTrackingCode(text: string): string | null {
  const code = text
    .slice(0, 40)
    .toUpperCase()
    .replaceAll(/[\s-]/g, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  return code.length === length && [...code].every((character) => alphabet.includes(character)) ? code : null;
}
