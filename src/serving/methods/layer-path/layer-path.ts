import { Type } from 'typebox';
import { reject } from '../../../sim/core/diagnostics.js';
import { parameterCount } from '../../../sim/model/op-graph.js';
import type { Pass } from '../../../sim/model/scenario.js';
import { byKind, closed, names } from '../../../experiment/schema/shapes.js';
import type { Deployment } from '../../deployment.js';
import { passCost, plus, type PassCost } from '../../pass-cost.js';
import { defineScenario } from '../../scenario-kind.js';
import { answerOf, expectation, figure, part, type MethodRun } from '../answer.js';
import { groupOfLayer, isLayer, layerCount, needLayer, withGroups, withLayerWeights } from '../layers.js';
import { decodeRun, needDecoder, needOneStage, promptPass, requestFields, requestOf, scenarioOf } from '../request.js';
import { memoryOf, useOf } from '../../resident.js';
import { reasonsAgainst } from '../runnable.js';
import { pathOf, type LayerPath } from './path.js';

const schema = closed({
  kind: Type.Literal('layer-path', { description: 'Layers that are shared, skipped or repeated' }),
  ...requestFields,
  path: byKind([
    closed({
      kind: Type.Literal('list'),
      layers: Type.Array(Type.Integer({ description: 'A layer, from 0', minimum: 0, maximum: 4095 }), { description: 'Layers in the order in which they run, those of a name again as often as they are to', minItems: 1, maxItems: 4096, examples: [[0, 0, 1, 1]] }),
    }, { title: 'List', description: 'The layers that run, in their order' }),
    closed({ kind: Type.Literal('skipped'), layers: Type.Number({ description: 'Layers that a token skips on average', minimum: 0, maximum: 4096, examples: [1.7] }) }, { title: 'Skipped', description: 'A mean number of layers is skipped, any as likely as any other' }),
    closed({ kind: Type.Literal('repeated'), times: Type.Integer({ description: 'Runs of each layer in a row', minimum: 1, maximum: 64 }) }, { title: 'Repeated', description: 'Each layer runs several times in a row' }),
    closed({ kind: Type.Literal('shared'), distinct: Type.Integer({ description: 'Layers with weights of their own', minimum: 1, maximum: 4096 }) }, { title: 'Shared', description: 'As many layers as the model has, of which some in a row share their weights' }),
  ], { title: 'Path', description: 'Which layers run' }),
  weightReads: Type.Optional(names(['each', 'once'], { description: 'Whether a layer that runs directly behind itself reads its weights from memory again', default: 'each' })),
  prompt: Type.Optional(names(['same', 'whole'], { description: 'Whether the prompt takes the path, or all layers of the model', default: 'same' })),
}, { title: 'Layer path', description: 'A request whose tokens take a path through the layers' });

/** What a pass along a path is made of: runs that read their weights, and those that find them on the chip. */
interface PathDeployment {
  readonly reading: Deployment;
  readonly kept: Deployment | null;
}

function deployed(deployment: Deployment, { runs, again }: LayerPath, weightReads: 'each' | 'once'): PathDeployment {
  if (weightReads === 'each' || again.every((count) => count === 0)) return { reading: withLayerWeights(deployment, runs), kept: null };
  const kept = withGroups(withLayerWeights(deployment, again), isLayer);
  return { reading: withLayerWeights(deployment, runs.map((count, layer) => count - again[layer]!)), kept: withoutWeightReads(kept) };
}

/** The deployment with the matrices of its products on the chip: they take no bytes, and are computed with as before. */
function withoutWeightReads(deployment: Deployment): Deployment {
  return { ...deployment, tasks: deployment.tasks.map((task) => ({ ...task, format: { ...task.format, stored: { weights: 1, bytes: 0 } } })) };
}

function costOf({ reading, kept }: PathDeployment, pass: Pass, layersOnly: boolean): PassCost {
  const cost = passCost(layersOnly ? withGroups(reading, isLayer) : reading, pass);
  return kept === null ? cost : plus(cost, passCost(kept, pass));
}

/** Layers that are shared (held once), skipped or repeated. */
export const layerPathKind = defineScenario({
  kind: 'layer-path',
  summary: 'layers that are shared, skipped or repeated: by a list, a mean, or a number',
  schema,
  run: (spec, setting) => {
    const { path: input, weightReads = 'each', prompt: promptPath = 'same' } = spec;
    const { deployment } = setting;
    needDecoder(deployment);
    needOneStage(deployment);
    const { graph, machine } = deployment;
    const layers = layerCount(graph);
    if (layers === 0) reject('scenario/no-layers', `${graph.name} has no layers`, { pointer: '/workload/model', remedy: 'give a model with layers' });
    if (input.kind === 'list') input.layers.forEach((layer, i) => { needLayer(graph, layer, `/workload/scenario/path/layers/${i}`); });
    if (input.kind === 'skipped' && input.layers >= layers) reject('scenario/all-skipped', `${input.layers} of ${layers} layers are skipped`, { pointer: '/workload/scenario/path/layers', remedy: 'leave at least a part of a layer' });
    if (input.kind === 'shared' && input.distinct > layers) reject('scenario/no-such-layer', `${graph.name} has ${layers} layers, of which ${input.distinct} cannot be distinct`, { pointer: '/workload/scenario/path/distinct', remedy: `give 1 to ${layers}` });
    const path = pathOf(input, layers);
    const request = requestOf(spec);
    const scenario = scenarioOf(request);
    const along = deployed(deployment, path, weightReads);
    const forPrompt = promptPath === 'same' ? along : { reading: deployment, kept: null };
    // Weights once for each layer that is held; keys and values of every run, of skipped layers as if none were.
    const held = withLayerWeights(deployment, path.held.map((is) => (is || promptPath === 'whole' ? 1 : 0)));
    const running = withLayerWeights(deployment, path.runs.map((count, layer) => Math.max(count, input.kind === 'skipped' || promptPath === 'whole' ? 1 : 0, path.held[layer] === true ? 1 : 0)));
    const memory = memoryOf(machine, useOf(running, scenario), { weightBytes: useOf(held, scenario).weightBytes });
    return answerOf(setting, reasonsAgainst([running], scenario, memory), memory, (): MethodRun => {
      const { batch, promptTokens, outputTokens } = request;
      const reading = promptPass(batch, promptTokens);
      const run = decodeRun(batch, promptTokens + 1, outputTokens - 1);
      const seconds = (of: PathDeployment, forPrompt_: PathDeployment, layersOnly: boolean): number => costOf(forPrompt_, reading, layersOnly).seconds + (run === undefined ? 0 : costOf(of, run, layersOnly).seconds);
      const whole: PathDeployment = { reading: deployment, kept: null };
      const prompt = costOf(forPrompt, reading, false);
      const decode = run === undefined ? null : costOf(along, run, false);
      const layersRun = path.runs.reduce((sum, count) => sum + count, 0);
      return {
        requests: batch, outputTokens, firstSeconds: prompt.seconds, restSeconds: decode?.seconds ?? 0,
        parts: [part('prompt', 1, prompt), ...(decode === null ? [] : [part('decode', outputTokens - 1, decode)])],
        figures: [
          expectation('layersRun', layersRun, 'layers', 'sum over layers of its runs in a pass'),
          figure('layersHeld', path.held.filter(Boolean).length, 'layers', 'layers whose weights are held, each once'),
          figure('parametersHeld', parameterCount(held.graph), '', 'parameters of the layers that are held, with embeddings and output layer'),
          expectation('layersSpeedup', seconds(whole, whole, true) / seconds(along, forPrompt, true), '', 'seconds of all layers once / of the path, layers alone: L / (L - s) where all L are equal and s are skipped'),
          expectation('speedup', seconds(whole, whole, false) / seconds(along, forPrompt, false), '', 'seconds of the request through all layers once / along the path, embeddings and output layer included'),
        ],
        notes: [
          ...(new Set(groupOfLayer(graph)).size > 1 ? ['layers of several forms are counted in the order of the graph, those of one form together'] : []),
          ...(along.kept === null ? [] : ['matrices of a layer that runs again stay on the chip, whether they fit there is not checked; biases and norm gains are read again']),
          ...(input.kind === 'skipped' ? ['what decides which layers are skipped costs nothing; a skipped layer has no keys and values of its tokens, and room is held for all'] : []),
        ],
      };
    });
  },
});
