// Where the conversation stands once a person is asked for: waiting, joined, writing, resolved.

import { h, icon } from './dom.js';
import { sayFailure } from './messages.js';

/**
 * @typedef {import('./thread.js').Thread} Thread
 * @typedef {import('./messages.js').Actions} Actions
 */

const TYPING_LASTS_MS = 6_000;
const GRADES = [1, 2, 3, 4, 5];

/**
 * What stands under the last line.
 * @param {Thread} thread
 * @param {Actions} actions
 * @returns {HTMLElement[]}
 */
export function standing(thread, actions) {
  if (thread.owner === 'queue') return [queued(thread, actions)];
  if (thread.owner !== 'agent') return [];
  if (thread.status === 'resolved') return [resolved(thread, actions)];
  if (Date.now() - thread.typing < TYPING_LASTS_MS) return [typing(thread, actions)];
  const spoken = thread.entries.some((entry) => entry.author === 'agent' && entry.name === thread.agent);
  return spoken ? [] : [joined(thread, actions)];
}

/** @param {Thread} thread @param {Actions} actions */
function queued(thread, actions) {
  const { words } = actions;
  return h(
    'div',
    { class: 'card wait' },
    h('p', { class: 'card-title' }, h('span', { class: 'pulse', 'aria-hidden': 'true' }), words.say('queued')),
    h('p', null, words.say('queued_text')),
    (thread.asks || thread.contact) && mail(thread, actions),
  );
}

/** Where to write to as well: asked for, or kept. @param {Thread} thread @param {Actions} actions @returns {HTMLElement} */
function mail(thread, actions) {
  const { words } = actions;
  const says = h('span', { class: 'says', role: 'alert' });
  /** @param {string | null} email */
  async function put(email) {
    try {
      await thread.leave(email);
      node.replaceWith(mail(thread, actions));
    } catch (error) {
      const failed = /** @type {any} */ (error);
      says.textContent = failed.status === 422 ? words.say('email_wrong') : sayFailure(failed, words);
    }
  }
  const box = /** @type {HTMLInputElement} */ (h('input', { type: 'email', required: true, maxlength: 254, autocomplete: 'email', placeholder: 'name@example.com' }));
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    put(box.value);
  };
  const remove = h('button', { type: 'button', class: 'link', click: () => put(null) }, words.say('email_remove'));
  const send = h('button', { type: 'submit', class: 'soft' }, words.say('send'));
  const node = thread.contact
    ? h('p', { class: 'reason' }, words.say('email_kept', { email: thread.contact }), ' ', remove, ' ', says)
    : h('form', { class: 'reason', submit }, h('label', null, words.say('email_ask'), box), send, ' ', says);
  return node;
}

/** @param {Thread} thread @param {Actions} actions */
function joined(thread, { words }) {
  const text = thread.agent ? words.say('joined', { name: thread.agent }) : words.say('joined_anyone');
  return h('p', { class: 'event person' }, icon('person', 16), text);
}

/** @param {Thread} thread @param {Actions} actions */
function typing(thread, { words }) {
  const dots = h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
  return h('p', { class: 'thinking' }, dots, words.say('typing', { name: thread.agent || words.say('team') }));
}

/** @param {Thread} thread @param {Actions} actions */
function resolved(thread, actions) {
  const { words } = actions;
  return h(
    'div',
    { class: 'card done' },
    h('p', { class: 'card-title' }, icon('check', 18), words.say('resolved')),
    h('p', null, words.say('resolved_text')),
    grades(thread, actions),
  );
}

/** @param {Thread} thread @param {Actions} actions */
function grades(thread, { words, announce }) {
  const says = h('span', { class: 'says' }, thread.csat ? words.say('csat_thanks') : '');
  const buttons = GRADES.map((grade) =>
    h('button', { type: 'button', class: 'grade', 'aria-label': gradeName(grade, words), 'aria-pressed': String(thread.csat === grade), click: () => choose(grade) }, String(grade)),
  );
  /** @param {number} grade */
  async function choose(grade) {
    try {
      await thread.grade(grade);
    } catch {
      says.textContent = words.say('error_server');
      return;
    }
    buttons.forEach((button, at) => button.setAttribute('aria-pressed', String(GRADES[at] === grade)));
    says.textContent = words.say('csat_thanks');
    announce(words.say('csat_thanks'));
  }
  const scale = h('div', { class: 'grades' }, ...buttons, h('span', { 'aria-hidden': 'true' }, words.say('csat_low')), h('span', { 'aria-hidden': 'true' }, words.say('csat_high')));
  return h('div', { role: 'group', 'aria-label': words.say('csat_ask') }, h('p', { class: 'label' }, words.say('csat_ask')), scale, says);
}

/** @param {number} grade @param {import('./i18n.js').Words} words */
function gradeName(grade, words) {
  const end = grade === 1 ? words.say('csat_low') : grade === 5 && words.say('csat_high');
  return words.say('csat_grade', { grade }) + (end ? `, ${end}` : '');
}
