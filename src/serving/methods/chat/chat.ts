import { Type } from 'typebox';
import type { Pass } from '../../../sim/model/scenario.js';
import { closed, text } from '../../../experiment/schema/shapes.js';
import { freePass, passCost, plus, type PassCost } from '../../pass-cost.js';
import type { Deployment } from '../../deployment.js';
import { redeployed } from '../../redeploy.js';
import { defineScenario } from '../../scenario-kind.js';
import { answerOf, figure, part, type MethodRun } from '../answer.js';
import { cacheType } from '../cache-type.js';
import { decodeRun, needDecoder, promptPass } from '../request.js';
import { cacheBytes, memoryOf, useOf } from '../../resident.js';
import { reasonsAgainst } from '../runnable.js';
import { limitedGraph, tokensKept } from './cache-limit.js';
import { turnPasses, type TurnPasses } from './turns.js';

const schema = closed({
  kind: Type.Literal('chat', { description: 'Turns of a user and the model over one growing context' }),
  batch: Type.Optional(Type.Integer({ description: 'Equal conversations that run together', minimum: 1, maximum: 4096, default: 1 })),
  systemTokens: Type.Optional(Type.Integer({ description: 'Tokens in front of the first question', minimum: 0, maximum: 1e7, default: 0 })),
  turns: Type.Array(closed({
    userTokens: Type.Integer({ description: 'Tokens that the user gives', minimum: 1, maximum: 1e7 }),
    answerTokens: Type.Integer({ description: 'Tokens of the answer', minimum: 1, maximum: 1e7 }),
  }, { title: 'Turn', description: 'A question and its answer' }), { description: 'Turns in their order', minItems: 1, maxItems: 1000, examples: [[{ userTokens: 200, answerTokens: 100 }, { userTokens: 50, answerTokens: 100 }]] }),
  keepCache: Type.Optional(Type.Boolean({ description: 'Whether keys and values stay between turns, or are made again from all that was said', default: true })),
  kvCache: Type.Optional(text({ description: 'Format of keys and values in place of that of the quantization', maxLength: 40, examples: ['int8', 'int4'] })),
  eviction: Type.Optional(closed({
    sinks: Type.Optional(Type.Integer({ description: 'First tokens that are always kept', minimum: 0, maximum: 1e7, default: 4 })),
    recent: Type.Integer({ description: 'Last tokens that are kept', minimum: 1, maximum: 1e7, examples: [1020] }),
    heavyHitters: Type.Optional(Type.Integer({ description: 'Other tokens that are kept, those with the most attention', minimum: 0, maximum: 1e7, default: 0 })),
  }, { title: 'Eviction', description: 'Tokens of each sequence whose keys and values are kept; all when left out' })),
}, { title: 'Chat', description: 'Turns of a conversation: the prompt of each, then decode over the growing context' });

/** Prompts and answers of all turns, and what the first turn takes until its first token. */
interface ChatCost {
  readonly prompts: PassCost;
  readonly answers: PassCost;
  readonly promptSeconds: readonly number[];
}

function costOf(reading: Deployment, answering: Deployment, batch: number, passes: readonly TurnPasses[]): ChatCost {
  let [prompts, answers] = [freePass, freePass];
  const promptSeconds: number[] = [];
  for (const { newTokens, cachedTokens, firstContext, steps } of passes) {
    const prompt = passCost(reading, promptPass(batch, newTokens, cachedTokens));
    const run = decodeRun(batch, firstContext, steps);
    prompts = plus(prompts, prompt);
    promptSeconds.push(prompt.seconds);
    if (run !== undefined) answers = plus(answers, passCost(answering, run));
  }
  return { prompts, answers, promptSeconds };
}

/** Bytes of keys and values that attention reads in a pass. */
function cacheReads(deployment: Deployment, pass: Pass | undefined): number {
  return pass === undefined ? 0 : passCost(deployment, pass, ({ op }) => op.kind === 'scores' || op.kind === 'values').kvCacheBytes;
}

/** Turns of a conversation, with the cache kept or made again, in another format, or limited to some tokens. */
export const chatKind = defineScenario({
  kind: 'chat',
  summary: 'turns of a conversation with the cache kept, made again, quantised or evicted',
  schema,
  run: (spec, setting) => {
    const { batch = 1, systemTokens = 0, turns, keepCache = true, kvCache, eviction } = spec;
    needDecoder(setting.deployment);
    const deployment = kvCache === undefined ? setting.deployment : cacheType(setting.deployment, kvCache, '/workload/scenario/kvCache');
    const limit = eviction === undefined ? null : { sinks: 4, heavyHitters: 0, ...eviction };
    const kept = limit === null ? Infinity : tokensKept(limit);
    const answering = limit === null ? deployment : redeployed(deployment, { graph: limitedGraph(deployment.graph, limit) });
    const passes = turnPasses(turns, systemTokens, keepCache, kept);
    const longest = passes.reduce((most, { firstContext, steps }) => Math.max(most, firstContext + steps - 1), 0);
    const mostRead = passes.reduce((most, { newTokens }) => Math.max(most, newTokens), 0);
    // Activations are those of the longest prompt, the cache that of the longest context.
    const scenario = { batch, promptTokens: mostRead, outputTokens: 1, logits: 'last' as const };
    const heldCache = Math.max(cacheBytes(answering, batch, longest), 0);
    const memory = memoryOf(deployment.machine, useOf(deployment, scenario), { kvCacheBytes: heldCache });
    return answerOf({ ...setting, deployment }, reasonsAgainst([answering], scenario, memory), memory, (): MethodRun => {
      const cost = costOf(deployment, answering, batch, passes);
      const other = costOf(deployment, answering, batch, turnPasses(turns, systemTokens, !keepCache, kept));
      const seconds = cost.prompts.seconds + cost.answers.seconds;
      const otherSeconds = other.prompts.seconds + other.answers.seconds;
      const answerTokens = turns.reduce((sum, turn) => sum + turn.answerTokens, 0);
      return {
        requests: batch * turns.length,
        inSequence: turns.length,
        outputTokens: answerTokens / turns.length,
        firstSeconds: cost.prompts.seconds,
        restSeconds: cost.answers.seconds,
        parts: [part('prompts', turns.length, cost.prompts), part('answers', answerTokens - turns.length, cost.answers)],
        figures: [
          figure('firstTurnSeconds', cost.promptSeconds[0]!, 's', 'until the first token of the first turn'),
          figure('lastTurnSeconds', cost.promptSeconds[turns.length - 1]!, 's', 'until the first token of the last turn'),
          figure('tokensRead', passes.reduce((sum, { newTokens }) => sum + newTokens, 0), 'tokens', 'sum over turns of q, of one conversation: q = user + 1 with the cache kept, all that was said with the cache made again'),
          figure('cacheSpeedup', keepCache ? otherSeconds / seconds : seconds / otherSeconds, '', 'seconds with the cache made again in each turn / seconds with it kept'),
          figure('cacheBytesReadPerStep', cacheReads(answering, decodeRun(batch, longest, 1)), 'B', 'keys and values that a decode step at the longest context reads: B x sum over layers of min(context, kept) x (key + value bytes)'),
          figure('cachedTokensMost', Math.min(longest, kept), 'tokens', 'min(context, sinks + recent + heavy hitters) of one sequence'),
        ],
        notes: [
          ...(kvCache === undefined ? [] : ['scales of a quantised cache and the work to quantise and dequantise it are left out']),
          ...(limit === null ? [] : ['prompts see all that is cached and themselves, and tokens are dropped behind them: what keys and values take in between is left out', ...(limit.heavyHitters > 0 ? ['sums of attention that say which tokens are heavy hitters are left out'] : [])]),
        ],
      };
    });
  },
});
