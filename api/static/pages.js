// Small comforts for all pages: local times, menus that close, forms that filter at once.

const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const today = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** Put every time into the reader's own time zone. @param {ParentNode} root */
export function localTimes(root = document) {
  for (const node of root.querySelectorAll('time[datetime]:not([data-local])')) {
    const moment = new Date(node.getAttribute('datetime'));
    if (Number.isNaN(moment.getTime())) continue;
    node.title = absolute.format(moment);
    node.textContent = (moment.toDateString() === new Date().toDateString() ? today : absolute).format(moment);
    node.dataset.local = '';
  }
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll('details.menu[open]')) if (menu !== except) menu.open = false;
}

document.addEventListener('click', (event) => closeMenus(event.target.closest('details.menu')));
document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && document.querySelector('details.menu[open]');
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});
document.addEventListener('change', (event) => {
  if (event.target.matches('form[data-filter] select')) event.target.form.requestSubmit();
});
// What is chosen in a row that is wider than the screen.
for (const one of document.querySelectorAll('[data-row] [aria-current]')) {
  const row = one.closest('[data-row]');
  row.scrollLeft += one.getBoundingClientRect().left - row.getBoundingClientRect().left - 14;
}
localTimes();
