import { Type } from 'typebox';
import { reject } from '../../sim/core/diagnostics.js';
import { hasEncoder } from '../../sim/model/op-graph.js';
import type { Pass, Scenario } from '../../sim/model/scenario.js';
import type { Deployment } from '../deployment.js';

/** Most tokens that a request of a method generates: what is summed step by step stays fast. */
const mostOutput = 65_536;

/** The request of most methods: `batch` equal ones run together. */
export const requestFields = {
  batch: Type.Optional(Type.Integer({ description: 'Equal requests that run together', minimum: 1, maximum: 4096, default: 1 })),
  promptTokens: Type.Integer({ description: 'Tokens of the prompt of one request', minimum: 1, maximum: 1e7, examples: [1024] }),
  outputTokens: Type.Integer({ description: 'Tokens that one request generates, the prompt yielding the first', minimum: 1, maximum: mostOutput, examples: [128] }),
};

/** A request with its defaults filled in. */
export interface Request {
  readonly batch: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
}

export function requestOf({ batch = 1, promptTokens, outputTokens }: { readonly batch?: number; readonly promptTokens: number; readonly outputTokens: number }): Request {
  return { batch, promptTokens, outputTokens };
}

/** The same as `simulate` takes it. */
export function scenarioOf({ batch, promptTokens, outputTokens }: Request): Scenario {
  return { batch, promptTokens, outputTokens, logits: 'last' };
}

/** A pass over `tokens` new tokens of each sequence behind `cached` ones. */
export function promptPass(batch: number, tokens: number, cached = 0, logits: Pass['logits'] = 'last'): Pass {
  return { phase: 'prefill', batch, queryTokens: tokens, firstContext: cached + tokens, lastContext: cached + tokens, logits };
}

/** A run of decode steps: `steps` of them, the first over `firstContext` tokens; undefined where there are none. */
export function decodeRun(batch: number, firstContext: number, steps: number): Pass | undefined {
  return steps < 1 ? undefined : { phase: 'decode', batch, queryTokens: 1, firstContext, lastContext: firstContext + steps - 1, logits: 'last' };
}

/** A pass that checks `tokens` tokens of each sequence, the last of them standing at `context`, with logits of all; of one token a decode step. */
export function checkPass(batch: number, tokens: number, context: number): Pass {
  return tokens === 1
    ? { phase: 'decode', batch, queryTokens: 1, firstContext: context, lastContext: context, logits: 'last' }
    : { phase: 'prefill', batch, queryTokens: tokens, firstContext: context, lastContext: context, logits: 'all' };
}

/** Refuses pipelines, where what a method does to layers is not modelled: their stages would be unequal. */
export function needOneStage({ platform }: Deployment): void {
  const pipeline = platform?.parallelism.pipeline ?? 1;
  if (pipeline > 1) reject('scenario/no-pipeline', `layers of this scenario are not alike, so a pipeline of ${pipeline} stages is not modelled for it`, { pointer: '/platform/pipeline', remedy: 'spread every layer over the devices ("tensor") instead' });
}

/** Refuses models with an encoder: methods of generation need one that reads a prompt and goes on with it. */
export function needDecoder({ graph }: Deployment, pointer = '/workload/model'): void {
  if (hasEncoder(graph)) reject('scenario/one-stack', `${graph.name} has an encoder: this scenario needs a model that reads a prompt and goes on with it`, { pointer, remedy: 'give a decoder-only model' });
}
