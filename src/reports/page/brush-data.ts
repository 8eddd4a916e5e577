import type { TrajectoryRow } from '../../gym/study/trajectory.js';
import { binsOn } from '../figures/axis-bins.js';
import { foundValues, isLegalDesign, type ExplorationData } from '../figures/exploration-data.js';
import { axisValues, exploredAxes } from '../figures/explored-axes.js';
import type { BrushData } from './brush-columns.js';

interface Design {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly values: readonly (number | null)[];
  readonly isLegal: boolean;
}

/** The data of a search; null where there are no two designs to tell apart. */
export function brushData(data: ExplorationData, spreadOver: number | null = null): BrushData | null {
  const explored = exploredAxes(data);
  if (explored === null) return null;
  const designs = new Map(data.answer.front.map((found): [number, Design] => [found.evaluation, { parameters: found.parameters, values: foundValues(data.answer, found), isLegal: true }]));
  for (const row of data.rows) if (row.objectives !== null) designs.set(row.index, { parameters: row.design, values: row.objectives, isLegal: isLegalDesign(row) });
  if (designs.size < 2) return null;
  const sorted = [...designs].sort(([a], [b]) => a - b);
  const values = sorted.map(([, design]) => axisValues(explored, design.parameters, design.values));
  return {
    axes: explored.axes, objectives: explored.objectives.length, spreadOver, runs: runsOf(sorted.map(([id]) => id)),
    legal: base64(sorted.map(([, { isLegal }]) => (isLegal ? 1 : 0))),
    bins: explored.axes.map((axis, i) => {
      const bin = binsOn(axis);
      return base64(values.map((own) => bin(own[i])));
    }),
  };
}

/** The first evaluation of each design. */
export function distinctRows(rows: readonly TrajectoryRow[]): readonly TrajectoryRow[] {
  const seen = new Set<string>();
  return rows.filter(({ digest }) => {
    if (seen.has(digest)) return false;
    seen.add(digest);
    return true;
  });
}

function runsOf(ascending: readonly number[]): number[] {
  const runs: number[] = [];
  ascending.forEach((id, i) => {
    if (i > 0 && id === ascending[i - 1]! + 1) runs[runs.length - 1]!++;
    else runs.push(id, 1);
  });
  return runs;
}

function base64(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.slice(i, i + 4096));
  return btoa(text);
}
