// How the widget fits a site: what the tag says wins over the custom properties of the site's own style sheet.

import { palette } from './colors.js';
import { h, icon, safeUrl } from './dom.js';

/** @typedef {import('./element.js').Options} Options */

/**
 * Side, theme, font, corners and colours. To be called once the element is on the page, where it sees the site's styles.
 * @param {HTMLElement} host
 * @param {Options} options
 */
export function dress(host, { position, theme, font, radius, color }) {
  if (position) host.setAttribute('position', position);
  if (theme) host.setAttribute('theme', theme);
  const own = getComputedStyle(host).getPropertyValue('--askwell-color').trim();
  const set = { ...palette(color || own), '--askwell-font': font, '--askwell-radius': radius && `${parseInt(radius)}px` };
  for (const [name, value] of Object.entries(set)) if (value) host.style.setProperty(name, value);
}

/**
 * The site's logo, or the widget's own sign where there is none or it does not load.
 * @param {string | undefined} url
 * @returns {HTMLElement}
 */
export function logo(url) {
  const src = /^https?:/.test(safeUrl(url, document.baseURI) || '') && url;
  const sign = icon('mark', 18);
  const error = () => frame.replaceChildren(sign);
  const frame = h('span', { class: 'logo' }, src ? h('img', { src, alt: '', referrerpolicy: 'no-referrer', error }) : sign);
  return frame;
}
