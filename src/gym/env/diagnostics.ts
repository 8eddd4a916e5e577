import { problem, type Problem } from '../../sim/core/diagnostics.js';
import { suggestion } from '../../sim/core/near-name.js';
import { excerpt, quote } from '../../sim/core/quote.js';

export function unknownEnvironment(id: string, known: readonly string[]): Problem {
  return problem('env/unknown', `there is no environment ${quote(id)}`, { remedy: suggestion(id, known) });
}

export function unknownArgument(id: string, name: string, known: readonly string[]): Problem {
  return problem('env/unknown-argument', `${quote(id)} takes no argument ${quote(name)}`, { remedy: suggestion(name, known) });
}

export function wrongArgument(name: string, rule: string, given: unknown): Problem {
  return problem('env/wrong-argument', `the argument ${quote(name)} must be ${rule}, got ${excerpt(JSON.stringify(given) ?? 'nothing')}`);
}

export function missingArgument(id: string, name: string, rule: string): Problem {
  return problem('env/missing-argument', `${quote(id)} needs the argument ${quote(name)}: ${rule}`);
}

export function notReset(): Problem {
  return problem('env/not-reset', 'the environment takes a step only after a reset', { remedy: 'call reset first' });
}

export function episodeOver(): Problem {
  return problem('env/episode-over', 'the episode is over', { remedy: 'call reset before the next step' });
}

export function closed(): Problem {
  return problem('env/closed', 'the environment is closed', { remedy: 'make another one' });
}

export function illegalAction(action: unknown, space: string): Problem {
  return problem('env/illegal-action', `the action is not in the action space: ${excerpt(JSON.stringify(action) ?? 'nothing')}`, { remedy: `give one of ${space}` });
}

export function wrongActionCount(given: number, count: number): Problem {
  return problem('env/action-count', `${count} environments take ${count} actions at once, not ${given}`);
}

export function wrongSeed(given: unknown): Problem {
  return problem('env/seed', `a seed is a whole number from 0 to 2^32 - 1, got ${excerpt(JSON.stringify(given) ?? 'nothing')}`);
}

export function unknownReward(name: string, known: readonly string[]): Problem {
  return problem('env/unknown-reward', `there is no reward ${quote(name)}`, { remedy: suggestion(name, known) });
}

export function unknownTarget(name: string, known: readonly string[]): Problem {
  return problem('env/unknown-target', `no objective is called ${quote(name)}`, { remedy: suggestion(name, known) });
}

export function fileNotRead(name: string): Problem {
  return problem('env/no-files', `there is nothing called ${quote(name)}, and no files are read here`, { remedy: 'give the name of a bundled one, or the content' });
}
