import type { StudyAnswer } from '../gym/study/answer.js';
import type { LotteryDocument } from '../gym/lottery/lottery-document.js';
import type { TrajectoryHeader } from '../gym/study/trajectory.js';
import type { SurrogateDocument } from '../reports/page/surrogate-page.js';
import { InputError } from '../sim/core/diagnostics.js';
import type { Document } from '../sim/core/document.js';
import { locate } from '../sim/core/document.js';
import { isRecord } from '../sim/core/is-record.js';
import type { SweepResult } from '../sim/model/sweep.js';
import { damagedDocument } from './report-diagnostics.js';
import type { Shape } from './report-shape.js';
import { answerShape, headerShape, lotteryShape, surrogateShape, sweepShape } from './report-shapes.js';

/** What archsim prints besides results, and a page can be made of. */
export interface ReportedKinds {
  readonly exploration: StudyAnswer;
  readonly sweep: SweepResult;
  readonly lottery: LotteryDocument;
  readonly surrogate: SurrogateDocument;
}

export type ReportedKind = keyof ReportedKinds;

const kinds: Readonly<Record<ReportedKind, { readonly is: string; readonly shape: Shape }>> = {
  exploration: { is: 'the answer of a search', shape: answerShape }, sweep: { is: 'a sweep', shape: sweepShape }, lottery: { is: 'a lottery', shape: lotteryShape }, surrogate: { is: 'a report of a surrogate', shape: surrogateShape },
};

/** What a document is, by its `kind`, or by fields that only one kind has; undefined for experiments, results and all else. */
export function reportedKind(value: unknown): ReportedKind | undefined {
  if (!isRecord(value)) return undefined;
  const has = (...names: readonly string[]): boolean => names.every((name) => Object.hasOwn(value, name));
  if (has('kind')) return value['kind'] === 'lottery' || value['kind'] === 'surrogate' ? value['kind'] : undefined;
  if (has('study', 'agent', 'objectives', 'front', 'best')) return 'exploration';
  return has('axes', 'metrics', 'rows') ? 'sweep' : undefined;
}

/** How a kind is called in a message. */
export function kindText(kind: ReportedKind | 'result'): string {
  return kind === 'result' ? 'experiments or results' : kind === 'exploration' ? 'searches' : kind === 'sweep' ? 'sweeps' : kind === 'lottery' ? 'lotteries' : 'surrogates';
}

/** The value of a document of this kind. Throws `report/damaged` for one that is not whole. */
export function checkedAs<Kind extends ReportedKind>(kind: Kind, document: Document): ReportedKinds[Kind] {
  const wrong = kinds[kind].shape(document.value, '');
  if (wrong !== null) throw new InputError([locate(damagedDocument(kinds[kind].is, wrong, document.file), document)]);
  return (kind === 'sweep' ? sameValues(document.value as SweepResult) : document.value) as ReportedKinds[Kind];
}

/** The first line of a trajectory. Throws `report/damaged` for one that is not whole. */
export function checkedHeader(header: unknown, file: string): TrajectoryHeader {
  const wrong = headerShape(header, '');
  if (wrong !== null) throw new InputError([damagedDocument('the first line of a trajectory', wrong, file)]);
  return header as TrajectoryHeader;
}

/** Points of rows have the very values of the axes, as they have when a sweep runs: whoever compares them need not look into objects. Rows are cut or filled to their axes and metrics. */
function sameValues(sweep: SweepResult): SweepResult {
  const known = sweep.axes.map(({ values }) => new Map(values.map((value) => [JSON.stringify(value), value])));
  const own = (value: unknown, axis: number): unknown => {
    const text = JSON.stringify(value) ?? '';
    const values = known[axis]!;
    if (!values.has(text)) values.set(text, value);
    return values.get(text);
  };
  return { ...sweep, rows: sweep.rows.map((row) => ({ ...row, point: sweep.axes.map((_, axis) => own(row.point[axis] ?? null, axis)), values: sweep.metrics.map((_, i) => row.values[i] ?? null) })) };
}
