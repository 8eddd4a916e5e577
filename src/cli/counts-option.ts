import { InputError } from '../sim/core/diagnostics.js';
import { text, type Arguments } from './command.js';
import { notCounts } from './lottery-diagnostics.js';

/** The whole numbers of an option, ascending, each once; undefined where it is not given. Throws `cli/not-counts`. */
export function countsOf(args: Arguments, option: string): readonly number[] | undefined {
  const given = text(args[option]);
  if (given === undefined) return undefined;
  const counts = given.split(',').map((one) => (/^\s*\d+\s*$/.test(one) ? Number(one) : 0));
  if (counts.some((count) => !Number.isSafeInteger(count) || count < 1)) throw new InputError([notCounts(option, given)]);
  return [...new Set(counts)].sort((a, b) => a - b);
}
