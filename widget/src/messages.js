// How each line of a conversation looks: the visitor, the assistant and a person can never be mistaken for one another.

import { articles } from './articles.js';
import { h, icon, safeUrl } from './dom.js';
import { sayFailure } from './failures.js';
import { render } from './markdown.js';
import { rating } from './rating.js';

/**
 * @typedef {import('./entries.js').Entry} Entry
 * @typedef {import('./entries.js').Answer} Answer
 * @typedef {import('./entries.js').Citation} Citation
 * @typedef {import('./i18n.js').Words} Words
 * @typedef {object} Actions
 * @property {Words} words
 * @property {import('./articles.js').Read} read
 * @property {(text: string) => void} submit
 * @property {(entry: Entry) => void} retry
 * @property {(entry: Entry, helpful: boolean, comment?: string, reason?: string) => Promise<void>} rate
 * @property {(text?: string) => void} person
 * @property {(text: string) => void} announce
 * @property {(file: import('./entries.js').Attached) => void} save
 */

/**
 * @param {Entry} entry
 * @param {Actions} actions
 * @returns {HTMLElement}
 */
export function drawEntry(entry, actions) {
  if (entry.author === 'visitor') return visitor(entry, actions);
  if (entry.author === 'agent') return agent(entry, actions);
  if (entry.author === 'system') return h('p', { class: 'event' }, entry.text);
  return assistant(entry, actions);
}

/** @param {Entry} entry @param {Actions} actions */
function visitor(entry, actions) {
  const { words } = actions;
  const node = h('div', { class: `line visitor ${entry.state}` });
  node.append(h('span', { class: 'sr' }, `${words.say('you')}: `));
  if (entry.text) node.append(h('div', { class: 'bubble', dir: 'auto' }, ...rows(entry.text)));
  if (entry.files.length) node.append(files(entry, actions));
  if (entry.state === 'queued') node.append(h('p', { class: 'seen' }, icon('clock', 14), words.say('line_waits')));
  if (entry.state === 'failed' && entry.error) node.append(failed(entry, entry.error, actions));
  return node;
}

/** Why a line was not sent, and the ways on. @param {Entry} entry @param {import('./client.js').Failure} error @param {Actions} actions */
function failed(entry, error, { words, retry, person }) {
  const link = (/** @type {string} */ key, /** @type {() => void} */ click) => h('button', { type: 'button', class: 'link', click }, words.say(key));
  const spent = error.status === 429 && link('person', () => person(entry.text));
  const text = `${words.say('failed')} ${sayFailure(error, words)}`;
  return h('p', { class: 'failure' }, icon('info', 16), h('span', null, text, ' ', link('retry', () => retry(entry)), spent && ' · ', spent));
}

/** @param {Entry} entry @param {Actions} actions */
function agent(entry, actions) {
  const { words } = actions;
  const { citations, lang } = entry;
  const quoting = /** @type {Answer} */ ({ citations, lang: lang || words.lang });
  const name = entry.name || words.say('team');
  return h(
    'div',
    { class: 'line agent' },
    h(
      'p',
      { class: 'author' },
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(name)),
      h('b', null, name),
      h('span', { class: 'tag' }, words.say('agent_tag')),
      h('time', { datetime: entry.at }, words.time(entry.at)),
    ),
    entry.text && h('div', { class: 'bubble body', dir: 'auto' }, render(entry.text, { cite: marker(quoting, actions), rich: true })),
    entry.files.length && files(entry, actions),
    citations.length && sources(quoting, actions),
  );
}

/** What was attached; a site's own rules may forbid images from here, so each is a name to save. @param {Entry} entry @param {Actions} actions */
function files(entry, { save, words }) {
  const list = h('ul', { class: 'sources' });
  for (const file of entry.files) {
    list.append(h('li', null, h('button', { type: 'button', click: () => save(file) }, icon('doc', 18), h('span', { class: 'what' }, h('b', null, file.name), h('small', null, words.size(file.size))))));
  }
  return h('div', { class: 'part' }, list);
}

/** @param {Entry} entry @param {Actions} actions */
function assistant(entry, actions) {
  const { words } = actions;
  const { answer } = entry;
  const decision = answer ? answer.decision : '';
  const offered = answer && answer.choices && answer.choices.length;
  const tag = ['caveat', 'clarify', 'escalate'].includes(decision) && (decision !== 'clarify' || offered) && h('span', { class: 'tag' }, words.say(decision));
  const body = h('div', { class: 'body', dir: 'auto', lang: entry.lang });
  const node = h('div', { class: `line assistant ${entry.state} ${decision}` }, byline(words, tag), body);
  if (!entry.text) body.append(thinking(words));
  else body.append(render(entry.text, { cite: marker(answer, actions), rich: Boolean(answer && answer.generator !== 'extractive') }));
  if (!answer) return node;
  if (offered) node.append(choices(answer.choices || [], actions));
  if (answer.citations.length) node.append(sources(answer, actions), rating(entry, actions));
  if (answer.related.length) node.append(related(answer, actions));
  if (decision === 'caveat' || offers(answer)) node.append(personButton(actions));
  return node;
}

/** Whether an answer ends in the offer of a person: a question back without choices. @param {Answer} answer */
function offers(answer) {
  return answer.decision === 'clarify' && !(answer.choices || []).length && answer.reason !== 'gibberish';
}

/** The assistant's name, and what it is. @param {Words} words @param {Node | null | false | 0} [extra] */
export function byline(words, extra) {
  const badge = h('span', { class: 'avatar', 'aria-hidden': 'true' }, icon('mark', 16));
  return h('p', { class: 'author' }, badge, h('b', null, words.say('assistant')), extra);
}

/** @param {Words} words */
function thinking(words) {
  const dots = h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
  return h('p', { class: 'thinking' }, dots, words.say('thinking'));
}

/** What a person typed: lines and addresses, no structure. @param {string} text */
function rows(text) {
  return text.split(/\n{2,}/).map((part) => {
    const node = h('p');
    part.split('\n').forEach((line, at) => {
      if (at) node.append(h('br'));
      addresses(node, line);
    });
    return node;
  });
}

/** @param {HTMLElement} parent @param {string} line */
function addresses(parent, line) {
  for (const [at, part] of line.split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)])/).entries()) {
    const href = at % 2 ? safeUrl(part, document.baseURI) : null;
    if (href) parent.append(h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, part));
    else if (part) parent.append(part);
  }
}

/** @param {Answer | null} answer @param {Actions} actions */
function marker(answer, actions) {
  return (/** @type {number} */ number) => {
    const citation = answer && answer.citations.find((found) => found.id === number);
    return answer && citation ? citeButton(answer, citation, actions) : null;
  };
}

/** @param {Answer} answer @param {Citation} citation @param {Actions} actions */
function citeButton(answer, citation, actions) {
  const label = actions.words.say('citation', { number: citation.id, title: citation.title });
  const open = (/** @type {any} */ event) => actions.read(citation, event.currentTarget, answer.lang);
  return h('button', { type: 'button', class: 'cite', 'aria-label': label, click: open }, String(citation.id));
}

/** The documents an answer quotes, each part once. @param {Answer} answer @param {Actions} actions */
function sources({ citations, lang }, { words, read }) {
  const key = (/** @type {Citation} */ { document_id, heading }) => [document_id, ...heading].join('>');
  const each = new Map([...citations].reverse().map((citation) => [key(citation), citation]));
  return h('div', { class: 'part' }, h('p', { class: 'label' }, words.say('sources')), articles([...each.values()].reverse(), words, read, lang));
}

/** @param {Answer} answer @param {Actions} actions */
function related(answer, { words, read }) {
  const list = h('ul', { class: 'related' });
  for (const document of answer.related) {
    list.append(h('li', null, h('button', { type: 'button', click: (event) => read(document, event.currentTarget, answer.lang) }, document.title)));
  }
  return h('div', { class: 'part' }, h('p', { class: 'label' }, words.say('related')), list);
}

/** @param {string[]} offered @param {Actions} actions */
function choices(offered, actions) {
  const list = h('ul', { class: 'choices' });
  for (const choice of offered) {
    const node = h('button', { type: 'button', click: () => actions.submit(choice) }, choice, icon('next', 16));
    list.append(h('li', null, node));
  }
  return list;
}

/** @param {Actions} actions */
function personButton({ words, person }) {
  return h('button', { type: 'button', class: 'soft', click: () => person() }, icon('person', 18), words.say('person'));
}

/** One or two letters for a face. @param {string} name */
export function initials(name) {
  const parts = name.trim().split(/\s+/);
  const letters = parts.length > 1 ? [parts[0], parts[parts.length - 1]] : parts;
  return letters.map((part) => [...part][0] || '').join('').toUpperCase();
}
