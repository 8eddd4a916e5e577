import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { darkPalette, lightPalette, type Palette } from '../../../src/reports/figures/palette.js';

/** Contrast of two colours (WCAG 2.2, relative luminance). */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe('the colours of figures and pages', () => {
  for (const [name, palette] of Object.entries<Palette>({ light: lightPalette, dark: darkPalette })) {
    it(`are told from the ground by everybody (${name})`, () => {
      for (const key of ['ink', 'muted'] as const) assert.ok(contrast(palette[key], palette.surface) >= 4.5, key);
      for (const key of ['prefill', 'decode', 'compute', 'memory', 'vector', 'overhead'] as const) assert.ok(contrast(palette[key], palette.surface) >= 3, key);
      for (const key of ['compute', 'memory', 'vector', 'overhead'] as const) assert.ok(contrast(palette[key], palette.onSeries) >= 4.5, `text on ${key}`);
    });
  }
});
