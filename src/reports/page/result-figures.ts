import type { SimulationResult } from '../../sim/model/result.js';
import { breakdownFigure } from '../figures/breakdown.js';
import type { FigureTable } from '../figures/figure-table.js';
import { kindsFigure, kindsTable } from '../figures/kinds.js';
import { memoryFootprintFigure, memoryFootprintTable } from '../figures/memory-footprint.js';
import { publishedFigure, publishedTable } from '../figures/published.js';
import { resourcesFigure, resourcesTable } from '../figures/resources.js';
import { passesRoof, rooflineTable, roofText, undrawnOperators } from '../figures/roofline-data.js';
import { rooflineFigure } from '../figures/roofline.js';
import type { FigureOptions } from '../figures/svg.js';
import { phaseNames } from '../operator-share.js';
import { notModelledText } from '../quantity-text.js';

/** A figure of a page that can be drawn again when its result changes. */
export interface ResultFigure {
  readonly draw: (result: SimulationResult, options: FigureOptions) => string;
  readonly caption: (result: SimulationResult) => string;
  /** Undefined where a table of the page has the digits. */
  readonly table?: (result: SimulationResult) => FigureTable;
}

export type ResultFigureName = 'roofline' | 'breakdown' | 'kinds' | 'memory' | 'resources' | 'published';

/** The figures of a result, by name. */
export const resultFigures: Readonly<Record<ResultFigureName, ResultFigure>> = {
  roofline: { draw: rooflineFigure, caption: rooflineCaption, table: rooflineTable },
  breakdown: { draw: breakdownFigure, caption: () => 'Shares of each phase: first what the whole phase waits for, then its longest operators, coloured by what binds them.' },
  kinds: { draw: kindsFigure, caption: () => 'Time, energy and traffic by kind of operator, all layers and steps together.', table: kindsTable },
  memory: { draw: memoryFootprintFigure, caption: () => 'What the data of the run take, and what the main memory has to hold of it.', table: memoryFootprintTable },
  resources: { draw: resourcesFigure, caption: ({ resources }) => (resources === null ? 'Area of the parts that are modelled.' : 'Shares of what the shell leaves of the device.'), table: resourcesTable },
  published: { draw: publishedFigure, caption: () => 'Simulated against published, as relative error; the published figure stands at 0.', table: publishedTable },
};

function rooflineCaption(result: SimulationResult): string {
  const undrawn = undrawnOperators(result);
  const dense = passesRoof(result) ? ' Operations are counted dense, so that an operator that skips zeros may stand above it.' : '';
  const roof = `The roof is ${roofText(result.roofline)}.${dense}`;
  if (result.operators.length === 0) return `${roof} Operators are ${notModelledText}.`;
  if (undrawn.length === 0) return roof;
  const names = phaseNames.flatMap((phase) => {
    const ofPhase = undrawn.filter((op) => op.phase === phase).map((op) => op.name);
    const rest = ofPhase.length > 12 ? [`${ofPhase.length - 12} more`] : [];
    return ofPhase.length === 0 ? [] : [`${phase}: ${[...ofPhase.slice(0, 12), ...rest].join(', ')}`];
  });
  return `${roof} Not drawn, because they do no operations or cause no DRAM traffic: ${names.join('; ')}.`;
}
