import { Type } from 'typebox';
import { reject } from '../../../sim/core/diagnostics.js';
import { closed, names } from '../../../experiment/schema/shapes.js';
import type { Deployment } from '../../deployment.js';
import { freePass, passCost, plus, times, type PassCost } from '../../pass-cost.js';
import { defineScenario } from '../../scenario-kind.js';
import { answerOf, expectation, part, type MethodRun } from '../answer.js';
import { addedProduct, groupOfLayer, hiddenSize, layerCount, productAlone, withGroups, withLayerWeights } from '../layers.js';
import { decodeRun, needDecoder, needOneStage, promptPass, requestFields, requestOf, scenarioOf } from '../request.js';
import { memoryOf, useOf, weightsHeld } from '../../resident.js';
import { reasonsAgainst } from '../runnable.js';
import { meanOverRows } from '../rows.js';
import { anyChance, exitsOfMean, runChances, type Exit } from './exits.js';

const schema = closed({
  kind: Type.Literal('early-exit', { description: 'Tokens leave the layers when they are sure enough' }),
  ...requestFields,
  batch: Type.Optional(Type.Integer({ description: 'Equal requests that run together', minimum: 1, maximum: 1024, default: 1 })),
  exits: Type.Optional(Type.Array(closed({
    layers: Type.Integer({ description: 'Layers that run before it', minimum: 1, maximum: 4095 }),
    share: Type.Number({ description: 'Share of all tokens that leave here', minimum: 0, maximum: 1 }),
  }, { title: 'Exit', description: 'A place to leave' }), { description: 'Places to leave; tokens that do not leave run all layers', minItems: 1, maxItems: 4096, examples: [[{ layers: 12, share: 0.4 }]] })),
  meanLayers: Type.Optional(Type.Number({ description: 'Layers that a token runs on average, in place of exits: it leaves after the whole number below or above', minimum: 1, maximum: 4096, examples: [14.3] })),
  test: Type.Optional(names(['none', 'head', 'classifier'], { description: 'What says at an exit whether to leave: nothing that costs anything, the output layer (its probabilities), or a classifier with two outputs', default: 'none' })),
  skippedCache: Type.Optional(names(['project', 'none'], { description: 'Whether keys and values of the layers that a token skips are made from the state that it left with', default: 'project' })),
  independent: Type.Optional(Type.Boolean({ description: 'Whether tokens of a batch leave one by one; else all run until the last one leaves', default: false })),
}, { title: 'Early exit', description: 'A request whose output tokens leave the layers early' });

/** Early exits of output tokens: expected over where they leave, exact for each number of tokens that a layer has. */
export const earlyExitKind = defineScenario({
  kind: 'early-exit',
  summary: 'tokens leave after some of the layers, with the test at each exit and the cache of what they skip',
  schema,
  run: (spec, setting) => {
    const { test = 'none', skippedCache = 'project', independent = false } = spec;
    const { deployment } = setting;
    needDecoder(deployment);
    needOneStage(deployment);
    const { graph, machine } = deployment;
    const layers = layerCount(graph);
    const exits = exitsFrom(spec, layers);
    const request = requestOf(spec);
    const { batch, promptTokens, outputTokens } = request;
    const scenario = scenarioOf(request);
    const tester = testerOf(deployment, test);
    const memory = memoryOf(machine, useOf(deployment, scenario), {}, test === 'classifier' && tester !== null ? { 'classifiers of exits': exits.length * weightsHeld(tester) } : {});
    return answerOf(setting, reasonsAgainst([deployment], scenario, memory), memory, (): MethodRun => {
      const chances = runChances(exits, layers);
      const runs = independent ? chances : chances.map((chance) => anyChance(chance, batch));
      const cost = (of: Deployment, rows: number): PassCost => passCost(of, decodeRun(rows, promptTokens + 1, outputTokens - 1)!);
      // A cost that depends on the tokens that are there: of all of them with that chance, or of as many as there are.
      const expected = (chance: number, of: (rows: number) => PassCost): PassCost =>
        (chance === 0 ? freePass : independent ? meanOverRows(batch, chance, of, (sum, one, weight) => plus(sum ?? freePass, times(one, weight))) ?? freePass : times(of(batch), chance));
      const prompt = passCost(deployment, promptPass(batch, promptTokens));
      const steps = outputTokens - 1;
      const decode = steps === 0 ? freePass : layersCost(deployment, runs, batch, independent, cost);
      const filled = steps === 0 || skippedCache === 'none' ? freePass : fillCost(deployment, runs, expected, cost);
      const tests = steps === 0 || tester === null ? freePass : exits.reduce((sum, exit) => plus(sum, expected(runs[exit.layers - 1]!, (rows) => cost(tester, rows))), freePass);
      const plain = steps === 0 ? freePass : cost(deployment, batch);
      const rest = decode.seconds + filled.seconds + tests.seconds;
      const parts = [part('prompt', 1, prompt)];
      if (steps > 0) parts.push(part('decode', steps, decode));
      if (steps > 0 && filled !== freePass) parts.push(part('keys and values of skipped layers', steps, filled));
      if (steps > 0 && tester !== null) parts.push(part('tests at exits', steps * exits.reduce((sum, exit) => sum + runs[exit.layers - 1]!, 0), tests));
      return {
        requests: batch, outputTokens, firstSeconds: prompt.seconds, restSeconds: rest, parts,
        figures: [
          expectation('layersPerToken', sumOf(chances), 'layers', 'sum over layers of S_l, the share of tokens that run it'),
          expectation('layersPerStep', sumOf(chances.map((chance) => anyChance(chance, batch))), 'layers', 'sum over layers of 1 - (1 - S_l)^B: the layers until the last token of a batch leaves'),
          expectation('decodeSpeedup', rest === 0 ? 1 : plain.seconds / rest, '', 'seconds of all tokens but the first through all layers / with exits'),
          expectation('speedup', (prompt.seconds + plain.seconds) / (prompt.seconds + rest), '', 'seconds of the request through all layers / with exits'),
        ],
        notes: [
          'the prompt and the first token run all layers; tokens leave independently of one another',
          ...(skippedCache === 'none' && exits.length > 0 ? ['keys and values of skipped layers are not made, and deeper tokens are counted as if they were there'] : []),
          ...(new Set(groupOfLayer(graph)).size > 1 && exits.length > 0 ? ['layers of several forms are counted in the order of the graph, those of one form together'] : []),
        ],
      };
    });
  },
});

/** Exits from a spec; none where nothing is said. */
function exitsFrom({ exits, meanLayers }: { readonly exits?: readonly Exit[]; readonly meanLayers?: number }, layers: number): readonly Exit[] {
  const at = '/workload/scenario';
  if (exits !== undefined && meanLayers !== undefined) reject('scenario/exits-twice', 'tokens leave at "exits" or after "meanLayers", not both', { pointer: `${at}/meanLayers`, remedy: 'leave one of them out' });
  if (meanLayers !== undefined) {
    if (meanLayers > layers) reject('scenario/no-such-layer', `a token cannot run ${meanLayers} of ${layers} layers`, { pointer: `${at}/meanLayers`, remedy: `give 1 to ${layers}` });
    return exitsOfMean(meanLayers, layers);
  }
  (exits ?? []).forEach((exit, i) => {
    if (exit.layers >= layers) reject('scenario/no-such-layer', `an exit after ${exit.layers} of ${layers} layers is none`, { pointer: `${at}/exits/${i}/layers`, remedy: `give 1 to ${layers - 1}` });
  });
  const total = sumOf((exits ?? []).map(({ share }) => share));
  if (total > 1 + 1e-9) reject('scenario/shares', `shares of exits add up to ${total}, which is more than all tokens`, { pointer: `${at}/exits`, remedy: 'give shares of all tokens, at most 1 together' });
  return exits ?? [];
}

/** What runs at an exit; null where nothing does. */
function testerOf(deployment: Deployment, test: 'none' | 'head' | 'classifier'): Deployment | null {
  if (test === 'none') return null;
  if (test === 'head') return withGroups(deployment, ({ tokens }) => tokens === 'logits');
  return productAlone(deployment, addedProduct('exit_classifier', hiddenSize(deployment.graph), 2));
}

/** Embeddings, output layer and the layers that run: of all rows where it is certain which, else the mean over the rows that there are. */
function layersCost(deployment: Deployment, runs: readonly number[], batch: number, independent: boolean, cost: (of: Deployment, rows: number) => PassCost): PassCost {
  if (!independent || runs.every((chance) => chance === 1)) return cost(withLayerWeights(deployment, runs), batch);
  const certain = cost(withLayerWeights(deployment, runs.map((chance) => (chance === 1 ? 1 : 0))), batch);
  const groups = groupOfLayer(deployment.graph);
  const known = new Map<string, PassCost>();
  return runs.reduce((sum, chance, layer) => {
    if (chance === 1 || chance === 0) return sum;
    const alone = (rows: number): PassCost => {
      const key = `${groups[layer]} ${rows}`;
      const found = known.get(key) ?? cost(oneLayer(deployment, groups[layer]!), rows);
      known.set(key, found);
      return found;
    };
    return plus(sum, meanOverRows(batch, chance, alone, (total, one, weight) => plus(total ?? freePass, times(one, weight))) ?? freePass);
  }, certain);
}

/** Keys and values of the layers that tokens skip. */
function fillCost(deployment: Deployment, runs: readonly number[], expected: (chance: number, of: (rows: number) => PassCost) => PassCost, cost: (of: Deployment, rows: number) => PassCost): PassCost {
  const groups = groupOfLayer(deployment.graph);
  const known = new Map<string, PassCost>();
  return runs.reduce((sum, chance, layer) => {
    if (chance === 1) return sum;
    return plus(sum, expected(1 - chance, (rows) => {
      const key = `${groups[layer]} ${rows}`;
      const one = oneLayer(deployment, groups[layer]!);
      const found = known.get(key) ?? cost({ ...one, tasks: one.tasks.filter(({ op }) => op.kind === 'cache-append' || (op.kind === 'linear' && op.output === 'cache')) }, rows);
      known.set(key, found);
      return found;
    }));
  }, freePass);
}

function oneLayer(deployment: Deployment, group: number): Deployment {
  const of = deployment.graph.groups[group]!;
  const alone = withGroups(deployment, (one) => one === of);
  return of.repeat === 1 ? alone : withLayerWeights(alone, [1, ...new Array<number>(of.repeat - 1).fill(0)]);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
