import { frontArchive } from '../measure/front.js';
import { hypervolume } from '../measure/hypervolume.js';
import { Staircase } from '../measure/staircase.js';
import { costsOf, isLegal, referenceCosts } from '../problem/evaluation.js';
import type { Evaluation, Objective } from '../problem/search-problem.js';
import { evaluationOfRow, type TrajectoryHeader, type TrajectoryRow } from './trajectory.js';

/** The hypervolume of a search after so many evaluations. */
export interface VolumePoint {
  readonly evaluations: number;
  readonly value: number;
}

/** How the hypervolume of a search grew, from its first evaluation to its last; or, as a sentence, why that is not known. */
export type HypervolumeLine = { readonly points: readonly VolumePoint[] } | { readonly reason: string };

/** Places at which fronts of three and more objectives are measured: close together at the beginning, where most happens. */
const mostPlaces = 64;
/** Beyond, with more than three objectives, the volume takes longer than a reader waits: its time grows exponentially with their number. */
const [mostDesigns, mostObjectives] = [150, 5];

/**
 * The hypervolume over evaluations, from the reference point in the header of a trajectory. Two objectives: at every evaluation that adds to it. More: at up to 64 places. `rows` are those at the fidelity that counts,
 * `total` all evaluations of the search.
 */
export function hypervolumeLine({ objectives: recorded, referencePoint }: Pick<TrajectoryHeader, 'objectives' | 'referencePoint'>, rows: readonly TrajectoryRow[], total: number): HypervolumeLine {
  const objectives = recorded as readonly Objective[];
  if (objectives.length < 2) return { reason: 'With one objective there is no hypervolume.' };
  const reference = referencePoint === undefined || referencePoint.length !== objectives.length ? null : referenceCosts({ objectives, referencePoint });
  if (reference === null) return { reason: 'The hypervolume is not known: the trajectory names no reference point. Give the study a referencePoint, and search again.' };
  if (objectives.length > 2) return atPlaces(objectives, rows, reference, total);
  const stairs = new Staircase(reference[0]!, reference[1]!);
  const points = rows.flatMap((row): VolumePoint[] => {
    const evaluation = evaluationOfRow(row);
    const costs = isLegal(evaluation) ? costsOf({ objectives }, evaluation)! : null;
    return costs !== null && stairs.add(costs[0]!, costs[1]!) > 0 ? [{ evaluations: row.index + 1, value: stairs.area }] : [];
  });
  return { points: whole(points, total) };
}

function atPlaces(objectives: readonly Objective[], rows: readonly TrajectoryRow[], reference: readonly number[], total: number): HypervolumeLine {
  const front = frontArchive<{ readonly evaluation: Evaluation }>({ objectives });
  const places = placesTo(rows.length);
  const points: VolumePoint[] = [];
  for (const [i, row] of rows.entries()) {
    front.add({ evaluation: evaluationOfRow(row) });
    if (!places.has(i + 1)) continue;
    const found = front.items().map(({ evaluation }) => costsOf({ objectives }, evaluation)!);
    if (objectives.length > mostObjectives || (objectives.length > 3 && found.length > mostDesigns)) return { reason: `The hypervolume is not measured: that of ${found.length} designs in ${objectives.length} objectives takes too long.` };
    points.push({ evaluations: row.index + 1, value: hypervolume(found, reference) });
  }
  return { points: whole(points, total) };
}

/** From nothing at the first evaluation to the last. */
function whole(points: readonly VolumePoint[], total: number): readonly VolumePoint[] {
  const [first] = points;
  const last = points.at(-1);
  return [
    ...(total >= 1 && (first === undefined || first.evaluations > 1) ? [{ evaluations: 1, value: 0 }] : []), ...points,
    ...(total > 1 && (last?.evaluations ?? 1) < total ? [{ evaluations: total, value: last?.value ?? 0 }] : []),
  ];
}

/** Numbers of rows, each about the same factor from the next. */
function placesTo(rows: number): ReadonlySet<number> {
  return new Set(Array.from({ length: mostPlaces }, (_, i) => Math.round(rows ** (i / (mostPlaces - 1)))));
}
