import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readDocument, readText } from '../experiment/read-document.js';
import type { Exploration } from '../reports/page/exploration-page.js';
import { InputError } from '../sim/core/diagnostics.js';
import { noAnswer, otherTrajectory } from './report-diagnostics.js';

const [answerName, trajectoryName] = ['answer.json', 'trajectory.jsonl'] as const;
const mostTrajectoryBytes = 256 * 2 ** 20;

/** The folder of a search: a folder with an answer or a trajectory in it, or that of such a file; undefined for anything else. */
export function searchFolder(name: string): string | undefined {
  if (name === '-') return undefined;
  const own = basename(name);
  if (own === trajectoryName && isFile(name)) return dirname(name);
  if (own === answerName && isFile(name) && isFile(join(dirname(name), trajectoryName))) return dirname(name);
  return isFile(join(name, answerName)) || isFile(join(name, trajectoryName)) ? name : undefined;
}

function isFile(path: string): boolean {
  try {
    return existsSync(path) && statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Reads the answer in a folder, and its trajectory where that is there. Throws `report/...` and `study/...` problems. */
export async function readExploration(folder: string): Promise<Exploration> {
  const { openFile } = await import('./open-file.js');
  const { checkedAs } = await import('./report-kinds.js');
  const path = join(folder, answerName);
  if (!isFile(path)) throw new InputError([noAnswer(folder)]);
  const answer = checkedAs('exploration', readDocument(openFile(path)));
  const file = join(folder, trajectoryName);
  if (!isFile(file)) return { answer, header: null, rows: [] };
  const { readTrajectory } = await import('../gym/study/trajectory.js');
  const { countsFully } = await import('../reports/page/exploration-page.js');
  const { checkedHeader } = await import('./report-kinds.js');
  const trajectory = readTrajectory(readText(openFile(file), mostTrajectoryBytes), file);
  if (trajectory === null) return { answer, header: null, rows: [] };
  const header = checkedHeader(trajectory.header, file);
  const wrong = (['study', 'agent', 'seed', 'budget'] as const).find((name) => header[name] !== answer[name]);
  if (wrong !== undefined) throw new InputError([otherTrajectory(file, wrong)]);
  const rows = trajectory.rows.filter((row) => countsFully(header, row));
  const { hypervolumeLine } = await import('../gym/study/hypervolume-line.js');
  return { answer, header, rows, ...(answer.objectives.length < 2 ? {} : { hypervolume: hypervolumeLine(header, rows, answer.evaluations) }) };
}
