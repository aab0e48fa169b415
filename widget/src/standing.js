// Where the conversation stands once a person is asked for: waiting, joined, writing, resolved.

import { h, icon } from './dom.js';
import { sayFailure } from './failures.js';
import { address, form, textLink, remark, thinking } from './forms.js';
import { press } from './rating.js';

/**
 * @typedef {import('./panel.js').Panel} Panel
 */

const TYPING_LASTS_MS = 6_000;
const GRADES = [1, 2, 3, 4, 5];

/**
 * What stands under the last line.
 * @param {Panel} panel
 * @returns {HTMLElement[]}
 */
export function standing(panel) {
  const { thread, words } = panel;
  if (thread.owner === 'queue') return [queued(panel)];
  if (thread.owner !== 'agent') return [];
  if (thread.status === 'resolved') return [resolved(panel)];
  if (Date.now() - thread.typing < TYPING_LASTS_MS) return [thinking(words.say('typing', { name: thread.agent || words.say('team') }))];
  const spoken = thread.entries.some((entry) => entry.author === 'agent' && entry.name === thread.agent);
  const seen = thread.seen && thread.entries.at(-1)?.id === thread.seen ? [h('p', { class: 'seen' }, icon('check', 14), words.say('seen'))] : [];
  return spoken ? seen : [...seen, joined(panel)];
}

/** Who is asked, the place in the queue, and what the server says to expect unless the last line says it. @param {Panel} panel */
function queued(panel) {
  const { words, thread } = panel;
  const { position, expects, reopened, entries } = thread;
  const told = expects || words.say('queued_text');
  const place = position && words.say(position === 1 ? 'next' : 'position', { position });
  return h(
    'div',
    { class: 'card wait' },
    h('p', { class: 'card-title' }, h('span', { class: 'pulse', 'aria-hidden': 'true' }), words.say(reopened ? 'reopened' : 'queued'), place && h('span', { class: 'tag' }, place)),
    !entries.at(-1)?.text.includes(told) && h('p', null, told),
    (thread.asks || thread.contact) && mail(panel),
  );
}

/** Where to write to as well: asked for, or kept. @param {Panel} panel @returns {HTMLElement} */
function mail(panel) {
  const { words, thread } = panel;
  const agrees = /** @type {HTMLInputElement} */ (h('input', { type: 'checkbox' }));
  const put = async (/** @type {string | null} */ email) => {
    await thread.leave(email, agrees.checked);
    node.replaceWith(mail(panel));
  };
  const says = h('span', { class: 'says', role: 'alert' });
  const click = () => put(null).catch((error) => (says.textContent = sayFailure(error, words)));
  const node = thread.contact
    ? h('p', { class: 'reason' }, words.say('email_kept', { email: thread.contact }), ' ', textLink(words, 'email_remove', click), ' ', says)
    : form(words, words.say('email_ask'), address(), put, { 422: 'email_wrong' }, h('label', { class: 'agree' }, agrees, words.say('email_notify')));
  return node;
}

/** @param {Panel} panel */
function joined({ thread, words }) {
  const text = thread.agent ? words.say('joined', { name: thread.agent }) : words.say('with_person');
  return h('p', { class: 'event person' }, icon('person', 16), text);
}

/** @param {Panel} panel */
function resolved(panel) {
  const { words, thread } = panel;
  return h(
    'div',
    { class: 'card done' },
    h('p', { class: 'card-title' }, icon('check', 18), words.say('resolved')),
    thread.entries.at(-1)?.author !== 'system' && h('p', null, words.say('resolved_text')),
    grades(panel),
  );
}

/** @param {Panel} panel */
function grades(panel) {
  const { words, thread } = panel;
  const says = h('span', { class: 'says', role: 'alert' }, thread.csat ? words.say('thanks') : '');
  const more = h('div');
  const give = async (/** @type {number} */ grade, /** @type {string} */ comment) => {
    await thread.grade(grade, comment || undefined);
    press(buttons, grade - 1);
    says.textContent = words.say('thanks');
    panel.announce(words.say('thanks'));
  };
  const inWords = (/** @type {number} */ grade) => form(words, words.say('in_your_words'), remark(), (text) => give(grade, text).then(() => more.replaceChildren()), {});
  const choose = (/** @type {number} */ grade) =>
    give(grade, '').then(
      () => {
        more.replaceChildren(inWords(grade));
        more.scrollIntoView({ block: 'nearest' });
      },
      (error) => (says.textContent = sayFailure(error, words)),
    );
  const buttons = GRADES.map((grade) => h('button', { class: 'grade', 'aria-label': gradeName(grade, words), click: () => choose(grade) }, String(grade)));
  press(buttons, (thread.csat || 0) - 1);
  const scale = h('div', { class: 'grades' }, ...buttons, h('span', { 'aria-hidden': 'true' }, words.say('csat_low')), h('span', { 'aria-hidden': 'true' }, words.say('csat_high')));
  return h('div', { role: 'group', 'aria-label': words.say('csat_ask') }, h('p', { class: 'label' }, words.say('csat_ask')), scale, says, more);
}

/** @param {number} grade @param {import('./i18n.js').Words} words */
function gradeName(grade, words) {
  const end = grade === 1 ? words.say('csat_low') : grade === 5 && words.say('csat_high');
  return words.say('csat_grade', { grade }) + (end ? `, ${end}` : '');
}
