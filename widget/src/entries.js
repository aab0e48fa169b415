// The lines of a conversation as the widget keeps them.

import { parsed } from './i18n.js';

/**
 * @typedef {import('./client.js').Failure} Failure
 * @typedef {{ document_id: string, document_version: string, title: string, url: string | null, heading: string[],
 *   quote: string, start: number, end: number, lang: string, as_of: string, id: number }} Citation
 * @typedef {{ message_id: string, conversation_id: string, decision: string, reason: string | null, lang: string,
 *   text: string, citations: Citation[], related: { document_id: string, title: string, url: string | null }[], choices?: string[],
 *   escalation: { id: string, status: string } | null, generator: string }} Answer
 * @typedef {{ id: string, name: string, size: number }} Attached
 * @typedef {'sent' | 'sending' | 'queued' | 'failed' | 'writing'} State `queued`: sent once the network is back
 * @typedef {{ key: string, id: string | null, author: string, name: string | null, text: string, at: string,
 *   lang: string | null, answer: Answer | null, helpful: boolean | null, state: State, error: Failure | null,
 *   revision: number, body: object | null, citations: Citation[], files: Attached[], page: object, person: boolean,
 *   generator?: string | null }} Entry
 */

/** Characters of a question at most, as the server counts them: in code points. */
export const LONGEST = 2_000;

let keys = 0;
/** @type {Record<string, string | number | boolean> | undefined} */
let attributes;
/** @type {string | undefined} */
let chosen;

/** What the site says of the customer and the page; of the attributes, as JSON, what the server would refuse is left out. @param {import('./element.js').Options} options */
export function describe({ attributes: text, lang }) {
  chosen = lang;
  const fits = Object.entries(parsed('attributes', text)).filter(([name, value]) => /^[a-z][\w.-]{0,39}$/i.test(name) && typeof value !== 'object' && String(value).length < 200);
  attributes = text ? Object.fromEntries(fits.slice(0, 20)) : undefined;
}

/** @param {any} message @returns {Entry} */
export function entryOf(message) {
  const made = local(message.author, message.text, 'sent');
  const { id, created_at: at, lang, answer = null, helpful = null, citations = [], attachments: files = [] } = message;
  return { ...made, id, at, lang, answer, helpful, citations, files, name: message.author_name };
}

/**
 * @param {string} author
 * @param {string} text
 * @param {State} state
 * @returns {Entry}
 */
export function local(author, text, state) {
  return {
    key: newKey(), id: null, author, name: null, text, at: new Date().toISOString(), lang: null, answer: null,
    helpful: null, state, error: null, revision: 0, body: null, citations: [], files: [], page: {}, person: false,
  };
}

/** @param {Entry} entry @param {State} state */
export function touch(entry, state) {
  entry.state = state;
  entry.revision += 1;
}

/** Whether a line is still to be sent. @param {Entry} entry */
export function waits({ author, id, state }) {
  return author === 'visitor' && !id && (state === 'sending' || state === 'queued');
}

/** What can be sent: without control characters and halves of characters. @param {string} text */
export function clean(text) {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Cs}]/gu, '').trim();
}

/** A key of 128 random bits; `randomUUID` exists only on secure pages. */
export function newKey() {
  keys += 1;
  const random = crypto.getRandomValues(new Uint8Array(16));
  return [...random].map((byte) => byte.toString(16).padStart(2, '0')).join('') + keys.toString(36);
}

/** Where the visitor is; the query may hold secrets and stays here. The language serves for words that are alike in all. */
export function page() {
  const lang = chosen || document.documentElement.lang || navigator.language;
  return { url: location.origin + location.pathname, title: document.title.slice(0, 200), attributes, lang };
}
