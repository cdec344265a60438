import "server-only";
import { pinyin } from "pinyin-pro";

/** Sort key of a Chinese name: its pinyin without tones, lower case; other scripts stay. Database locale is C. */
export function pinyinKey(name: string): string {
  return pinyin(name, { toneType: "none", type: "array", nonZh: "consecutive" }).join(" ").toLowerCase();
}
