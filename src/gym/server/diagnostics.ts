import { problem, type Problem } from '../../sim/core/diagnostics.js';
import { excerpt, quote } from '../../sim/core/quote.js';

export function wrongParameter(name: string, rule: string, given: unknown): Problem {
  return problem('protocol/wrong-parameter', `${quote(name)} must be ${rule}, got ${excerpt(JSON.stringify(given) ?? 'nothing')}`);
}

export function unknownParameter(method: string, name: string, known: readonly string[]): Problem {
  return problem('protocol/unknown-parameter', `${method} takes no ${quote(name)}`, { remedy: known.length === 0 ? 'leave it out' : `it takes ${known.join(', ')}` });
}

export function noSuchEnvironment(handle: unknown): Problem {
  return problem('protocol/no-environment', `there is no environment ${excerpt(JSON.stringify(handle) ?? 'without a number')} here`, { remedy: 'use the number that make gave' });
}

export function tooManyEnvironments(most: number): Problem {
  return problem('protocol/too-many-environments', `a session has at most ${most} environments`, { remedy: 'close some' });
}

export function oneByOne(method: string): Problem {
  return problem('protocol/not-a-batch', `${method} is for environments made with a count`, { remedy: 'use step' });
}

export function inBatches(method: string): Problem {
  return problem('protocol/is-a-batch', `${method} is for an environment made without a count`, { remedy: 'use stepBatch' });
}

export function notPacked(): Problem {
  return problem('protocol/not-packed', 'values with texts, and environments that are no search problems, have no packed form', { remedy: 'use "actions"' });
}

export function fileNotServed(name: string, served: readonly string[]): Problem {
  return problem('protocol/file-not-served', `the file ${quote(name)} is not served`, { remedy: served.length === 0 ? 'give the server its name on the command line' : `served are ${served.join(', ')}` });
}

export function badPort(given: string): Problem {
  return problem('protocol/port', `--port must be a number from 0 to 65535, got ${quote(given)}`, { remedy: 'write for example --port 0, which takes any free one' });
}

export function portRefused(port: number, reason: string): Problem {
  return problem('protocol/port-refused', `the server cannot listen on port ${port}: ${reason}`, { remedy: 'choose another one, or 0 for any that is free' });
}
