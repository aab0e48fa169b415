// Who else looks at a conversation or writes in it, and telling colleagues where oneself is.

const BEAT_MS = 4_000;
const IDLE_MS = 600_000;

const main = document.getElementById('main');
const { me, opened, token } = main.dataset;
let everybody = [];
let active = Date.now();
let wrote = 0;
let told = '';
let notice = '';

/** Keep in mind who is where, and show it. @param {{escalation_id: string, staff_id: string, name: string, doing: string}[]} present */
export function show(present) {
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

async function beat() {
  if (Date.now() - active > IDLE_MS) return; // nobody sits here
  if (document.hidden) leave();
  const here = document.hidden ? '' : opened;
  const doing = here && Date.now() - wrote < BEAT_MS ? 'typing' : 'viewing';
  told = `${here} ${doing}`;
  const body = new URLSearchParams({ form_token: token, escalation_id: here, doing });
  await fetch('/desk/presence', { method: 'POST', body }).catch(() => undefined); // the next one is seconds away
}

function leave() {
  if (!opened || told.startsWith(' ')) return;
  navigator.sendBeacon('/desk/presence', new URLSearchParams({ form_token: token, escalation_id: opened, gone: 'true' }));
}
