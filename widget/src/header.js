// What the head of the panel says: who is there, and what is wrong with the connection or the conversation.

import { sayFailure } from './failures.js';
import { textLink } from './forms.js';
import { initials } from './messages.js';

/** @typedef {import('./panel.js').Panel} Panel */

const RECOVERS = ['offline', 'reconnecting'];

/** The assistant or the person whom one talks to. @param {Panel} panel */
export function sayHead({ thread, words, root, parts, logo }) {
  const person = thread.owner === 'agent' && thread.status !== 'resolved';
  const other = thread.handed ? 'queued' : thread.owner === 'agent' ? 'resolved' : 'assistant_note';
  root.toggleAttribute('data-person', person);
  parts.face.replaceChildren(person ? initials(thread.agent || words.say('team')) : logo);
  parts.state.textContent = words.say(person ? 'with_person' : other);
}

/** What is wrong, and what can be done. @param {Panel} panel */
export function sayBanner(panel) {
  const { thread, words, parts } = panel;
  const { banner } = parts;
  const passing = !navigator.onLine ? 'offline' : thread.connection === 'lost' ? 'reconnecting' : thread.restoring ? 'loading' : '';
  const problem = !passing && panel.problem;
  const key = passing || (problem ? problem.code : thread.client.refused ? 'error_identity' : '');
  const before = banner.dataset.key || '';
  if (key === before) return;
  if (!key && RECOVERS.includes(before)) panel.announce(words.say('back_online'));
  banner.dataset.key = key;
  banner.hidden = !key;
  banner.replaceChildren(!key ? '' : problem ? sayFailure(problem, words) : words.say(key), ' ');
  if (problem && thread.conversation) banner.append(textLink(words, 'retry', () => thread.restore()));
}
