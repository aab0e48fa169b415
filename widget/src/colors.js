// The site's colour, made legible: text on it and text in it keep a contrast of 4.5:1 (WCAG 2.2, 1.4.3).

const ENOUGH = 4.5;
const LIGHT_SURFACE = [255, 255, 255];
const DARK_SURFACE = [29, 33, 36];

/**
 * The custom properties for a colour such as `#0b6bcb`; none when it is not one.
 * @param {string | undefined} color
 * @returns {Record<string, string>}
 */
export function palette(color) {
  const rgb = parse(color || '');
  if (!rgb) return {};
  const onWhite = contrast(rgb, [255, 255, 255]) >= contrast(rgb, [20, 22, 24]);
  return {
    '--brand': css(rgb),
    '--on-brand': onWhite ? '#fff' : '#141618',
    '--brand-on-light': css(legible(rgb, LIGHT_SURFACE, [0, 0, 0])),
    '--brand-on-dark': css(legible(rgb, DARK_SURFACE, [255, 255, 255])),
  };
}

/** @param {string} color @returns {number[] | null} */
function parse(color) {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(color);
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (short) return short.slice(1).map((digit) => parseInt(digit + digit, 16));
  return long ? long.slice(1).map((pair) => parseInt(pair, 16)) : null;
}

/**
 * The colour, moved towards another until it can be read on the surface.
 * @param {number[]} rgb
 * @param {number[]} surface
 * @param {number[]} towards
 */
function legible(rgb, surface, towards) {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = rgb.map((value, at) => Math.round(value + (towards[at] - value) * share));
    if (contrast(mixed, surface) >= ENOUGH + 0.3) return mixed;
  }
  return towards;
}

/** @param {number[]} a @param {number[]} b */
function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Relative luminance as WCAG defines it. @param {number[]} rgb */
function luminance(rgb) {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {number[]} rgb */
const css = (rgb) => `rgb(${rgb.join(' ')})`;
