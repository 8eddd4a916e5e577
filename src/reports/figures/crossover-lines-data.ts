import { cellOf, contests, type Contest } from '../sweep-columns.js';
import type { Axis, SweepResult } from '../../sim/model/sweep.js';
import { isDrawable } from './drawable.js';

/** What crossing lines are drawn of: the first metric of a sweep. */
export type CrossoverData = Pick<SweepResult, 'axes' | 'metrics' | 'rows'>;

/** The contests that differ in one axis only, in ascending order along it. */
export interface CrossoverPanel {
  /** What the other axes have, in words. */
  readonly title: string;
  readonly contests: readonly Contest[];
}

export interface CrossoverPanels {
  /** What has a line each: experiments, or where there is only one the values of an axis. */
  readonly experiments: readonly string[];
  /** True for experiments: of values of an axis none is the winner. */
  readonly isContest: boolean;
  readonly panels: readonly CrossoverPanel[];
  /** The axis that lines run along; null where none has several values. */
  readonly across: Axis | null;
  /** Index of that axis. */
  readonly index: number;
  /** Whether its values are numbers: else they stand side by side. */
  readonly isNumeric: boolean;
}

/** Where the best experiment changes along an axis. */
export interface Crossing {
  /** Experiments, the one that is best before it first. */
  readonly from: number;
  readonly to: number;
  /** Between the contests `at` and `at + 1`, at this share of the way, from 0 to 1; as the scales of the drawing have it. */
  readonly at: number;
  readonly share: number;
}

/** Values of an axis that have a line each where there is one experiment only. */
const mostLines = 8;

/** A sweep as panels of lines: along its last axis of several numbers, or of several values where there are no such. */
export function crossoverPanels(data: CrossoverData): CrossoverPanels {
  const { axes } = data;
  const { experiments, points } = data.metrics.length === 0 ? { experiments: [], points: [] } : contests({ name: '', ...data });
  const numeric = axes.findLastIndex(({ values }) => values.length > 1 && values.every(isDrawable));
  const index = numeric >= 0 ? numeric : axes.findLastIndex(({ values }) => values.length > 1);
  if (index < 0) return { experiments, isContest: experiments.length > 1, panels: [], across: null, index, isNumeric: false };
  const split = experiments.length > 1 ? -1 : axes.findLastIndex(({ values }, axis) => axis !== index && values.length > 1 && values.length <= mostLines);
  const others = axes.map((_, axis) => axis).filter((axis) => axis !== index && axis !== split);
  const isNumeric = numeric >= 0;
  const panels = [...grouped(points, others).values()].map((own): CrossoverPanel => {
    const along = split < 0 ? own : sideBySide(own, index, split, axes[split]!.values);
    return {
      title: others.map((axis) => `${axes[axis]!.name} ${String(cellOf(own[0]!.point[axis]))}`).join(', '),
      contests: isNumeric ? [...along].sort((a, b) => Number(a.point[index]) - Number(b.point[index])) : along,
    };
  });
  const names = split < 0 ? experiments : axes[split]!.values.map((value) => `${axes[split]!.name} ${String(cellOf(value))}`);
  return { experiments: names, isContest: split < 0 && experiments.length > 1, across: axes[index]!, index, isNumeric, panels };
}

/** Contests that have the same on these axes, in the order in which they come. */
function grouped(points: readonly Contest[], axes: readonly number[]): ReadonlyMap<string, readonly Contest[]> {
  const groups = new Map<string, Contest[]>();
  for (const contest of points) {
    const key = JSON.stringify(axes.map((axis) => contest.point[axis]));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [contest]);
    else group.push(contest);
  }
  return groups;
}

/** What one experiment gives at the values of the axis `split`, side by side at each value of the axis `index`. */
function sideBySide(own: readonly Contest[], index: number, split: number, values: readonly unknown[]): readonly Contest[] {
  return [...grouped(own, [index]).values()].map((group): Contest => ({
    point: group[0]!.point, winner: null,
    values: values.map((value) => group.find(({ point }) => JSON.stringify(point[split]) === JSON.stringify(value))?.values[0] ?? null),
  }));
}

/**
 * Where another experiment becomes the best: between neighbours a and b of the grid whose best experiments differ, at the share d(a) / (d(a) - d(b)) of the way, d being the difference
 * of both experiments as `height` draws it. Nothing is said where one of the four values is missing. `height` grows with the value.
 */
export function crossingsOf(own: readonly Contest[], height: (value: number) => number): Crossing[] {
  return own.flatMap((before, at): Crossing[] => {
    const after = own[at + 1];
    if (after === undefined || before.winner === null || after.winner === null || before.winner === after.winner) return [];
    const difference = ({ values }: Contest): number | null => {
      const [a, b] = [values[before.winner!], values[after.winner!]];
      return isDrawable(a) && isDrawable(b) ? height(a) - height(b) : null;
    };
    const [start, end] = [difference(before), difference(after)];
    if (start === null || end === null || start === end) return [];
    return [{ from: before.winner, to: after.winner, at, share: Math.max(0, Math.min(1, start / (start - end))) }];
  });
}

/** Names without the parts between hyphens that all begin or end with, as long as something is left of each. */
export function distinctNames(names: readonly string[]): string[] {
  if (names.length < 2) return [...names];
  const parts = names.map((name) => name.split('-'));
  const shortest = Math.min(...parts.map(({ length }) => length)) - 1;
  const common = (of: (own: readonly string[], i: number) => string | undefined): number => {
    let count = 0;
    while (count < shortest && parts.every((own) => of(own, count) === of(parts[0]!, count))) count++;
    return count;
  };
  const tail = common((own, i) => own.at(-1 - i));
  const head = Math.min(shortest - tail, common((own, i) => own[i]));
  return parts.map((own) => own.slice(Math.max(0, head), own.length - tail).join('-'));
}
