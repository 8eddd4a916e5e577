import { darkPalette, lightPalette, type Palette } from './palette.js';
import { darkRamp, lightRamp, rampRules, type Ramp } from './ramp.js';

const seriesNames = ['prefill', 'decode', 'compute', 'memory', 'vector', 'overhead'] as const;

/**
 * The style sheet of every figure: light, and dark where the screen asks for it; paper is always light.
 * Colours are literal, because SVG renderers outside browsers know no CSS variables; text and lines take `currentColor`.
 */
export const figureStyle = `.fig{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-size:12px}
.fig text{fill:currentColor}.fig .fig-small{font-size:11px}.fig .fig-strong{font-weight:600}.fig .fig-halo{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}
${themeRules(lightPalette, lightRamp)}
@media screen and (prefers-color-scheme:dark){${themeRules(darkPalette, darkRamp)}}`;

function themeRules(palette: Palette, ramp: Ramp): string {
  const series = seriesNames.map((name) => `.fig .fig-${name}{fill:${palette[name]}}.fig .fig-line.fig-${name}{stroke:${palette[name]}}`).join('');
  return `.fig{color:${palette.ink}}.fig .fig-surface{fill:${palette.surface}}.fig .fig-point,.fig .fig-halo{stroke:${palette.surface}}`
    + `.fig .fig-grid{stroke:${palette.line}}.fig text.fig-muted{fill:${palette.muted}}.fig .fig-leader{stroke:${palette.muted}}`
    + `.fig text.fig-inside{fill:${palette.onSeries}}.fig .fig-track{fill:${palette.line};fill-opacity:.45}${series}${rampRules(ramp, palette.ink, palette.onSeries)}`;
}
