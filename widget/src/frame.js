// The still parts of the panel: header, the two ways to use it, what is wrong. `panel.js` brings them to life.

import { h, icon } from './dom.js';
import { tool } from './forms.js';

/**
 * Every node that changes, by name.
 * @param {import('./panel.js').Panel} panel
 */
export function frame(panel) {
  const { words, widget } = panel;
  const title = widget.options.title || words.say('launcher');
  const face = h('span', { class: 'avatar', 'aria-hidden': 'true' });
  const state = h('p', { class: 'state' });
  const heading = h('h2', { class: 'title', tabindex: -1 }, title);
  const fresh = tool(words.say('restart'), 'plus', () => panel.restart());
  const head = h('header', { class: 'head' }, face, h('div', { class: 'who' }, heading, state), fresh, tool(words.say('close'), 'close', () => widget.close()));
  const [ask, look] = [false, true].map((on) => h('button', { click: () => panel.mode(on) }, icon(on ? 'search' : 'mark', 16), words.say(on ? 'search' : 'ask')));
  const modes = h('div', { class: 'modes' }, ask, look);
  const banner = h('p', { class: 'banner', role: 'status', hidden: true });
  const main = h('div', { class: 'main' }, head, modes, banner);
  const live = h('div', { class: 'sr', role: 'status' });
  panel.root.append(main, live);
  return { main, face, state, heading, fresh, ask, look, modes, banner, live };
}
