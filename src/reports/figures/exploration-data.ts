import type { StudyAnswer } from '../../gym/study/answer.js';
import type { TrajectoryRow } from '../../gym/study/trajectory.js';
import { isDrawable } from './drawable.js';
import { valueText } from './number-axis.js';

/** A design that was evaluated; a row of a trajectory fits. */
export type ExploredDesign = Pick<TrajectoryRow, 'index' | 'design' | 'objectives' | 'violations' | 'failure'>;

/** A search and the designs that it tried, at the fidelity that counts; an answer and the rows of its trajectory fit. */
export interface ExplorationData {
  readonly answer: Pick<StudyAnswer, 'objectives' | 'front' | 'best' | 'bestOf' | 'knee'>;
  readonly rows: readonly ExploredDesign[];
}

export type ExploredObjective = StudyAnswer['objectives'][number];

/** True for a design that keeps every limit and has its objectives. */
export function isLegalDesign({ objectives, violations, failure }: ExploredDesign): boolean {
  return objectives !== null && failure === undefined && violations.every((violation) => violation === 0);
}

/** The objectives of a design that was found, in order; null for what is not known. */
export function foundValues({ objectives }: Pick<StudyAnswer, 'objectives'>, { metrics }: StudyAnswer['front'][number]): readonly (number | null)[] {
  return objectives.map(({ name }) => {
    const value = Object.hasOwn(metrics, name) ? metrics[name] : null;
    return isDrawable(value) ? value : null;
  });
}

/** A value of an objective with its name and unit. */
export function objectiveText({ name, unit }: ExploredObjective, value: number | null | undefined): string {
  return `${name} ${valueText(value, unit ?? '')}`;
}

/** What better means, for the name of an axis. */
export function betterText({ direction }: Pick<ExploredObjective, 'direction'>): string {
  return direction === 'maximise' ? 'larger is better' : 'smaller is better';
}

/** Evenly spread ones of many, the first and the last among them. */
export function spreadOver<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return most < 2 ? all.slice(0, most) : Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!);
}
