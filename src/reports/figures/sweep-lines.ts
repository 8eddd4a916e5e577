import type { SweepResult } from '../../sim/model/sweep.js';
import { crossoverLinesFigure } from './crossover-lines.js';
import type { FigureOptions } from './svg.js';

/** What `archsim sweep --figure` draws: the first metric of a sweep, a line for each experiment, 960 pixels wide unless told. */
export function sweepFigure(result: SweepResult, options: FigureOptions = {}): string {
  return crossoverLinesFigure(result, { ...options, width: options.width ?? 960 });
}
