import { problem, type Problem } from '../../../sim/core/diagnostics.js';
import { excerpt, quote } from '../../../sim/core/quote.js';

export function wrongProblemArgument(name: string, rule: string, given: unknown): Problem {
  return problem('problem/wrong-argument', `${quote(name)} must be ${rule}, got ${excerpt(JSON.stringify(given) ?? 'nothing')}`);
}

export function noPublishedAccuracy(model: string, reason: string): Problem {
  return problem('problem/no-accuracy', `the accuracy of ${quote(model)} cannot be told: ${reason}`, { remedy: 'choose a model with published perplexities, e.g. llama-2-7b' });
}
