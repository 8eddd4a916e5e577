import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { frontArchive, type FrontArchive } from '../gym/measure/front.js';
import { kneeOf } from '../gym/measure/knee.js';
import { costsOf, isLegal } from '../gym/problem/evaluation.js';
import type { Evaluation, Objective } from '../gym/problem/search-problem.js';
import type { FoundDesign } from '../gym/study/answer.js';
import type { TrajectoryHeader, TrajectoryRow } from '../gym/study/trajectory.js';
import type { ExploredDesign } from '../reports/figures/exploration-data.js';
import { countsFully } from '../reports/page/exploration-page.js';
import type { LiveSearch } from '../reports/page/live-page.js';
import { evenSample } from '../sim/core/even-sample.js';
import { isRecord } from '../sim/core/is-record.js';
import { fieldsOf, listOf, oneOf, orAbsent, text } from './report-shape.js';
import { headerShape } from './report-shapes.js';

/** A trajectory that grows: each call reads what came since the last one. */
export interface FollowedTrajectory {
  /** Null where not even the first line is there. Errors of the file system as they are. */
  read(): LiveSearch | null;
}

/** Bytes that one call reads at most, so that a page of a long search is there soon: the next call goes on. */
const mostBytes = 24 * 2 ** 20;
/** Designs kept for the figure of the front. */
const mostRows = 4000;

const ownHeader = fieldsOf({ objectives: listOf(fieldsOf({ name: text, direction: oneOf('minimise', 'maximise'), unit: orAbsent(text) }), 1), constraints: listOf(text) });

/** Follows a file. One that was begun anew is read from its start; a line that is no row is not passed, and said. */
export function followTrajectory(path: string, bytesAtOnce = mostBytes): FollowedTrajectory {
  let followed: Followed | null = null;
  return {
    read() {
      const fd = openSync(path, 'r');
      try {
        const { size } = fstatSync(fd);
        if (followed !== null && (size < followed.offset || !readBytes(fd, 0, followed.firstLine.length).equals(followed.firstLine))) followed = null;
        const from = followed?.offset ?? 0;
        const chunk = readBytes(fd, from, Math.min(bytesAtOnce, size - from));
        if (followed !== null) {
          followed.add(chunk);
          return followed.found(size - followed.offset);
        }
        const end = chunk.indexOf(0x0a) + 1;
        const header = end === 0 ? null : headerIn(chunk.toString('utf8', 0, end));
        if (header === null) return null;
        followed = begun(header, Buffer.from(chunk.subarray(0, end)));
        followed.add(chunk.subarray(end));
        return followed.found(size - followed.offset);
      } finally {
        closeSync(fd);
      }
    },
  };
}

interface Followed {
  readonly firstLine: Buffer;
  /** Bytes that were understood. */
  readonly offset: number;
  /** Takes the whole lines of these bytes, which follow those understood. */
  add(chunk: Buffer): void;
  found(bytesLeft: number): LiveSearch;
}

/** A row for the archive of the front. */
interface Counted { readonly row: TrajectoryRow; readonly evaluation: Evaluation }

function begun(header: TrajectoryHeader, firstLine: Buffer): Followed {
  const objectives = header.objectives as readonly Objective[];
  const front: FrontArchive<Counted> = frontArchive<Counted>({ objectives });
  const best: (TrajectoryRow | null)[] = objectives.map(() => null);
  const curves = objectives.map((): { evaluations: number; value: number }[] => []);
  const broken = header.constraints.map(() => 0);
  const sample = evenSample<ExploredDesign>(mostRows);
  let [offset, evaluations, counted, legal, failures] = [firstLine.length, 0, 0, 0, 0];
  let isDamaged = false;

  const addRow = (row: TrajectoryRow): void => {
    evaluations++;
    if (row.failure !== undefined) failures++;
    if (!countsFully(header, row)) return;
    counted++;
    sample.add({ index: row.index, design: {}, objectives: row.objectives, violations: row.violations, ...(row.failure === undefined ? {} : { failure: row.failure }) });
    if (!isLegal(row)) {
      for (let i = 0; i < broken.length; i++) if (row.violations[i]! > 0) broken[i]!++;
      return;
    }
    legal++;
    front.add({ row, evaluation: row });
    for (const [i, { direction }] of objectives.entries()) {
      const [value, known] = [row.objectives![i]!, best[i]?.objectives?.[i]];
      if (known !== undefined && (direction === 'minimise' ? value >= known : value <= known)) continue;
      best[i] = row;
      curves[i]!.push({ evaluations: row.index + 1, value });
    }
  };
  const foundOf = (row: TrajectoryRow): FoundDesign => ({
    evaluation: row.index, parameters: row.design as FoundDesign['parameters'], metrics: { ...row.metrics, ...Object.fromEntries(objectives.map(({ name }, i) => [name, row.objectives![i]!])) },
  });
  return {
    firstLine, get offset() { return offset; },
    add(chunk) {
      isDamaged = false;
      for (let from = 0, end = chunk.indexOf(0x0a); end >= 0; from = end + 1, end = chunk.indexOf(0x0a, from)) {
        const row = parsed(chunk.toString('utf8', from, end));
        if (!isRowOf(row, header, evaluations)) {
          isDamaged = true;
          return;
        }
        addRow(row);
        offset += end + 1 - from;
      }
    },
    found(bytesLeft) {
      const items = front.items();
      const knee = kneeOf(items.map(({ evaluation }) => costsOf({ objectives }, evaluation)!));
      const all = items.map(({ row }) => foundOf(row));
      const bestFound = best.map((row) => (row === null ? null : foundOf(row)));
      const kneeFound = knee === null ? null : all[knee]!;
      const notes = [
        ...(isDamaged ? [`Line ${evaluations + 2} of the trajectory is no evaluation: what follows it is not shown.`] : []),
        ...(!isDamaged && bytesLeft > 2 ** 20 ? [`The trajectory is still being read: ${Math.round((100 * offset) / (offset + bytesLeft))} % of it are shown.`] : []),
      ];
      return {
        header, evaluations, counted, legal, failures, notes, curves, rows: sample.items(), broken: Object.fromEntries(header.constraints.map((name, i) => [name, broken[i]!])),
        answer: { objectives, front: all, best: objectives.length === 1 ? bestFound[0]! : kneeFound, knee: kneeFound, bestOf: Object.fromEntries(objectives.map(({ name }, i) => [name, bestFound[i]!])) },
      };
    },
  };
}

function headerIn(line: string): TrajectoryHeader | null {
  const value = parsed(line);
  return isRecord(value) && value['kind'] === 'trajectory' && headerShape(value, '') === null && ownHeader(value, '') === null ? value as unknown as TrajectoryHeader : null;
}

/** True for the row of this place, with a number for each objective and each limit. */
function isRowOf(value: unknown, header: TrajectoryHeader, index: number): value is TrajectoryRow {
  if (!isRecord(value) || value['index'] !== index || !isRecord(value['design']) || !isRecord(value['metrics'])) return false;
  const { objectives, violations } = value;
  return (objectives === null || areNumbers(objectives, header.objectives.length)) && (areNumbers(violations, header.constraints.length) || areNumbers(violations, 0));
}

function areNumbers(value: unknown, count: number): boolean {
  return Array.isArray(value) && value.length === count && value.every((one) => typeof one === 'number');
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

function readBytes(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(Math.max(0, length));
  let done = 0;
  while (done < bytes.length) {
    const got = readSync(fd, bytes, done, bytes.length - done, offset + done);
    if (got === 0) break;
    done += got;
  }
  return bytes.subarray(0, done);
}
