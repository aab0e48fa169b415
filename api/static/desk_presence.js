// Who else looks at a conversation or writes in it, and telling colleagues where oneself is.

import { lastShown } from './desk_customer.js';
import { live } from './desk_stream.js';

const BEAT_MS = 4_000;
const QUIET_BEAT_MS = 20_000;
const IDLE_MS = 600_000;

const main = document.getElementById('main');
const { me, opened, token } = main.dataset;
let everybody = [];
let active = Date.now();
let wrote = 0;
let told = '';
let toldAt = 0;
let notice = '';
let heard = false;

/** @typedef {{ escalation_id: string, staff_id: string, name: string, doing: string }} Present */

/** Show what the stream told. @param {Present[]} present */
export function tell(present) {
  heard = true;
  show(present);
}

/** The stream is gone: each beat asks again. */
export function silent() {
  heard = false;
}

/** Keep in mind who is where, and show it. @param {Present[]} present */
function show(present) {
  everybody = present.filter((one) => one.staff_id !== me);
  draw();
}

/** Show it again, after parts of the page were replaced. */
export function draw() {
  for (const spot of document.querySelectorAll('[data-here]')) initials(spot, at(spot.dataset.here));
  const place = document.querySelector('[data-collision]');
  if (!place) return;
  const text = sentence(at(opened));
  place.textContent = text;
  place.hidden = !text;
  if (text !== notice) document.dispatchEvent(new CustomEvent('desk:say', { detail: text }));
  notice = text;
}

/** @param {string} escalation */
function at(escalation) {
  return everybody.filter((one) => one.escalation_id === escalation);
}

/** @param {{name: string, doing: string}[]} others */
function sentence(others) {
  const names = (doing) => others.filter((one) => one.doing === doing).map((one) => one.name);
  const [typing, viewing] = [names('typing'), names('viewing')];
  const parts = [
    typing.length && `${list(typing)} ${typing.length > 1 ? 'are' : 'is'} typing.`,
    viewing.length && `${list(viewing)} ${viewing.length > 1 ? 'are' : 'is'} also looking at this.`,
  ];
  return parts.filter(Boolean).join(' ');
}

/** @param {string[]} names */
function list(names) {
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];
}

/** @param {HTMLElement} spot @param {{name: string, doing: string}[]} others */
function initials(spot, others) {
  spot.replaceChildren(
    ...others.slice(0, 3).map((one) => {
      const mark = document.createElement('span');
      mark.className = one.doing === 'typing' ? 'avatar mini typing' : 'avatar mini';
      mark.title = one.doing === 'typing' ? `${one.name} is typing` : `${one.name} is looking at this`;
      mark.textContent = one.name.split(/\s+/).slice(0, 2).map((part) => [...part][0]).join('').toUpperCase();
      mark.setAttribute('role', 'img');
      mark.setAttribute('aria-label', mark.title);
      return mark;
    }),
  );
}

/** Begin to tell where this person is. */
export function begin() {
  for (const type of ['pointerdown', 'pointermove', 'keydown', 'scroll']) {
    addEventListener(type, () => (active = Date.now()), { passive: true, capture: true });
  }
  document.addEventListener('input', (event) => {
    if (!event.target.matches('.case textarea')) return;
    wrote = Date.now();
    if (!told.endsWith('typing')) beat();
  });
  document.addEventListener('visibilitychange', beat);
  addEventListener('pagehide', leave);
  setInterval(beat, BEAT_MS);
  beat();
}

/** Tell the server where this person is, and how far the customer's lines are on the screen. */
export async function beat() {
  if (Date.now() - active > IDLE_MS) return; // nobody sits here
  if (document.hidden) leave();
  const here = document.hidden ? '' : opened;
  const doing = here && Date.now() - wrote < BEAT_MS ? 'typing' : 'viewing';
  const now = `${here} ${doing}`;
  // In no conversation it only matters that somebody is at the desk.
  if (!here && now === told && Date.now() - toldAt < QUIET_BEAT_MS) return;
  [told, toldAt] = [now, Date.now()];
  const body = new URLSearchParams({ form_token: token, escalation_id: here, doing, shown: here && lastShown() });
  try {
    const response = await fetch('/desk/presence', { method: 'POST', body });
    if (response.ok && here && !heard && !live()) show(await response.json());
  } catch {
    // The next one is seconds away.
  }
}

function leave() {
  if (!opened || told.startsWith(' ')) return;
  navigator.sendBeacon('/desk/presence', new URLSearchParams({ form_token: token, escalation_id: opened, gone: 'true' }));
}
