import { InputError } from '../../sim/core/diagnostics.js';
import { notATrajectoryText } from './diagnostics.js';

/** The rows of a trajectory that is given as a list, as the text of one, or as lines, of which the first may be the head that `archsim explore` writes. */
export function rowsOf(given: unknown): readonly unknown[] {
  if (Array.isArray(given)) return given;
  if (typeof given !== 'string' || given.trim() === '') return [];
  const text = given.trim();
  if (text.startsWith('[')) {
    const rows = parsed(text, '');
    return Array.isArray(rows) ? rows : [];
  }
  const rows = text.split('\n').filter((line) => line.trim() !== '').map((line, i) => parsed(line, ` in line ${i + 1}`));
  return isHead(rows[0]) ? rows.slice(1) : rows;
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new InputError([notATrajectoryText(`it is no JSON${where}`)]);
  }
}

function isHead(row: unknown): boolean {
  return typeof row === 'object' && row !== null && 'kind' in row && row.kind === 'trajectory';
}
