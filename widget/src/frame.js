// The still parts of the panel: header, conversation, composer. `panel.js` brings them to life.

import { h, icon } from './dom.js';
import { byline } from './messages.js';

/**
 * @typedef {import('./i18n.js').Words} Words
 * @typedef {import('./element.js').Options} Options
 * @typedef {object} Handlers
 * @property {() => void} close
 * @property {() => void} restart
 * @property {() => void} person
 * @property {() => void} toEnd
 * @property {() => void} typed
 * @property {(event: KeyboardEvent) => void} key
 * @property {() => void} send
 * @property {(example: string) => void} ask
 */

/**
 * Every node that changes, by name.
 * @param {Words} words
 * @param {Options} options
 * @param {Handlers} on
 */
export function frame(words, options, on) {
  const title = options.title || words.say('title');
  const face = h('span', { class: 'avatar', 'aria-hidden': 'true' });
  const state = h('p', { class: 'state' });
  const heading = h('h2', { class: 'title', tabindex: -1 }, title);
  const fresh = tool(words.say('restart'), 'plus', on.restart);
  const head = h('header', { class: 'head' }, face, h('div', { class: 'who' }, heading, state), fresh, tool(words.say('close'), 'close', on.close));
  const banner = h('p', { class: 'banner', role: 'status', hidden: true });
  const list = h('div', { class: 'list' });
  const standing = h('div', { class: 'standing' });
  const offer = examples(words, options, on);
  const log = h('div', { class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': words.say('messages'), tabindex: 0 }, welcome(words, options, offer), list, standing);
  const jump = h('button', { type: 'button', class: 'jump', hidden: true, 'aria-label': words.say('jump'), click: on.toEnd }, icon('down'));
  const composer = compose(words, on);
  const main = h('div', { class: 'main' }, head, banner, log, jump, composer.form);
  const live = h('div', { class: 'sr', role: 'status' });
  const root = h('section', { class: 'panel', 'aria-label': options.title || words.say('region'), hidden: true }, main, live);
  return { root, main, face, state, heading, fresh, banner, list, standing, offer, log, jump, live, ...composer };
}

/**
 * @param {string} label
 * @param {'plus' | 'close'} picture
 * @param {() => void} click
 */
function tool(label, picture, click) {
  return h('button', { type: 'button', class: 'tool', 'aria-label': label, title: label, click }, icon(picture));
}

/** What the assistant is, and what one could ask. @param {Words} words @param {Options} options @param {HTMLElement} offer */
function welcome(words, options, offer) {
  const text = h('p', null, options.greeting || words.say('greeting'));
  return h('div', { class: 'line assistant welcome' }, byline(words), h('div', { class: 'body' }, text), offer);
}

/** @param {Words} words @param {Options} options @param {Handlers} on */
function examples(words, options, on) {
  const offered = (options.examples || '').split('|').map((part) => part.trim()).filter(Boolean);
  const items = offered.map((text) => h('li', null, h('button', { type: 'button', click: () => on.ask(text) }, text, icon('next', 16))));
  return h('div', { class: 'offer', hidden: !items.length }, h('p', { class: 'label' }, words.say('examples')), h('ul', { class: 'choices' }, ...items));
}

/** @param {Words} words @param {Handlers} on */
function compose(words, on) {
  const intro = h('div', { class: 'intro', hidden: true });
  const box = /** @type {HTMLTextAreaElement} */ (h('textarea', { rows: 1, 'aria-label': words.say('input'), enterkeyhint: 'send', input: on.typed, keydown: on.key }));
  const send = h('button', { type: 'submit', class: 'send', 'aria-label': words.say('send') }, icon('send'));
  const over = h('span', { class: 'over', role: 'status' });
  const person = h('button', { type: 'button', class: 'person', click: on.person }, icon('person', 18), words.say('person'));
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    on.send();
  };
  const form = h('form', { class: 'composer', submit, novalidate: true }, intro, h('div', { class: 'field' }, box, send), h('div', { class: 'foot' }, person, over));
  return { form, intro, box, send, over, person };
}
