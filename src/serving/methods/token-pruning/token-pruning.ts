import { Type } from 'typebox';
import { reject } from '../../../sim/core/diagnostics.js';
import { byKind, closed } from '../../../experiment/schema/shapes.js';
import type { Deployment } from '../../deployment.js';
import { freePass, passCost, plus, times, type PassCost } from '../../pass-cost.js';
import { defineScenario } from '../../scenario-kind.js';
import { answerOf, figure, part, type MethodRun } from '../answer.js';
import { addedProduct, groupOfLayer, hiddenSize, isLayer, layerCount, productAlone, withRepeats } from '../layers.js';
import { decodeRun, needDecoder, needOneStage, promptPass, requestFields, requestOf, scenarioOf } from '../request.js';
import { cacheBytes, memoryOf, useOf, weightsHeld } from '../../resident.js';
import { reasonsAgainst } from '../runnable.js';
import { tokenCounts } from './token-counts.js';

const tokens = (description: string, minimum = 1): ReturnType<typeof Type.Integer> => Type.Integer({ description, minimum, maximum: 1e7 });

const schema = closed({
  kind: Type.Literal('token-pruning', { description: 'Tokens of the prompt are dropped or merged on their way through the layers' }),
  ...requestFields,
  schedule: byKind([
    closed({ kind: Type.Literal('list'), tokens: Type.Array(tokens('Tokens of the prompt that a layer sees'), { description: 'One number for each layer; the last for all behind it', minItems: 1, maxItems: 4096 }) }, { title: 'List', description: 'Tokens of each layer' }),
    closed({
      kind: Type.Literal('stages'),
      stages: Type.Array(closed({ layer: Type.Integer({ description: 'From this layer on, counted from 0', minimum: 0, maximum: 4095 }), keep: Type.Number({ description: 'Share of the tokens before that is kept', exclusiveMinimum: 0, maximum: 1 }) }, { title: 'Stage', description: 'A layer in front of which tokens are dropped' }), { description: 'Stages', minItems: 1, maxItems: 1000, examples: [[{ layer: 8, keep: 0.7 }]] }),
    }, { title: 'Stages', description: 'Shares that are kept from some layers on' }),
    closed({ kind: Type.Literal('merged'), tokens: tokens('Tokens that each layer has fewer than the one before', 0), least: Type.Optional(tokens('Tokens that are left at least')) }, { title: 'Merged', description: 'As many tokens merged in each layer' }),
  ], { title: 'Schedule', description: 'Tokens of the prompt by layer', examples: [{ kind: 'merged', tokens: 16 }] }),
  scorer: Type.Optional(closed({
    shareOfLayer: Type.Optional(Type.Number({ description: 'Time of choosing, as a share of that of the layer behind it', minimum: 0, maximum: 10, default: 0 })),
    outputs: Type.Optional(Type.Integer({ description: 'Outputs of a learned scorer: a product with the hidden state of every token', minimum: 1, maximum: 65_536 })),
  }, { title: 'Scorer', description: 'What choosing tokens costs wherever their number falls; nothing when left out' })),
}, { title: 'Token pruning', description: 'A request whose prompt loses tokens from layer to layer' });

/** Layers that see as many tokens, in a row. */
interface Stretch {
  readonly tokens: number;
  readonly layers: readonly number[];
}

/** Layers by the tokens that they see, in order; in front of them the embeddings alone where the first layer sees fewer than these. */
function stretchesOf(counts: readonly number[], promptTokens: number): readonly Stretch[] {
  const stretches: { tokens: number; layers: number[] }[] = [{ tokens: promptTokens, layers: [] }];
  counts.forEach((count, layer) => {
    const last = stretches[stretches.length - 1];
    if (last?.tokens === count) last.layers.push(layer);
    else stretches.push({ tokens: count, layers: [layer] });
  });
  return stretches;
}

/** Token pruning and merging: each layer reads and caches the tokens that are left. */
export const tokenPruningKind = defineScenario({
  kind: 'token-pruning',
  summary: 'tokens of the prompt are dropped or merged from layer to layer',
  schema,
  run: (spec, setting) => {
    const { schedule, scorer = {} } = spec;
    const { deployment } = setting;
    needDecoder(deployment);
    needOneStage(deployment);
    const { graph, machine } = deployment;
    const layers = layerCount(graph);
    if (layers === 0) reject('scenario/no-layers', `${graph.name} has no layers`, { pointer: '/workload/model', remedy: 'give a model with layers' });
    const request = requestOf(spec);
    const { batch, promptTokens, outputTokens } = request;
    const scenario = scenarioOf(request);
    const counts = tokenCounts(schedule, promptTokens, layers);
    counts.forEach((count, l) => {
      if (l > 0 && count > counts[l - 1]!) reject('scenario/tokens-come-back', `layer ${l} sees ${count} tokens of the prompt and the one before ${counts[l - 1]!}: tokens that are dropped stay away`, { pointer: '/workload/scenario/schedule', remedy: 'give numbers that do not rise' });
    });
    const stretches = stretchesOf(counts, promptTokens);
    const steps = outputTokens - 1;
    const parts_ = stretches.map((stretch, i) => ({ ...stretch, of: stretchOf(deployment, stretch, i === 0, i === stretches.length - 1) }));
    const cached = parts_.reduce((sum, { of, tokens: count }) => sum + cacheBytes(of, batch, count + steps), 0);
    const scoring = scorer.outputs === undefined ? null : productAlone(deployment, addedProduct('token_scorer', hiddenSize(graph), scorer.outputs));
    const falls = parts_.slice(1);
    const memory = memoryOf(machine, useOf(deployment, scenario), { kvCacheBytes: cached }, scoring === null || falls.length === 0 ? {} : { 'scorers of tokens': falls.length * weightsHeld(scoring) });
    return answerOf(setting, reasonsAgainst([deployment], scenario, memory), memory, (): MethodRun => {
      const prompt = total(parts_, ({ of, tokens: count }) => passCost(of, promptPass(batch, count)));
      const decode = steps === 0 ? null : total(parts_, ({ of, tokens: count }) => passCost(of, decodeRun(batch, count + 1, steps)!));
      const scores = total(falls, (fall) => {
        const learned = scoring === null ? freePass : passCost(scoring, promptPass(batch, parts_[parts_.indexOf(fall) - 1]!.tokens));
        const one = stretchOf(deployment, { ...fall, layers: [fall.layers[0]!] }, false, false);
        return plus(learned, times({ ...passCost(one, promptPass(batch, fall.tokens)), dramBytes: 0 }, scorer.shareOfLayer ?? 0));
      });
      const plain = passCost(deployment, promptPass(batch, promptTokens));
      const plainSteps = steps === 0 ? freePass : passCost(deployment, decodeRun(batch, promptTokens + 1, steps)!);
      const firstSeconds = prompt.seconds + scores.seconds;
      const restSeconds = decode?.seconds ?? 0;
      return {
        requests: batch, outputTokens, firstSeconds, restSeconds,
        parts: [part('prompt', 1, prompt), ...(falls.length === 0 ? [] : [part('choice of tokens', falls.length, scores)]), ...(decode === null ? [] : [part('decode', steps, decode)])],
        figures: [
          figure('meanTokensPerLayer', counts.reduce((sum, count) => sum + count, 0) / layers, 'tokens', 'mean over layers of T_l, the tokens of the prompt that layer l sees'),
          figure('lastLayerTokens', counts[layers - 1]!, 'tokens', 'T of the last layer'),
          figure('firstTokenSpeedup', plain.seconds / firstSeconds, '', 'seconds until the first token with all tokens / with those that are left'),
          figure('speedup', (plain.seconds + plainSteps.seconds) / (firstSeconds + restSeconds), '', 'seconds of the request with all tokens / with those that are left'),
        ],
        notes: [
          ...(new Set(groupOfLayer(graph)).size > 1 && stretches.length > 1 ? ['layers of several forms are counted in the order of the graph, those of one form together'] : []),
          ...((scorer.shareOfLayer ?? 0) > 0 && falls.length > 0 ? ['the energy of choosing tokens is that of the same share of the layer'] : []),
        ],
      };
    });
  },
});

function total(parts: readonly (Stretch & { readonly of: Deployment })[], cost: (one: Stretch & { readonly of: Deployment }) => PassCost): PassCost {
  return parts.reduce((sum, one) => plus(sum, cost(one)), freePass);
}

/** The layers of a stretch, with the embeddings in front of the first and the output layer behind the last. */
function stretchOf(deployment: Deployment, { layers }: Stretch, isFirst: boolean, isLast: boolean): Deployment {
  const { graph } = deployment;
  const groups = groupOfLayer(graph);
  const repeats = new Array<number>(graph.groups.length).fill(0);
  for (const layer of layers) repeats[groups[layer]!]!++;
  return withRepeats(deployment, (group, i) => (isLayer(group) ? repeats[i]! : (group.tokens === 'all' ? isFirst : isLast) ? group.repeat : 0));
}
