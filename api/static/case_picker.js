// Macros, passages and suggestions: looked for on the server, chosen by keyboard, put into the reply.

import { insert, keep } from './case_draft.js';
import { localTimes } from './pages.js';

const WAIT_MS = 250;
const KINDS = {
  macros: { title: 'Macros', words: 'Find a macro', live: false },
  find: { title: 'Quote an article', words: 'Search what this customer may see', live: true },
  suggestion: { title: 'Suggested reply', words: '', live: false },
};
const CHOICES = '[data-macro], [data-quote], [data-use]';

let address = '';
let kind = KINDS.macros;
let timer = 0;
let latest = 0;
let place = [0, 0];

const dialog = () => document.getElementById('picker');
const words = () => document.getElementById('picker-words');
const found = () => document.getElementById('picker-found');

/** The part of a page that is meant for other pages. @param {string} url @param {RequestInit} [options] */
export async function part(url, options) {
  const response = await fetch(url, options);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const made = page.querySelector('[data-part]');
  if (!made) throw new Error(String(response.status));
  return [...document.adoptNode(made).childNodes];
}

/** @param {keyof typeof KINDS} name @param {string} url */
export function open(name, url) {
  [kind, address] = [KINDS[name], url];
  const { selectionStart, selectionEnd } = document.getElementById('reply');
  place = [selectionStart, selectionEnd];
  document.getElementById('picker-title').textContent = kind.title;
  Object.assign(words(), { value: '', hidden: !kind.words, placeholder: kind.words, ariaLabel: kind.words });
  found().replaceChildren();
  dialog().showModal();
  (kind.words ? words() : found()).focus();
  load();
}

async function load() {
  const mine = (latest += 1);
  const query = kind.live ? `?${new URLSearchParams({ q: words().value.trim() })}` : '';
  found().setAttribute('aria-busy', 'true');
  let nodes;
  try {
    nodes = await part(address + query);
  } catch {
    nodes = [Object.assign(document.createElement('p'), { className: 'fine', textContent: 'Could not be loaded. Type to try again.' })];
  }
  if (mine !== latest) return;
  found().replaceChildren(...nodes);
  found().removeAttribute('aria-busy');
  localTimes(found());
  filter();
}

/** Macros are all here; only some are shown. */
function filter() {
  const wanted = words().value.trim().toLowerCase();
  if (!kind.live) for (const item of found().querySelectorAll('li[data-name]')) item.hidden = !item.textContent.toLowerCase().includes(wanted);
}

/** @param {HTMLElement} choice */
function choose(choice) {
  if (dialog()?.open) {
    dialog().close();
    document.getElementById('reply').setSelectionRange(...place); // closing moves the cursor in some browsers
  }
  const { macro, quote, pick } = choice.dataset;
  const article = choice.closest('[data-suggestion]');
  if (macro !== undefined) insert(macro);
  else if (quote !== undefined) insert(`${quote}${/^\s*(```|\|)/.test(quote.split('\n').pop()) ? '\n\n' : ' '}[1]`, [{ ...JSON.parse(pick), id: 1 }]);
  else if (article) {
    insert(article.dataset.suggestion, JSON.parse(article.dataset.picks));
    keep({ suggestion: article.dataset.digest });
  }
}

/** Up and down go through what was found. @param {KeyboardEvent} event */
function move(event) {
  const choices = [...found().querySelectorAll(CHOICES)].filter((node) => node.offsetParent);
  const at = choices.indexOf(document.activeElement);
  if (event.key === 'Enter' && document.activeElement === words() && choices.length) {
    event.preventDefault();
    choose(choices[0]);
  }
  if (event.key === 'Escape') {
    event.preventDefault(); // some browsers would only empty the field
    dialog().close();
  }
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  const next = at + (event.key === 'ArrowDown' ? 1 : -1);
  (next < 0 ? words() : choices[Math.min(next, choices.length - 1)])?.focus();
}

document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-open]');
  const choice = event.target.closest(CHOICES);
  if (opener && document.getElementById('reply') && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    open(opener.dataset.open, opener.getAttribute('href'));
  } else if (choice) choose(choice);
  else if (event.target.closest('#picker [data-close]')) dialog().close();
});
document.addEventListener('keydown', (event) => {
  if (event.target.closest?.('#picker')) {
    move(event);
    return;
  }
  const tools = { KeyM: 'macros', KeyK: 'find' };
  const name = event.altKey && !event.ctrlKey ? tools[event.code] : event.key === '/' && startsLine(event.target) ? 'macros' : null;
  const opener = name && document.querySelector(`[data-open="${name}"]`);
  if (!opener || dialog()?.open) return;
  event.preventDefault();
  open(name, opener.getAttribute('href'));
});
document.addEventListener('input', (event) => {
  if (event.target.id !== 'picker-words') return;
  clearTimeout(timer);
  if (kind.live) timer = setTimeout(load, WAIT_MS);
  else filter();
});
document.addEventListener('close', (event) => event.target.id === 'picker' && document.getElementById('reply')?.focus(), true);

/** Whether the cursor is where a line of the reply begins. @param {HTMLTextAreaElement} box */
function startsLine(box) {
  return box.id === 'reply' && (box.selectionStart === 0 || box.value[box.selectionStart - 1] === '\n');
}
