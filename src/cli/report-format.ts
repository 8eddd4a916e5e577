import type { SimulationResult } from '../sim/model/result.js';
import type { PageMeta } from '../reports/page.js';
import type { ResultFigureName } from '../reports/page/result-figures.js';
import { InputError } from '../sim/core/diagnostics.js';
import { noFigure, noPngWriter, oneResult } from './report-diagnostics.js';
import type { ReportFormat } from './report-formats.js';

/** Pixels of a saved image for each of a figure's own. */
const scale = 2;

/** Results as what is pasted into a README or a paper: one figure of one result as SVG or PNG, or all results as Markdown. */
export async function formatted(results: readonly SimulationResult[], format: Exclude<ReportFormat, 'html'>, figure: string | undefined, meta: PageMeta): Promise<string | Uint8Array> {
  if (format === 'md') return (await import('../reports/markdown.js')).reportMarkdown(results, meta);
  const { resultFigures } = await import('../reports/page/result-figures.js');
  const name = figure ?? 'roofline';
  if (!Object.hasOwn(resultFigures, name)) throw new InputError([noFigure(name, Object.keys(resultFigures))]);
  const [result] = results;
  if (result === undefined || results.length > 1) throw new InputError([oneResult(format, results.length)]);
  const svg = resultFigures[name as ResultFigureName].draw(result, {});
  return format === 'svg' ? `${svg}\n` : pngOf(svg);
}

/** A figure as an image, by an optional package that brings its own renderer. */
async function pngOf(svg: string): Promise<Uint8Array> {
  const resvg = await import('@resvg/resvg-js').catch(() => null);
  if (resvg === null) throw new InputError([noPngWriter()]);
  return new resvg.Resvg(svg, { fitTo: { mode: 'zoom', value: scale }, font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' } }).render().asPng();
}
