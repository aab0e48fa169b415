// Time zones by their names in the reader's own language, as far as the browser knows them.

const reader = navigator.language;

/** Such as `Central European Time`. @param {string} timeZone */
function nameOf(timeZone) {
  const parts = new Intl.DateTimeFormat(reader, { timeZone, timeZoneName: 'longGeneric' }).formatToParts();
  return parts.find((part) => part.type === 'timeZoneName').value;
}

for (const option of document.querySelectorAll('select[name=zone] optgroup:not(:first-child) option')) {
  try {
    option.append(` · ${nameOf(option.value)}`);
  } catch {
    // a zone that this browser does not know keeps the name it has
  }
}
