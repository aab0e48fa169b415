// How each line of a conversation looks: the visitor, the assistant and a person can never be mistaken for one another.

import { articles } from './articles.js';
import { h, icon, safeUrl } from './dom.js';
import { sayFailure } from './failures.js';
import { failureLine, textLink, personButton, thinking } from './forms.js';
import { render } from './markdown.js';
import { rating } from './rating.js';

/**
 * @typedef {import('./entries.js').Entry} Entry
 * @typedef {import('./entries.js').Answer} Answer
 * @typedef {import('./entries.js').Citation} Citation
 * @typedef {{ citations: Citation[], lang: string | null }} Quoting
 * @typedef {import('./i18n.js').Words} Words
 * @typedef {import('./panel.js').Panel} Panel
 */

/**
 * @param {Entry} entry
 * @param {Panel} panel
 * @returns {HTMLElement}
 */
export function drawEntry(entry, panel) {
  if (entry.author === 'visitor') return visitor(entry, panel);
  if (entry.author === 'agent') return agent(entry, panel);
  if (entry.author === 'system') return h('p', { class: 'event' }, entry.text);
  return assistant(entry, panel);
}

/** @param {Entry} entry @param {Panel} panel */
function visitor(entry, panel) {
  const { words } = panel;
  const node = h('div', { class: `line visitor ${entry.state}` });
  node.append(h('span', { class: 'sr' }, `${words.say('you')}: `));
  if (entry.text) node.append(h('div', { class: 'bubble' }, ...rows(entry.text)));
  if (entry.files.length) node.append(files(entry, panel));
  if (entry.state === 'queued') node.append(h('p', { class: 'seen' }, icon('info', 14), words.say('line_waits')));
  if (entry.state === 'failed' && entry.error) node.append(failed(entry, entry.error, panel));
  return node;
}

/** Why a line was not sent, and the ways on. @param {Entry} entry @param {import('./client.js').Failure} error @param {Panel} panel */
function failed(entry, error, panel) {
  const { words } = panel;
  const ways = [textLink(words, 'retry', () => panel.thread.retry(entry))];
  if (error.status === 429) ways.push(textLink(words, 'person', () => panel.person(entry.text)));
  return failureLine(`${words.say('failed')} ${sayFailure(error, words)}`, ...ways.flatMap((way) => [' ', way]));
}

/** @param {Entry} entry @param {Panel} panel */
function agent(entry, panel) {
  const { words } = panel;
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
    entry.text && h('div', { class: 'bubble' }, h('div', { class: 'body', dir: 'auto' }, render(entry.text, { cite: marker(entry, panel), rich: true }))),
    entry.files.length && files(entry, panel),
    entry.citations.length && sources(entry, panel),
  );
}

/** What was attached; a site's own rules may forbid images from here, so each is a name to save. @param {Entry} entry @param {Panel} panel */
function files(entry, panel) {
  const item = (/** @type {import('./entries.js').Attached} */ file) =>
    h('li', null, h('button', { click: () => panel.save(file) }, icon('doc', 18), h('span', { class: 'what' }, h('b', null, file.name), h('small', null, panel.words.size(file.size)))));
  return h('div', { class: 'part' }, h('ul', { class: 'sources' }, ...entry.files.map(item)));
}

/** @param {Entry} entry @param {Panel} panel */
function assistant(entry, panel) {
  const { words } = panel;
  const { answer } = entry;
  const decision = answer?.decision || '';
  const offered = answer?.choices?.length;
  const tag = ['caveat', 'clarify', 'escalate'].includes(decision) && (decision !== 'clarify' || offered) && h('span', { class: 'tag' }, words.say(decision));
  const body = h('div', { class: 'body', dir: 'auto', lang: entry.lang });
  const node = h('div', { class: `line assistant ${entry.state} ${decision}` }, byline(words, tag), body);
  if (entry.text) body.append(render(entry.text, { cite: marker(answer || entry, panel), rich: (answer || entry).generator !== 'extractive' }));
  if (entry.state === 'writing') body.append(thinking(words.say(entry.text ? 'typing' : 'thinking', { name: words.say('assistant') })));
  if (!answer) return node;
  if (offered) node.append(h('ul', { class: 'choices' }, ...choices(answer.choices || [], panel)));
  if (answer.citations.length) node.append(sources(answer, panel), rating(entry, panel));
  if (answer.related.length) node.append(related(answer, panel));
  // A question back without choices offers a person.
  if (decision === 'caveat' || (decision === 'clarify' && !offered && answer.reason !== 'gibberish')) node.append(personButton(panel));
  return node;
}

/** The assistant's name, and what it is. @param {Words} words @param {Node | null | false | 0} [extra] */
export function byline(words, extra) {
  const badge = h('span', { class: 'avatar', 'aria-hidden': 'true' }, icon('mark', 16));
  return h('p', { class: 'author' }, badge, h('b', null, words.say('assistant')), extra);
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

/** @param {Quoting} quoting @param {Panel} panel */
function marker({ citations, lang }, panel) {
  return (/** @type {number} */ number) => {
    const citation = citations.find((found) => found.id === number);
    return citation ? citeButton(citation, lang, panel) : null;
  };
}

/** @param {Citation} citation @param {string | null} lang @param {Panel} panel */
function citeButton(citation, lang, panel) {
  const label = panel.words.say('citation', { number: citation.id, title: citation.title });
  const open = (/** @type {any} */ event) => panel.read(citation, event.currentTarget, lang);
  return h('button', { class: 'cite', 'aria-label': label, click: open }, String(citation.id));
}

/** The documents an answer quotes, each part once. @param {Quoting} quoting @param {Panel} panel */
function sources({ citations, lang }, panel) {
  const key = (/** @type {Citation} */ { document_id, heading }) => [document_id, ...heading].join('>');
  const each = new Map([...citations].reverse().map((citation) => [key(citation), citation]));
  return part('sources', articles([...each.values()].reverse(), panel, lang), panel);
}

/** @param {Answer} answer @param {Panel} panel */
function related({ related: found, lang }, panel) {
  const items = found.map((document) => h('li', null, h('button', { click: (event) => panel.read(document, event.currentTarget, lang) }, document.title)));
  return part('related', h('ul', { class: 'related' }, ...items), panel);
}

/** @param {string} key @param {HTMLElement} list @param {Panel} panel */
function part(key, list, { words }) {
  return h('div', { class: 'part' }, h('p', { class: 'label' }, words.say(key)), list);
}

/** Questions to choose from. @param {string[]} offered @param {Panel} panel */
export function choices(offered, panel) {
  return offered.map((text) => h('li', null, h('button', { click: () => panel.submit(text) }, text, icon('next', 16))));
}

/** One or two letters for a face. @param {string} name */
export function initials(name) {
  const [first, ...more] = name.trim().split(/\s+/);
  return [first, ...more.slice(-1)].map((part) => [...part].slice(0, 1)).join('').toUpperCase();
}
