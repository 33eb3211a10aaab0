/** Which language leads; the other stands beside it, smaller. */
import { en } from './en';
import { type Word, zh } from './zh';

export type Language = 'zh' | 'en';

const KEPT = 'jiantu.language';

/** A browser that keeps nothing for pages (private windows, blocked storage) refuses even to be asked. */
const remembered = (): Language => {
  try {
    return localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
};
const remember = (language: Language) => {
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // It leads until the page is closed.
  }
};

class Speech {
  language: Language = $state(remembered());

  choose(language: Language) {
    this.language = language;
    remember(language);
    document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
  }

  /** The leading language's word. */
  t = (key: Word): string => (this.language === 'zh' ? zh : en)[key];
  /** The other language's word. */
  sub = (key: Word): string => (this.language === 'zh' ? en : zh)[key];
  /** Both, for a title or an aria label. */
  both = (key: Word): string => `${this.t(key)} ${this.sub(key)}`;

  /** A pair of words as one text, the leading one first. */
  pair = (words: readonly [zh: string, en: string] | null): string | null => {
    if (!words) return null;
    const [zhWord, enWord] = words;
    return [this.name(zhWord, enWord), this.otherName(zhWord, enWord)].filter(Boolean).join(' ');
  };

  /** The leading one of a pair of names; falls back to the one there is. */
  name = (zhName: string | null | undefined, enName: string | null | undefined): string =>
    (this.language === 'zh' ? zhName || enName : enName || zhName) ?? '';
  /** The other one of a pair of names, empty where it says nothing new. */
  otherName = (zhName: string | null | undefined, enName: string | null | undefined): string => {
    const other = (this.language === 'zh' ? enName : zhName) ?? '';
    return other === this.name(zhName, enName) ? '' : other;
  };
}

export const speech = new Speech();
