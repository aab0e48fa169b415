// What several parts of the panel have: forms with one field, links that act, and buttons with a picture.

import { h, icon } from './dom.js';
import { sayFailure } from './failures.js';

/** @typedef {import('./i18n.js').Words} Words */

/**
 * A form with one field; what goes wrong is said below it.
 * @param {Words} words
 * @param {string} label
 * @param {HTMLElement} field
 * @param {(value: string) => Promise<unknown>} send
 * @param {Record<number, string>} failures what a status means here
 * @param {...(HTMLElement | string)} more below the field
 */
export function form(words, label, field, send, failures, ...more) {
  const says = h('span', { class: 'says', role: 'alert' });
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const failed = await send(/** @type {HTMLInputElement} */ (field).value.trim()).catch((error) => error);
    if (failed instanceof Error) says.textContent = sayFailure(/** @type {any} */ (failed), words, failures);
  };
  return h('form', { class: 'reason', submit }, ...more, h('label', null, label, field), h('button', { type: 'submit', class: 'soft' }, words.say('send')), ' ', says);
}

/** @param {string} [known] the address on file, which may be used again */
export function address(known) {
  return h('input', { type: 'email', required: !known, maxlength: 254, autocomplete: 'email', placeholder: known || 'name@example.com' });
}

/** A box for a few words. */
export function remark() {
  return h('textarea', { rows: 2, maxlength: 1000, placeholder: ' ' });
}

/** A button that looks like a link. @param {Words} words @param {string} key @param {() => void} click */
export function textLink(words, key, click) {
  return h('button', { class: 'link', click }, words.say(key));
}

/**
 * A button that is a picture.
 * @param {string} label
 * @param {Parameters<typeof icon>[0]} picture
 * @param {() => void} click
 */
export function tool(label, picture, click) {
  return h('button', { class: 'tool', 'aria-label': label, title: label, click }, icon(picture));
}

/** The way to a person, from wherever one is. @param {import('./panel.js').Panel} panel */
export function personButton(panel) {
  return h('button', { class: 'soft', click: () => panel.person() }, icon('person', 18), panel.words.say('person'));
}

/** What went wrong. @param {...(Node | string)} children */
export function failureLine(...children) {
  return h('p', { class: 'failure' }, icon('info', 16), h('span', null, ...children));
}

/** Somebody is at work. @param {string} text */
export function thinking(text) {
  return h('p', { class: 'thinking' }, h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), text);
}
