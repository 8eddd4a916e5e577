import picocolors from 'picocolors';
import { formatSi } from '../../sim/core/units.js';
import type { CalibratedRow, CalibrationResult, FittedConstant, PartErrors } from '../../sim/model/calibration.js';
import { metricText } from '../metric-text.js';
import { inputText, numberText } from '../quantity-text.js';
import { printable, wrapped } from './plain-text.js';
import { tableLinesWithin, textTable } from './table.js';

/** Rows that a terminal is shown; `--json` has all of them. */
const mostShown = 200;

/** What `archsim calibrate` prints: the constants, every row before and after, the errors of both parts, and what there is to know. */
export function calibrationTable(result: CalibrationResult, options: { readonly colour: boolean; readonly width: number }): string {
  const colours = picocolors.createColors(options.colour);
  const { constants, rows, fit, test, notes, isTestWorse } = result;
  const parts = [['fit', fit] as const, ...(test === null ? [] : [['test', test] as const])];
  return [
    colours.bold(printable(`${result.experiment}, fitted to ${result.measurements}`)),
    '',
    ...tableLinesWithin(options.width, ['Constant', 'Start', 'Fitted', 'Low', 'High', 'Sensitivity'], constants.map(constantCells)),
    '',
    ...tableLinesWithin(options.width, ['Row', 'Part', 'Metric', 'Measured', 'Before', 'After', 'Error before', 'Error after'], rows.slice(0, mostShown).map(rowCells)),
    ...(rows.length <= mostShown ? [] : [`… and ${rows.length - mostShown} more rows: --json has them`]),
    '',
    textTable(['Part', 'Rows', 'Mean error before', 'Mean error after', 'Worst before', 'Worst after'], parts.map(([part, errors]) => partCells(part, errors))),
    ...(isTestWorse ? ['', colours.red('The test part is worse than before: the constants were fitted to something that other rows do not share.')] : []),
    ...(notes.length === 0 ? [] : ['']),
    ...notes.flatMap((note) => wrapped(`- ${printable(note)}`, options.width, '  ')),
    '',
    ...wrapped('Sensitivity: percent that the figures of the fit part move when the constant moves by one percent.', options.width).map(colours.dim),
  ].join('\n');
}

function constantCells({ path, unit, start, fitted, low, high, atBound, sensitivity }: FittedConstant): string[] {
  const text = (value: number): string => (unit === '' ? inputText(value) : formatSi(value, unit));
  const bound = atBound === null ? '' : ` (${atBound === 'low' ? 'lower' : 'upper'} bound)`;
  const found = unit === '' ? numberText(fitted) : formatSi(fitted, unit);
  return [path, start === null ? 'default' : text(start), `${found}${bound}`, text(low), text(high), numberText(sensitivity)];
}

function rowCells({ id, use, metric, measured, before, after, errorBefore, errorAfter }: CalibratedRow): string[] {
  return [id, use, metric, metricText(metric, measured), metricText(metric, before), metricText(metric, after), errorText(errorBefore), errorText(errorAfter)];
}

function partCells(part: string, { rows, meanBefore, meanAfter, worstBefore, worstAfter }: PartErrors): string[] {
  return [part, String(rows), ...[meanBefore, meanAfter, worstBefore, worstAfter].map((error) => shareText(error))];
}

/** With its sign, so that too fast is told from too slow. */
function errorText(error: number): string {
  const size = shareText(Math.abs(error));
  return error === 0 || !Number.isFinite(error) ? size : `${error < 0 ? '−' : '+'}${size}`;
}

/** Two decimals: what a fit gains is often below a tenth of a percent. */
function shareText(error: number): string {
  if (!Number.isFinite(error)) return 'unknown';
  return error > 0 && error < 5e-5 ? '<0.01 %' : `${(error * 100).toFixed(2)} %`;
}
