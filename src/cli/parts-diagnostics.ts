import { problem, type Problem } from '../sim/core/diagnostics.js';
import { quote } from '../sim/core/quote.js';

const maxPath = 200;
const mostNamed = 10;

export function optionOfWorkers(option: string): Problem {
  return problem('cli/option-of-workers', `--${option} is of those who evaluate, and with --queue others do`, { remedy: `give it to archsim worker: --${option}` });
}

export function workerNeedsQueue(): Problem {
  return problem('cli/worker-needs-queue', 'archsim worker needs the address of a queue', { remedy: 'write for example --queue redis://127.0.0.1:6379' });
}

export function emitNeedsFolder(): Problem {
  return problem('cli/emit-needs-folder', '--emit writes a script and the parts of a search into a folder, and none is given', { remedy: 'name it: --out my-search' });
}

export function looksAtResults(agent: string): Problem {
  return problem('cli/looks-at-results', `what ${agent} proposes depends on what it saw: its search has no parts that can run apart`, { remedy: 'use --agent random or --agent exhaustive, or share its evaluations: --queue redis://127.0.0.1:6379' });
}

export function tooManyParts(parts: number, most: number): Problem {
  return problem('cli/too-many-parts', `a search has at most ${most} parts, got ${parts}`, { remedy: `give --parts ${most} or fewer` });
}

export function notAPart(given: string, total: number): Problem {
  return problem('cli/not-a-part', `--part is a part of several, and there are ${total} evaluations, got ${quote(given)}`, { remedy: 'write for example --part 3/16' });
}

export function mergeKnows(option: string): Problem {
  return problem('cli/merge-knows', `--merge takes the search from the folder: ${option === 'study' ? 'no study' : `no --${option}`} beside it`, { remedy: 'leave it out' });
}

export function notParts(path: string): Problem {
  return problem('cli/not-parts', `${quote(path, maxPath)} does not tell of a search in parts`, { remedy: 'give the folder that --emit slurm wrote' });
}

export function partsMissing(missing: readonly number[], parts: number, script: string): Problem {
  const shown = missing.length > mostNamed ? `${missing.slice(0, mostNamed).join(', ')}, ...` : missing.join(', ');
  return problem('cli/parts-missing', `${missing.length} of ${parts} parts are not done: ${shown}`, { remedy: `wait for them, or start them again: sbatch --array=${missing.join(',')} ${script}` });
}
