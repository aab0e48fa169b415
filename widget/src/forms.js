// The few forms of the widget: an address, and words beside a vote or a mark.

import { h } from './dom.js';
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
  return h('textarea', { rows: 2, maxlength: 1000 });
}
