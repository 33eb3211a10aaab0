/** What went wrong, in plain words of both languages. */
import { NoAnswer, Problem } from '../api/client';
import { Cancelled } from '../api/jobs';
import { en } from '../text/en';
import { zh } from '../text/zh';

export type Told = readonly [zh: string, en: string];

export function toldOf(error: unknown): Told {
  if (error instanceof NoAnswer) return [zh.noAnswer, en.noAnswer];
  if (error instanceof Cancelled) return [zh.cancelled, en.cancelled];
  if (!(error instanceof Problem)) return [String(error), ''];
  const fields = error.errors.filter((each) => each.message_zh || each.message_en);
  const say = (whole: string, parts: string[]) => [whole, ...parts.filter((part) => part && !whole.includes(part))].join(' ');
  const [inZh, inEn] = [say(error.message_zh, fields.map((f) => f.message_zh)), say(error.message_en, fields.map((f) => f.message_en))];
  return [inZh, inZh === inEn ? '' : inEn];
}
