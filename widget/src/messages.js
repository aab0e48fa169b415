// How each line of a conversation looks: the visitor, the assistant and a person can never be mistaken for one another.

import { h, icon, safeUrl } from './dom.js';
import { plain, render } from './markdown.js';

/**
 * @typedef {import('./entries.js').Entry} Entry
 * @typedef {import('./entries.js').Answer} Answer
 * @typedef {import('./entries.js').Citation} Citation
 * @typedef {import('./i18n.js').Words} Words
 * @typedef {object} Actions
 * @property {Words} words
 * @property {string} base
 * @property {(answer: Answer, citation: Citation, opener: HTMLElement) => void} openSource
 * @property {(text: string) => void} submit
 * @property {(entry: Entry) => void} retry
 * @property {(entry: Entry, helpful: boolean, comment?: string) => Promise<void>} rate
 * @property {() => void} person
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
  const node = h('div', { class: `line visitor ${entry.state}`, dir: 'auto' });
  node.append(h('span', { class: 'sr' }, `${words.say('you')}: `), h('div', { class: 'bubble' }, ...rows(entry.text)));
  if (entry.state === 'failed' && entry.error) {
    const again = h('button', { type: 'button', class: 'link', click: () => actions.retry(entry) }, words.say('retry'));
    const text = `${words.say('failed')} ${sayFailure(entry.error, words)}`;
    node.append(h('p', { class: 'failure' }, icon('info', 16), h('span', null, text, ' ', again)));
  }
  return node;
}

/** @param {Entry} entry @param {Actions} actions */
function agent(entry, actions) {
  const { words } = actions;
  const { citations, lang } = entry;
  const quoting = /** @type {Answer} */ ({ citations, lang: lang || words.lang });
  const name = entry.name || words.say('team');
  return h(
    'div',
    { class: 'line agent', dir: 'auto' },
    h(
      'p',
      { class: 'author' },
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(name)),
      h('b', null, name),
      h('span', { class: 'tag' }, words.say('agent_tag')),
      h('time', { datetime: entry.at }, words.time(entry.at)),
    ),
    entry.text && h('div', { class: 'bubble body' }, render(entry.text, { cite: marker(quoting, actions), rich: true })),
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
  const doubt = decision === 'caveat' && h('span', { class: 'tag doubt' }, words.say('caveat'));
  const body = h('div', { class: 'body', dir: 'auto', lang: entry.lang });
  const node = h('div', { class: `line assistant ${entry.state} ${decision}` }, byline(words, doubt), body);
  if (!entry.text) body.append(thinking(words));
  else body.append(render(entry.text, { cite: marker(answer, actions), rich: Boolean(answer && answer.generator !== 'extractive') }));
  if (!answer) return node;
  if (answer.choices && answer.choices.length) node.append(choices(answer.choices, actions));
  if (answer.citations.length) node.append(sources(answer, actions), rating(entry, actions));
  if (answer.related.length) node.append(related(answer, actions));
  if (decision === 'caveat' || offers(answer)) node.append(personButton(actions));
  return node;
}

/** Whether an answer ends in the offer of a person: a question back without choices. @param {Answer} answer */
function offers(answer) {
  return answer.decision === 'clarify' && !(answer.choices || []).length && answer.reason !== 'gibberish';
}

/** The assistant's name, and what it is. @param {Words} words @param {Node | false} [extra] */
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
  const open = (/** @type {any} */ event) => actions.openSource(answer, citation, event.currentTarget);
  return h('button', { type: 'button', class: 'cite', 'aria-label': label, click: open }, String(citation.id));
}

/** The documents an answer quotes, each once. @param {Answer} answer @param {Actions} actions */
function sources(answer, actions) {
  const { words } = actions;
  const list = h('ul', { class: 'sources' });
  const seen = new Set();
  for (const citation of answer.citations) {
    const key = `${citation.document_id} ${citation.heading.join('>')}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const open = (/** @type {any} */ event) => actions.openSource(answer, citation, event.currentTarget);
    const path = citation.heading.filter((part) => part !== citation.title).join(' › ');
    const other = citation.lang !== answer.lang && h('span', { class: 'tag' }, words.language(citation.lang));
    const text = h('span', { class: 'what', lang: citation.lang }, h('b', null, citation.title), path && h('small', null, path));
    list.append(h('li', null, h('button', { type: 'button', click: open }, icon('doc', 18), text, other, icon('next', 16))));
  }
  return h('div', { class: 'part' }, h('p', { class: 'label' }, words.say('sources')), list);
}

/** @param {Answer} answer @param {Actions} actions */
function related(answer, { words, base }) {
  const list = h('ul', { class: 'related' });
  for (const document of answer.related) {
    const href = safeUrl(document.url, base);
    const item = href
      ? h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, document.title, h('span', { class: 'sr' }, ` ${words.say('new_window')}`), icon('out', 14))
      : h('span', null, document.title);
    list.append(h('li', null, item));
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
  return h('button', { type: 'button', class: 'soft', click: person }, icon('person', 18), words.say('person'));
}

/** @param {Entry} entry @param {Actions} actions */
function rating(entry, actions) {
  const { words } = actions;
  const says = h('span', { class: 'says' });
  const more = h('div');
  const yes = h('button', { type: 'button', class: 'vote' }, icon('yes', 16), words.say('yes'));
  const no = h('button', { type: 'button', class: 'vote' }, icon('no', 16), words.say('no'));
  const copy = h('button', { type: 'button', class: 'vote copy', click: () => copyText(entry, copy, actions) }, icon('copy', 16), words.say('copy'));

  function show() {
    yes.setAttribute('aria-pressed', String(entry.helpful === true));
    no.setAttribute('aria-pressed', String(entry.helpful === false));
  }

  /** @param {boolean} helpful */
  async function vote(helpful) {
    try {
      await actions.rate(entry, helpful);
    } catch (error) {
      says.textContent = sayFailure(/** @type {any} */ (error), words);
      return;
    }
    show();
    says.textContent = helpful ? words.say('helpful_thanks') : '';
    more.replaceChildren(helpful ? '' : reason(entry, actions, says, more));
    actions.announce(helpful ? words.say('helpful_thanks') : words.say('unhelpful_ask'));
  }

  yes.addEventListener('click', () => vote(true));
  no.addEventListener('click', () => vote(false));
  show();
  const group = h('div', { class: 'votes', role: 'group', 'aria-label': words.say('helpful') });
  group.append(h('span', { 'aria-hidden': 'true' }, words.say('helpful')), yes, no, copy);
  return h('div', { class: 'rating' }, group, says, more);
}

/** @param {Entry} entry @param {Actions} actions @param {HTMLElement} says @param {HTMLElement} holder */
function reason(entry, actions, says, holder) {
  const { words } = actions;
  const box = /** @type {HTMLTextAreaElement} */ (h('textarea', { rows: 2, maxlength: 1000 }));
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      if (box.value.trim()) await actions.rate(entry, false, box.value.trim());
      says.textContent = words.say('unhelpful_thanks');
      actions.announce(says.textContent);
      holder.replaceChildren();
    } catch (error) {
      says.textContent = sayFailure(/** @type {any} */ (error), words);
    }
  };
  const send = h('button', { type: 'submit', class: 'soft' }, words.say('unhelpful_send'));
  return h('form', { class: 'reason', submit }, h('label', null, words.say('unhelpful_ask'), box), send);
}

/** @param {Entry} entry @param {HTMLElement} button @param {Actions} actions */
async function copyText(entry, button, { words, announce }) {
  try {
    await navigator.clipboard.writeText(plain(entry.text));
  } catch {
    return; // The browser does not allow it here; nothing was promised.
  }
  button.replaceChildren(icon('check', 16), words.say('copied'));
  announce(words.say('copied'));
}

/** One or two letters for a face. @param {string} name */
export function initials(name) {
  const parts = name.trim().split(/\s+/);
  const letters = parts.length > 1 ? [parts[0], parts[parts.length - 1]] : parts;
  return letters.map((part) => [...part][0] || '').join('').toUpperCase();
}

/**
 * What went wrong, in words that say what to do.
 * @param {import('./client.js').Failure} error
 * @param {Words} words
 */
export function sayFailure(error, words) {
  if (error.code === 'network') return words.say('error_network');
  if (error.code === 'interrupted') return words.say('interrupted');
  if (error.status === 429) return words.say('error_rate', { wait: words.wait(error.retryAfter || 30) });
  if (error.status === 403) return words.say('error_forbidden');
  if (error.status === 404) return words.say('error_gone');
  return words.say('error_server');
}
