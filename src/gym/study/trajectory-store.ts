import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../../sim/core/diagnostics.js';
import { isRecord } from '../../sim/core/is-record.js';
import type { AgentState } from '../agents/agent.js';
import { nothingToResume, trajectoryThere } from './diagnostics.js';
import { demandSameSearch, readTrajectory, type TrajectoryHeader, type TrajectoryRow } from './trajectory.js';

/** What an agent remembered after so many evaluations. */
export interface SavedState {
  readonly evaluations: number;
  readonly state: AgentState;
}

/** Where a search writes what it does. */
export interface TrajectoryStore {
  /** Rows of an earlier run of the same search. */
  readonly rows: readonly TrajectoryRow[];
  /** Where its agent may be woken up; null where it goes over the rows again. */
  readonly saved: SavedState | null;
  append(lines: string): void;
  save(state: SavedState): void;
  close(): void;
}

/** Writes nothing. */
export const noStore: TrajectoryStore = { rows: [], saved: null, append: () => undefined, save: () => undefined, close: () => undefined };

/** Keeps the lines, for a table of them. */
export function memoryStore(header: TrajectoryHeader): TrajectoryStore & { text(): string } {
  const parts = [`${JSON.stringify(header)}\n`];
  return { ...noStore, append: (lines) => { parts.push(lines); }, text: () => parts.join('') };
}

export interface FileStoreOptions {
  /** The file of the trajectory; the state of the agent is beside it, named `.state.json`. */
  readonly path: string;
  readonly header: TrajectoryHeader;
  /** Go on with the file rather than begin it. */
  readonly resume: boolean;
  /** Hears what was repaired. */
  readonly note: (text: string) => void;
}

/**
 * A trajectory in a file, one line an evaluation, so that what is written stays whatever happens then. A last line that was cut off is removed, with a note. Throws `study/...`
 * where there is a file already, none to go on with, or one of another search; errors of the file system as they are.
 */
export function fileStore({ path, header, resume, note }: FileStoreOptions): TrajectoryStore {
  const statePath = `${path}.state.json`;
  if (!resume) {
    if (existsSync(path)) throw new InputError([trajectoryThere(path)]);
    mkdirSync(dirname(path), { recursive: true });
    rmSync(statePath, { force: true });
    return begun(openStore(openSync(path, 'wx'), statePath, [], null, header), header);
  }
  if (!existsSync(path)) throw new InputError([nothingToResume(path)]);
  const trajectory = readTrajectory(readFileSync(path, 'utf8'), path);
  const fd = openSync(path, 'r+');
  try {
    if (trajectory === null) {
      note(`${path} has no whole line: it begins anew`);
      ftruncateSync(fd, 0);
      return begun(openStore(openSync(path, 'a'), statePath, [], null, header), header);
    }
    demandSameSearch(trajectory.header, header, path);
    if (trajectory.damagedBytes > 0) {
      note(`${path}: the last line was cut off and is removed (${trajectory.damagedBytes} bytes)`);
      ftruncateSync(fd, trajectory.goodBytes);
    }
  } finally {
    closeSync(fd);
  }
  return openStore(openSync(path, 'a'), statePath, trajectory.rows, savedState(statePath, header, trajectory.rows.length), header);
}

function begun(store: TrajectoryStore, header: TrajectoryHeader): TrajectoryStore {
  store.append(`${JSON.stringify(header)}\n`);
  return store;
}

function openStore(fd: number, statePath: string, rows: readonly TrajectoryRow[], saved: SavedState | null, header: TrajectoryHeader): TrajectoryStore {
  const { studyDigest } = header;
  const append = (lines: string): void => {
    const bytes = Buffer.from(lines);
    for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
  };
  return {
    rows, saved, append,
    save: (state) => {
      writeFileSync(`${statePath}.part`, JSON.stringify({ studyDigest, ...state }));
      renameSync(`${statePath}.part`, statePath);
    },
    close: () => { closeSync(fd); },
  };
}

/** The saved state, where it is whole and not ahead of the rows. It is a short cut: going over the rows gives the same. */
function savedState(path: string, header: TrajectoryHeader, rows: number): SavedState | null {
  if (!existsSync(path)) return null;
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (!isRecord(value) || typeof value['evaluations'] !== 'number' || value['evaluations'] > rows || value['studyDigest'] !== header.studyDigest) return null;
    return { evaluations: value['evaluations'], state: value['state'] as AgentState };
  } catch {
    return null;
  }
}
