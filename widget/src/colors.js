// The site's colour, made legible: text on it and text in it keep a contrast of 4.5:1 (WCAG 2.2, 1.4.3).

const ENOUGH = 4.6;
const TINT = 0.1;
/** How much of the accent the style sheet mixes into a surface to tint it. */
const ON_BRAND = ['ffffff', '141618', '000000'];
const UNLIKELY = '#010203';

/**
 * The custom properties for any colour that CSS knows; none when it is not one.
 * @param {string | undefined} color
 * @returns {Record<string, string>}
 */
export function palette(color) {
  const rgb = color && parseColor(color);
  if (!rgb) return {};
  const text = ON_BRAND.find((hex) => contrast(rgb, channels(hex)) >= 4.5);
  return {
    '--brand': css(rgb),
    '--on-brand': `#${text}`,
    '--brand-on-light': css(legible(rgb, channels('ffffff'), [0, 0, 0])),
    '--brand-on-dark': css(legible(rgb, channels('1d2124'), [255, 255, 255])),
  };
}

/** Red, green and blue; what a canvas cannot write as six digits, such as a wide gamut, is drawn. @param {string} color */
function parseColor(color) {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return null;
  // What is no colour leaves the one before.
  context.fillStyle = UNLIKELY;
  context.fillStyle = color;
  const written = String(context.fillStyle);
  if (written === UNLIKELY) return null;
  if (/^#/.test(written)) return channels(written.slice(1));
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

/** @param {string} hex six digits */
const channels = (hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** @param {number[]} from @param {number[]} to @param {number} share */
const mix = (from, to, share) => from.map((value, at) => Math.round(value + (to[at] - value) * share));

/**
 * The colour, moved towards another until it can be read on the surface, tinted or not.
 * @param {number[]} rgb
 * @param {number[]} surface
 * @param {number[]} towards
 */
function legible(rgb, surface, towards) {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(rgb, towards, share);
    if (contrast(mixed, mix(surface, mixed, TINT)) >= ENOUGH) return mixed;
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
