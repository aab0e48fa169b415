// The words of the interface: one file per language, loaded when needed.

const LANGUAGES = 'en es fr zh de it nl pt'.split(' ');
const RIGHT_TO_LEFT = ['ar', 'fa', 'he', 'ur'];

/** The words of one language, with dates and plurals by `Intl`. */
export class Words {
  /**
   * @param {string} lang BCP 47 code as asked for
   * @param {Record<string, string>} strings
   */
  constructor(lang, strings) {
    this.lang = lang;
    this.dir = RIGHT_TO_LEFT.includes(primary(lang)) ? 'rtl' : 'ltr';
    this.strings = strings;
    this.plurals = new Intl.PluralRules(lang);
  }

  /**
   * The sentence under a key, its `{names}` filled in.
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  say(key, values = {}) {
    return this.strings[key].replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
  }

  /** The form of a sentence that fits a number; languages with more than two forms bring theirs. @param {string} key @param {number} count */
  count(key, count) {
    const form = `${key}_${this.plurals.select(count)}`;
    return this.say(this.strings[form] ? form : `${key}_other`, { count: count.toLocaleString(this.lang) });
  }

  /** "in 30 seconds", "in 5 minutes". @param {number} seconds */
  wait(seconds) {
    const minutes = seconds > 90;
    const format = new Intl.RelativeTimeFormat(this.lang);
    return minutes ? format.format(Math.ceil(seconds / 60), 'minute') : format.format(seconds, 'second');
  }

  /** "12 kB". @param {number} bytes */
  size(bytes) {
    return Math.ceil(bytes / 1024).toLocaleString(this.lang, { style: 'unit', unit: 'kilobyte' });
  }

  /** @param {string} moment RFC 3339 */
  date(moment) {
    return new Date(moment).toLocaleDateString(this.lang, { dateStyle: 'medium' });
  }

  /** @param {string} moment RFC 3339 */
  time(moment) {
    return new Date(moment).toLocaleTimeString(this.lang, { timeStyle: 'short' });
  }

  /** @param {string} code */
  language(code) {
    return new Intl.DisplayNames([this.lang], { type: 'language', fallback: 'code' }).of(code) || code;
  }
}

/** @param {string} tag */
export function primary(tag) {
  return tag.toLowerCase().split(/[-_]/)[0];
}

/**
 * Load the first language we speak among the wishes; English when none is. The site may put other words in the place of
 * ours, for every language or for each (`{ "fr": { … } }`), also in a language that we do not speak.
 * @param {(string | null | undefined)[]} wishes in order of preference
 * @param {string} [text] the site's words as JSON
 */
export async function loadWords(wishes, text) {
  const own = parsed('words', text);
  const spoken = (/** @type {string} */ lang) => LANGUAGES.includes(lang) || isObject(own[lang]);
  const wish = wishes.map(canonical).find((tag) => spoken(primary(tag))) || 'en';
  const lang = primary(wish);
  const { default: strings } = await import(`./lang/${LANGUAGES.includes(lang) ? lang : 'en'}.js`);
  const chosen = Object.entries({ ...own, ...own[lang] }).filter(([, sentence]) => typeof sentence === 'string');
  return new Words(wish, { ...strings, ...Object.fromEntries(chosen) });
}

/** @param {unknown} value */
const isObject = (value) => typeof value === 'object' && value;

/**
 * An attribute with JSON; the site's developer is told when it is none.
 * @param {string} name
 * @param {string | undefined} text
 * @returns {Record<string, any>}
 */
export function parsed(name, text) {
  try {
    return Object(JSON.parse(text || '{}'));
  } catch (error) {
    console.warn(`Askwell: data-${name}`, error);
    return {};
  }
}

/** A tag as browsers write it; empty where it is none. @param {string | null | undefined} tag */
function canonical(tag) {
  try {
    return Intl.getCanonicalLocales((tag || '').replace('_', '-'))[0];
  } catch {
    return '';
  }
}
