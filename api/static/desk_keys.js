// The desk by keyboard. Single letters work outside fields only, and can be switched off (WCAG 2.1, 2.1.4).
// An element with `data-key` takes its key from the usual target.

import { say, wants } from './desk_alerts.js';

const TARGETS = { c: 'form[action*="/claim"] button', r: '#reply', n: '#note', '/': '#find' };
const MISSING = { c: 'There is nothing to claim here.', r: 'Claim the conversation to reply.', n: 'Open a conversation to leave a note.' };

const help = document.getElementById('keys');

/** Begin to listen. */
export function begin() {
  // Before others: a menu that Escape closes must still be seen open.
  document.addEventListener('keydown', pressed, true);
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-help]')) help.showModal();
  });
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector('dialog[open]')) return;
  const done = event.key === 'Escape' ? escape(event.target) : !writes(event.target) && (arrow(event) || (wants('keys') && letter(event.key)));
  if (done) event.preventDefault();
}

/** @param {EventTarget} target */
function writes(target) {
  return target.matches('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]');
}

/** Arrows walk the list while the focus is in it; elsewhere they scroll as ever. @param {KeyboardEvent} event */
function arrow(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  return Boolean(step && event.target.matches('.ticket')) && walk(step);
}

/** @param {string} key */
function letter(key) {
  if (key === 'j') return walk(1);
  if (key === 'k') return walk(-1);
  if (key === '?') return help.showModal() ?? true;
  return key in TARGETS && go(key);
}

/** @param {number} step */
function walk(step) {
  const rows = [...document.querySelectorAll('.ticket')];
  const opened = rows.findIndex((row) => row.hasAttribute('aria-current'));
  const focused = rows.indexOf(document.activeElement);
  const at = focused >= 0 ? focused + step : opened >= 0 ? opened + step : 0;
  rows[Math.max(0, Math.min(at, rows.length - 1))]?.focus();
  return rows.length > 0;
}

/** @param {string} key */
function go(key) {
  const target = document.querySelector(`[data-key="${key}"]`) || document.querySelector(TARGETS[key]);
  if (!target) {
    say(MISSING[key]);
    return true;
  }
  const folded = target.closest('details:not([open])');
  if (folded && !target.matches('summary')) folded.open = true;
  target.focus(); // also a button that will be gone: the focus then goes to what takes its place
  if (!target.matches('input, textarea')) target.click();
  return true;
}

/** Out of a field, out of a menu, back to the list. @param {HTMLElement} target */
function escape(target) {
  if (document.querySelector('details.menu[open]')) return false;
  if (target.matches('.case textarea, .case input, .case select')) return focus(document.getElementById('transcript'));
  if (target.id === 'find' && target.value) return false; // the browser empties it
  const back = document.getElementById('back-to-queue') || document.querySelector('.case-head .back');
  const row = document.querySelector('.ticket[aria-current]') || document.querySelector('.ticket');
  if (row?.checkVisibility() && row !== document.activeElement && !target.matches('.ticket')) return focus(row);
  back?.click();
  return Boolean(back);
}

/** @param {HTMLElement | null} node */
function focus(node) {
  node?.focus();
  return node !== null;
}
