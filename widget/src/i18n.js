// The words of the interface: one file per language, loaded when needed.

const LANGUAGES = ['en', 'es', 'fr', 'zh'];
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
    return this.strings[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  /** @param {string} key @param {number} count */
  count(key, count) {
    return this.say(`${key}_${this.plurals.select(count) === 'one' ? 'one' : 'other'}`, { count });
  }

  /** @param {string} moment RFC 3339 */
  date(moment) {
    return new Intl.DateTimeFormat(this.lang, { dateStyle: 'medium' }).format(new Date(moment));
  }

  /** @param {string} moment RFC 3339 */
  time(moment) {
    return new Intl.DateTimeFormat(this.lang, { timeStyle: 'short' }).format(new Date(moment));
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
 * Load the first language we speak among the wishes; English when none is.
 * @param {(string | null | undefined)[]} wishes in order of preference
 */
export async function loadWords(wishes) {
  const wish = wishes.find((tag) => tag && LANGUAGES.includes(primary(tag)) && isTag(tag)) || 'en';
  const { default: strings } = await import(`./lang/${primary(wish)}.js`);
  return new Words(wish.replace('_', '-'), strings);
}

/** @param {string} tag */
function isTag(tag) {
  try {
    return Intl.getCanonicalLocales(tag.replace('_', '-')).length === 1;
  } catch {
    return false;
  }
}
