import { reject } from '../../../sim/core/diagnostics.js';
import type { Choice } from './chain.js';

/** Refuses chances that are none, and branches that are not there. */
export function checkChoice(choice: Choice, branches: number): void {
  const at = '/workload/scenario/choice';
  const wholeShares = (shares: readonly number[], pointer: string): void => {
    const total = shares.reduce((sum, share) => sum + share, 0);
    if (shares.length !== branches || Math.abs(total - 1) > 1e-9) reject('scenario/shares', `${branches} branches need as many chances that add up to 1, not ${shares.length} that add up to ${total}`, { pointer, remedy: 'give a chance of each branch' });
  };
  const known = (branch: number, pointer: string): void => {
    if (branch >= branches) reject('scenario/no-such-branch', `branch ${branch} is none of the ${branches}, which are counted from 0`, { pointer, remedy: `give 0 to ${branches - 1}` });
  };
  switch (choice.kind) {
    case 'shares': wholeShares(choice.shares, `${at}/shares`); return;
    case 'markov': {
      if (choice.transitions.length !== branches) reject('scenario/shares', `${branches} branches need as many rows of chances, not ${choice.transitions.length}`, { pointer: `${at}/transitions`, remedy: 'give a row for each branch' });
      choice.transitions.forEach((row, i) => { wholeShares(row, `${at}/transitions/${i}`); });
      known(choice.first ?? 0, `${at}/first`);
      return;
    }
    case 'trace': choice.trace.forEach((branch, i) => { known(branch, `${at}/trace/${i}`); });
  }
}
