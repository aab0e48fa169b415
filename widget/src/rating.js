// "Did this help?", what was amiss, and copying an answer.

import { h, icon } from './dom.js';
import { sayFailure } from './failures.js';
import { form, remark } from './forms.js';
import { plain } from './markdown.js';

/**
 * @typedef {import('./entries.js').Entry} Entry
 * @typedef {import('./panel.js').Panel} Panel
 */

const PREFIX = 'reason_';
const REASONS = ['reason_wrong', 'reason_incomplete', 'reason_unclear', 'reason_outdated', 'reason_not_my_question'];

/** A button that is on or off. @param {(event: any) => void} click @param {...(Node | string)} children */
function toggle(click, ...children) {
  return h('button', { class: 'vote', 'aria-pressed': 'false', click }, ...children);
}

/** @param {HTMLElement[]} buttons @param {number} on */
export function press(buttons, on) {
  buttons.forEach((button, at) => button.setAttribute('aria-pressed', String(at === on)));
}

/** @param {Entry} entry @param {Panel} panel */
export function rating(entry, panel) {
  const { words } = panel;
  const says = h('span', { class: 'says', role: 'alert' });
  const more = h('div');
  const votes = [toggle(() => vote(true), icon('yes', 16), words.say('yes')), toggle(() => vote(false), icon('no', 16), words.say('no'))];
  const show = () => press(votes, entry.helpful === null ? -1 : Number(!entry.helpful));
  const copy = h('button', { class: 'vote copy', click: () => copyText(entry, copy, panel) }, icon('copy', 16), words.say('copy'));

  /** @param {boolean} helpful */
  async function vote(helpful) {
    try {
      await panel.thread.rate(entry, helpful);
    } catch (error) {
      says.textContent = sayFailure(/** @type {any} */ (error), words);
      return;
    }
    show();
    says.textContent = helpful ? words.say('thanks') : '';
    more.replaceChildren(helpful ? '' : amiss(entry, panel, more));
    if (!helpful) panel.announce(words.say('unhelpful_ask'));
  }

  show();
  const group = h('div', { class: 'votes', role: 'group', 'aria-label': words.say('helpful') });
  group.append(h('span', { 'aria-hidden': 'true' }, words.say('helpful')), ...votes, copy);
  return h('div', { class: 'rating' }, group, says, more);
}

/** What was wrong with an answer: one of the usual things, or in the visitor's words. @param {Entry} entry @param {Panel} panel @param {HTMLElement} holder */
function amiss(entry, panel, holder) {
  const { words, thread } = panel;
  let chosen = -1;
  const buttons = REASONS.map((reason, at) =>
    toggle(() => {
      chosen = chosen === at ? -1 : at;
      press(buttons, chosen);
    }, words.say(reason)),
  );
  const send = async (/** @type {string} */ comment) => {
    if (comment || chosen >= 0) await thread.rate(entry, false, comment, REASONS[chosen]?.slice(PREFIX.length));
    holder.replaceChildren(h('span', { class: 'says' }, words.say('thanks')));
    panel.announce(words.say('thanks'));
  };
  const reasons = h('div', { class: 'reasons', role: 'group', 'aria-label': words.say('unhelpful_ask') }, ...buttons);
  return form(words, words.say('in_your_words'), remark(), send, {}, h('p', { class: 'label' }, words.say('unhelpful_ask')), reasons);
}

/** @param {Entry} entry @param {HTMLElement} button @param {Panel} panel */
async function copyText(entry, button, panel) {
  const { words } = panel;
  try {
    await navigator.clipboard.writeText(plain(entry.text));
  } catch {
    return; // The browser does not allow it here; nothing was promised.
  }
  button.replaceChildren(icon('check', 16), words.say('copied'));
  panel.announce(words.say('copied'));
}
