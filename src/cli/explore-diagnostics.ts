import { problem, type Problem } from '../sim/core/diagnostics.js';
import { suggestion } from '../sim/core/near-name.js';
import { quote } from '../sim/core/quote.js';

export function notACount(option: string, value: string, least: number): Problem {
  return problem('cli/not-a-count', `--${option} is a whole number from ${least} on, got ${quote(value)}`, { remedy: `write for example --${option} ${option === 'budget' ? 500 : 2}` });
}

export function resumeNeedsFolder(): Problem {
  return problem('cli/resume-needs-folder', '--resume goes on with a trajectory in a folder, and none is given', { remedy: 'name it: --out my-search' });
}

export function noHyperparameter(given: string): Problem {
  return problem('cli/no-hyperparameter', `--hyper needs name=value, got ${quote(given)}`, { remedy: 'write for example --hyper population=50' });
}

export function wrongStudyName(name: string, known: readonly string[]): Problem {
  return problem('cli/unknown-study', `there is no file and no bundled study or problem ${quote(name)}`, { remedy: suggestion(name, known) });
}
