// The parts of the desk that follow the server: fresh markup is put in place without losing what a person does there.

import { localTimes } from './pages.js';

let shown = regionsOf(document);

/** The markup of every live part, by its id. @param {Document} page */
function regionsOf(page) {
  return new Map([...page.querySelectorAll('[data-live]')].map((node) => [node.id, node.innerHTML]));
}

/** Whether `html` is a page of the desk, or its list. @param {string} html */
export function isDesk(html) {
  return new DOMParser().parseFromString(html, 'text/html').querySelector('main.desk') !== null;
}

/**
 * Put what changed on the server in place of what is shown; `desk:fresh` is sent afterwards.
 * @param {string} html a page of the desk, or its list alone
 * @param {boolean} [toEnd] whether to show the newest line in any case
 */
export function apply(html, toEnd = false) {
  if (!isDesk(html)) {
    location.reload(); // signed out, or no longer allowed
    return;
  }
  const page = new DOMParser().parseFromString(html, 'text/html');
  document.title = page.title;
  const before = lastLine()?.id;
  const rows = new Set([...document.querySelectorAll('.ticket')].map((node) => node.id));
  const stick = toEnd || atEnd();
  for (const [id, markup] of regionsOf(page)) {
    if (shown.get(id) !== markup && replace(document.getElementById(id), page.getElementById(id))) shown.set(id, markup);
  }
  localTimes();
  if (stick) scrollToEnd();
  for (const node of document.querySelectorAll('.ticket')) node.classList.toggle('fresh', !rows.has(node.id));
  document.dispatchEvent(new CustomEvent('desk:fresh', { detail: { newLine: lastLine()?.id !== before } }));
}

/** Returns whether it was done: what somebody has open or is choosing from stays. @param {HTMLElement | null} old @param {HTMLElement | null} fresh */
function replace(old, fresh) {
  if (!old || !fresh || inUse(old)) return false;
  const { scrollTop } = old;
  const anchor = anchorOf(old);
  const open = new Map([...old.querySelectorAll('details')].map((node, at) => [nameOf(node, at), node.open]));
  const texts = new Map([...old.querySelectorAll('textarea[id], select[id]')].map((box) => [box.id, box.value]));
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const place = focused ? placeOf(focused) : null;
  old.replaceChildren(...document.adoptNode(fresh).childNodes);
  for (const box of old.querySelectorAll('textarea[id], select[id]')) box.value = texts.get(box.id) || box.value;
  [...old.querySelectorAll('details')].forEach((node, at) => (node.open = open.get(nameOf(node, at)) ?? node.open));
  old.scrollTop = scrollTop;
  anchor?.();
  if (place) refocus(old, place);
  return true;
}

/** @param {HTMLElement} region */
function inUse(region) {
  return region.querySelector('dialog[open]') || (document.activeElement?.matches('select, input') && region.contains(document.activeElement));
}

/** @param {HTMLElement} node @param {number} at */
function nameOf(node, at) {
  return node.id || `${node.className}/${at}`;
}

/** Where the focus is. @param {Element} focused */
function placeOf(focused) {
  const tickets = [...document.querySelectorAll('.ticket')];
  return {
    id: focused.id,
    href: focused.getAttribute('href'),
    row: tickets.indexOf(focused),
    selection: 'selectionStart' in focused ? [focused.selectionStart, focused.selectionEnd] : null,
  };
}

/** @param {HTMLElement} region @param {ReturnType<typeof placeOf>} place */
function refocus(region, place) {
  const same = (place.id && document.getElementById(place.id)) || (place.href && region.querySelector(`a[href="${CSS.escape(place.href)}"]`));
  const tickets = document.querySelectorAll('.ticket');
  const near = place.row >= 0 ? tickets[Math.min(place.row, tickets.length - 1)] : null;
  const target = same || near || document.getElementById('reply') || document.getElementById('transcript') || document.getElementById('main');
  target?.focus({ preventScroll: true });
  if (same && place.selection && place.selection[0] !== null) same.setSelectionRange(...place.selection);
}

/** Keeps the first row in sight where it is. @param {HTMLElement} region */
function anchorOf(region) {
  if (!region.matches('.rows') || !region.scrollTop) return null;
  const top = region.getBoundingClientRect().top;
  const row = [...region.querySelectorAll('.ticket')].find((node) => node.getBoundingClientRect().bottom > top);
  const offset = row?.getBoundingClientRect().top;
  return () => {
    const again = row && document.getElementById(row.id);
    if (again) region.scrollTop += again.getBoundingClientRect().top - offset;
  };
}

/** The newest line of the transcript. */
export function lastLine() {
  return document.querySelector('#transcript > :last-child');
}

function atEnd() {
  const log = document.getElementById('transcript');
  return log !== null && log.scrollHeight - log.scrollTop - log.clientHeight < 60;
}

/** Show the newest line. */
export function scrollToEnd() {
  const log = document.getElementById('transcript');
  if (log) log.scrollTop = log.scrollHeight;
}
