// The playground: the fields make the tag, the widget on the page follows them, and what it tells is listed.

const TYPED_FOR_MS = 350;
const EVENTS = ['ready', 'open', 'close', 'question', 'answer', 'escalate', 'agent', 'feedback', 'destroy'];
const KEPT_EVENTS = 50;

const place = document.getElementById('playground');
const form = place.querySelector('form');
const list = place.querySelector('ol');
const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'medium' });
const buttons = Object.fromEntries([...place.querySelectorAll('[data-play]')].map((node) => [node.dataset.play, node]));
let silence = [];
let typing = 0;

/** The rules by page as compact JSON; nothing, and a word about it, while they are not valid. */
function rules(text) {
  const wrong = document.getElementById('play-page-wrong');
  wrong.textContent = '';
  form.elements.page.removeAttribute('aria-invalid');
  try {
    return text && JSON.stringify(JSON.parse(text));
  } catch (error) {
    wrong.textContent = `${document.querySelector('[data-play-bad]').textContent} ${error.message}`;
    form.elements.page.setAttribute('aria-invalid', 'true');
    return '';
  }
}

/** What the fields say, by the name of the attribute behind `data-`; what is as usual is left out. */
function chosen() {
  const { elements } = form;
  const found = {};
  for (const name of ['lang', 'title', 'greeting', 'launcher', 'color', 'theme', 'position', 'radius', 'font', 'logo']) {
    const value = elements[name].value.trim();
    if (value && value !== elements[name].dataset.default) found[name] = value;
  }
  const examples = elements.examples.value.split('\n').map((line) => line.trim()).filter(Boolean);
  const page = rules(elements.page.value.trim());
  if (examples.length) found.examples = examples.join('|');
  if (page) found.page = page;
  if (elements.icon_only.checked) found.launcher = '';
  if (elements.search.checked) found.search = '';
  return found;
}

/** A value as HTML wants it, in the quotes that need the least escaping. @param {string} value */
function quoted(value) {
  const safe = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return value.includes('"') && !value.includes("'") ? `'${safe}'` : `"${safe.replaceAll('"', '&quot;')}"`;
}

function tag(values) {
  const attributes = Object.entries(values).map(([name, value]) => `\n  data-${name}${value && `=${quoted(value)}`}`);
  return `<script async src=${quoted(new URL('/widget.js', location.href).href)}${attributes.join('')}></script>`;
}

/** Take the widget off the page and put it there anew. */
function restart() {
  for (const stop of silence) stop();
  silence = [];
  window.Askwell?.destroy();
  document.querySelector('script[src$="/widget.js"]')?.remove();
  const script = document.createElement('script');
  script.async = true;
  script.src = '/widget.js';
  Object.assign(script.dataset, chosen());
  script.addEventListener('load', listen);
  document.body.append(script);
  gone(false);
}

function listen() {
  if (!window.Askwell || silence.length) return;
  silence = EVENTS.map((name) => window.Askwell.on(name, (detail) => happened(name, detail)));
}

function happened(name, detail) {
  if (name === 'ready' && 'beside' in place.dataset) document.querySelector('askwell-widget').open(false);
  if (name === 'open') place.dataset.beside = form.elements.position.value || 'right';
  if (name === 'close' || name === 'destroy') delete place.dataset.beside;
  if (name === 'destroy') gone(true);
  note(name, detail);
}

/** @param {boolean} away whether the widget is off the page */
function gone(away) {
  const held = document.activeElement === buttons.destroy || document.activeElement === buttons.back;
  buttons.back.hidden = !away;
  buttons.destroy.hidden = away;
  if (held) (away ? buttons.back : buttons.destroy).focus();
  if (away) say(buttons.destroy.dataset.said);
}

function say(text) {
  document.getElementById('play-said').textContent = text;
}

function make(name, text, ...inside) {
  const node = document.createElement(name);
  node.append(text, ...inside);
  return node;
}

/** Put an event on top of the list; one that says nothing new takes the place of its like. */
function note(name, detail) {
  const last = list.firstElementChild;
  if (last?.dataset.plain === name) last.remove();
  const parts = [make('code', name), make('span', detail?.text || ''), make('time', time.format(new Date()))];
  const line = make('li', '');
  if (!detail) line.dataset.plain = name;
  line.append(detail ? make('details', make('summary', '', ...parts), make('pre', JSON.stringify(detail, null, 2))) : make('div', '', ...parts));
  list.prepend(line);
  while (list.children.length > KEPT_EVENTS) list.lastElementChild.remove();
  listed();
}

function listed() {
  const empty = !list.children.length;
  list.previousElementSibling.hidden = !empty;
  buttons.clear.hidden = empty;
}

function changed(event) {
  document.getElementById('play-text').textContent = tag(chosen());
  clearTimeout(typing);
  if (!event) return;
  say('');
  typing = setTimeout(restart, event.type === 'input' ? TYPED_FOR_MS : 0);
}

const acts = {
  ask: (button) => window.Askwell?.ask(button.dataset.question),
  open: () => window.Askwell?.open(),
  close: () => window.Askwell?.close(),
  destroy: () => window.Askwell?.destroy(),
  back() {
    say('');
    restart();
  },
  clear() {
    list.replaceChildren();
    listed();
    list.parentElement.focus();
  },
  example(button) {
    form.elements.page.value = JSON.stringify(JSON.parse(button.dataset.rules), null, 2);
    changed(new Event('change'));
  },
  async copy(button) {
    const text = document.getElementById('play-text');
    try {
      await navigator.clipboard.writeText(text.textContent);
      say(button.dataset.done);
    } catch {
      getSelection().selectAllChildren(text);
      say(button.dataset.failed);
    }
  },
};

place.addEventListener('click', (event) => {
  const button = event.target.closest('[data-play]');
  if (button) acts[button.dataset.play](button);
});
form.addEventListener('input', changed);
form.addEventListener('reset', () => setTimeout(() => changed(new Event('change'))));
form.addEventListener('submit', (event) => event.preventDefault());
changed();
listen();
document.querySelector('script[src$="/widget.js"]')?.addEventListener('load', listen);
