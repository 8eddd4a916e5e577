import { InputError, problem, type Problem } from '../../sim/core/diagnostics.js';
import { createRng } from '../../sim/core/rng.js';
import { arrivalQueue, type ArrivalQueue } from './arrivals.js';
import { drawnLength, lengthProblems } from './lengths.js';
import type { ServingSpec } from './schema.js';
import type { ServedRequest } from './served-request.js';

/** Requests in the order in which they come, and when that is. */
export interface Load {
  readonly requests: readonly ServedRequest[];
  readonly arrivals: ArrivalQueue;
}

/**
 * The requests of a scenario. Arrivals, prompts, answers and groups have random numbers of their own, so that another process of arrivals meets the same requests.
 * Throws `InputError` where lengths are missing or given twice.
 */
export function loadOf(spec: ServingSpec, blockTokens: number): Load {
  const { arrivals, prefix, seed = 1 } = spec;
  const problems = problemsOf(spec);
  if (problems.length > 0) throw new InputError(problems);
  const stream = (index: number): ReturnType<typeof createRng> => createRng((seed + index * 0x9e3779b9) >>> 0);
  const [prompts, outputs, groups] = [stream(1), stream(2), stream(3)];
  const recorded = arrivals.kind === 'recorded' ? [...arrivals.requests].sort((a, b) => a.seconds - b.seconds) : null;
  const count = recorded?.length ?? spec.requests!;
  const shared = prefix === undefined ? 0 : Math.floor(prefix.tokens / blockTokens) * blockTokens;
  const requests = Array.from({ length: count }, (_, id): ServedRequest => {
    const promptTokens = recorded?.[id]!.promptTokens ?? drawnLength(spec.promptTokens!, prompts);
    const outputTokens = recorded?.[id]!.outputTokens ?? drawnLength(spec.outputTokens!, outputs);
    return {
      id, promptTokens, outputTokens, group: prefix === undefined ? 0 : groups.integer(0, (prefix.groups ?? 1) - 1), prefixTokens: promptTokens > shared ? shared : 0,
      arrivedSeconds: 0, generated: 0, cached: 0, target: promptTokens, sharedBytes: 0, heldBytes: 0, admittedSeconds: null, firstToken: null, finished: null, lastTokenSeconds: 0,
    };
  });
  return { requests, arrivals: arrivalQueue(arrivals, count, stream(0)) };
}

function problemsOf(spec: ServingSpec): readonly Problem[] {
  const at = '/workload/scenario';
  const fields = ['requests', 'promptTokens', 'outputTokens'] as const;
  if (spec.arrivals.kind === 'recorded') {
    return fields.filter((field) => spec[field] !== undefined).map((field) =>
      problem('serving/recorded-lengths', `"${field}" is given, but the recorded arrivals have their own`, { pointer: `${at}/${field}`, remedy: `leave "${field}" out` }));
  }
  const missing = fields.filter((field) => spec[field] === undefined).map((field) =>
    problem('serving/no-load', `"${field}" is missing: only recorded arrivals have their own`, { pointer: at, remedy: `give "${field}"` }));
  return [...missing, ...(['promptTokens', 'outputTokens'] as const).flatMap((field) => (spec[field] === undefined ? [] : lengthProblems(spec[field], `${at}/${field}`)))];
}

/** Requests that come a second on average, where that does not depend on the answers; null where it does, or where all come at once. */
export function offeredRate({ arrivals }: ServingSpec): number | null {
  switch (arrivals.kind) {
    case 'regular': case 'poisson': case 'gamma': return arrivals.perSecond;
    case 'recorded': {
      const last = arrivals.requests.reduce((most, { seconds }) => Math.max(most, seconds), 0);
      return last === 0 || arrivals.requests.length === 1 ? null : (arrivals.requests.length - 1) / last;
    }
    case 'together': case 'closed': return null;
  }
}
