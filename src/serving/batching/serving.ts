import { InputError, problem, type Problem } from '../../sim/core/diagnostics.js';
import { formatSi } from '../../sim/core/units.js';
import { devicesOf } from '../platform/parallelism.js';
import { memoryOf } from '../resident.js';
import { unknownTotals, type ScenarioMemory } from '../scenario-answer.js';
import { defineScenario, type Setting } from '../scenario-kind.js';
import { answerOf, timelineGrid, type ServingAnswer } from './answer.js';
import { cacheRoom, type CacheRoom } from './cache-room.js';
import { kvSpace } from './kv-space.js';
import { loadOf, offeredRate } from './load.js';
import { servingSchema, type ServingSpec } from './schema.js';
import { createServer } from './server.js';
import { serve } from './simulation.js';
import { limitsOf, stepCosts } from './step-cost.js';

/** Many requests on one deployment, step by step. */
export const servingKind = defineScenario({
  kind: 'serving', summary: 'continuous batching of many requests: arrivals, chunked prefill, paged cache, preemption, shared prefixes',
  schema: servingSchema, run: runServing,
});

/** Serves the requests of a scenario. Throws `InputError` for a model that does not decode and for a load that is not whole. */
export function runServing(spec: ServingSpec, setting: Setting): ServingAnswer {
  const { deployment } = setting;
  const { machine, graph, scheme } = deployment;
  const { samples = 1, scheduler = {}, cache = {} } = spec;
  const { maxSequences = 256, maxBatchedTokens = 8192, chunkedPrefill = false, priority = 'prefill' } = scheduler;
  const { blockTokens = 16, memoryShare = 1, bytes } = cache;
  checkModel(spec, setting, maxSequences);
  const { requests, arrivals } = loadOf(spec, blockTokens);
  let longestPrompt = 0;
  let longest = 0;
  let allPrompts = 0;
  for (const { promptTokens, outputTokens } of requests) {
    longestPrompt = Math.max(longestPrompt, promptTokens);
    longest = Math.max(longest, promptTokens + outputTokens - 1);
    allPrompts += promptTokens;
  }
  const largest = Math.min(maxBatchedTokens, allPrompts);
  const room = cacheRoom(deployment, { tokens: chunkedPrefill ? largest : Math.max(largest, longestPrompt), promptTokens: longestPrompt }, memoryShare, bytes);
  const reasons = reasonsAgainst(spec, setting, room, memoryShare);
  if (reasons.length > 0) return { totals: unknownTotals, memory: fullest(setting, room, 0), parts: [], figures: [], reasons, notes: [], grid: timelineGrid([]) };
  // Devices of `expert` have sequences of their own.
  const roomBytes = room.bytes * (deployment.platform?.parallelism.expert ?? 1);
  const server = createServer(kvSpace(graph, scheme, blockTokens), roomBytes, samples, { maxSequences, maxBatchedTokens, chunkedPrefill, priority });
  const devices = deployment.platform === undefined ? 1 : devicesOf(deployment.platform.parallelism);
  const peaks = { bytesPerSecond: devices * machine.peakBytesPerSecond, macsPerSecond: devices * machine.peakMacsPerSecond(scheme.weights.type, scheme.activations) };
  const run = serve({ requests, arrivals, server, costs: stepCosts(deployment, longest), samples, sharedReads: spec.sharedReads === true, peaks });
  return answerOf({ spec, setting, run, server, roomBytes, peaks }, fullest(setting, room, server.peakBytes));
}

/** Bytes of a device at its fullest. */
function fullest({ deployment: { machine, platform } }: Setting, { use }: CacheRoom, peakBytes: number): ScenarioMemory {
  return memoryOf(machine, use, { kvCacheBytes: peakBytes / (platform?.parallelism.expert ?? 1) });
}

/** Why nothing can be served. */
function reasonsAgainst(spec: ServingSpec, { deployment: { machine } }: Setting, { use, bytes }: CacheRoom, share: number): readonly string[] {
  if (offeredRate(spec) === 0) return ['no request ever comes: the rate of arrivals is 0'];
  if (bytes > 0) return [];
  return [`weights and activations take ${formatSi(use.heldBytes - use.kvCacheBytes, 'B')} of ${formatSi(share * (machine.capacityBytes ?? 0), 'B')}: no room is left for keys and values`];
}

function checkModel({ sharedReads, samples = 1 }: ServingSpec, { deployment }: Setting, maxSequences: number): void {
  const at = '/workload/scenario';
  const { graph, fidelity } = deployment;
  const problems: Problem[] = [];
  if (graph.groups.some(({ stack }) => stack !== undefined)) {
    problems.push(problem('serving/no-decoder', `"${graph.name}" has an encoder, and only models of one stack that decode are served in batches here`,
      { pointer: '/workload/model', remedy: 'choose a decoder model' }));
  }
  if (fidelity === 'event') {
    problems.push(problem('serving/event', 'steps of a server are summed in closed form, which "event" has not', { pointer: '/fidelity', remedy: 'use "analytic" or "roofline"' }));
  }
  if (sharedReads === true && limitsOf(deployment).length > 0) {
    problems.push(problem('serving/shared-window', `"sharedReads" needs layers that see their whole context, and "${graph.name}" has windows`,
      { pointer: `${at}/sharedReads`, remedy: 'leave "sharedReads" out' }));
  }
  if (samples > maxSequences) {
    problems.push(problem('serving/too-many-samples', `the ${samples} samples of a request are in work at once, and no more than ${maxSequences} sequences may be`,
      { pointer: `${at}/samples`, remedy: 'raise "scheduler.maxSequences"' }));
  }
  if (problems.length > 0) throw new InputError(problems);
}
