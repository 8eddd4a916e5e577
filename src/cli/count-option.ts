import { InputError } from '../sim/core/diagnostics.js';
import { text, type Arguments } from './command.js';
import { notACount } from './explore-diagnostics.js';

/** The whole number of an option; undefined where it is not given. Throws `cli/not-a-count`. */
export function countOf(args: Arguments, option: string, least: number): number | undefined {
  const given = text(args[option]);
  if (given === undefined) return undefined;
  const count = Number(given);
  if (!/^\d+$/.test(given) || !Number.isSafeInteger(count) || count < least) throw new InputError([notACount(option, given, least)]);
  return count;
}
