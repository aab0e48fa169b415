// Deliveries without reloading: every few seconds, what changed on the server is put in place.

import { localTimes } from './pages.js';

const POLL_MS = 4_000;

let etag = null;
let shown = regionsOf(document);

/** The markup of every live part, by its id. @param {Document} page */
function regionsOf(page) {
  return new Map([...page.querySelectorAll('[data-live]')].map((node) => [node.id, node.innerHTML]));
}

/** @param {string} html */
function apply(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  if (!page.querySelector('main.deliveries')) {
    location.reload(); // signed out, or no longer allowed
    return;
  }
  const fresh = regionsOf(page);
  for (const [id, markup] of fresh) if (shown.get(id) !== markup) replace(document.getElementById(id), page.getElementById(id));
  shown = fresh;
  localTimes();
}

/** Keeps what is opened, and where the keyboard is. @param {HTMLElement} old @param {HTMLElement} fresh */
function replace(old, fresh) {
  const open = [...old.querySelectorAll('details[open]')].map((node) => node.id);
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const inSummary = focused?.matches('summary') ? focused.parentElement.id : null;
  old.replaceChildren(...document.adoptNode(fresh).childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  const again = inSummary ? document.querySelector(`#${CSS.escape(inSummary)} > summary`) : focused && document.getElementById(focused.id);
  if (focused) (again ?? document.getElementById('main')).focus({ preventScroll: true });
}

async function refresh() {
  if (document.hidden) return;
  try {
    const response = await fetch(location.href, { headers: etag ? { 'If-None-Match': etag } : {}, cache: 'no-store' });
    if (response.status === 200) {
      etag = response.headers.get('ETag');
      apply(await response.text());
    }
    document.documentElement.removeAttribute('data-offline');
  } catch {
    document.documentElement.setAttribute('data-offline', '');
  }
}

// The words about what was just done need not come back when the page is reloaded.
const here = new URL(location.href);
here.searchParams.delete('saved');
// A refused form leaves its own address, which cannot be looked at again.
history.replaceState(null, '', here.pathname.startsWith('/desk/deliveries/') ? '/desk/deliveries' : here);
document.addEventListener('visibilitychange', refresh);
setInterval(refresh, POLL_MS);
