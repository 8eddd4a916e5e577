import { Type } from 'typebox';
import { model, quantization } from '../../schema/other-model.js';
import { closed } from '../../../experiment/schema/shapes.js';
import { reject } from '../../../sim/core/diagnostics.js';
import { parameterCount, type LayerGroup, type OpGraph } from '../../../sim/model/op-graph.js';
import { passCost } from '../../pass-cost.js';
import { redeployed } from '../../redeploy.js';
import { defineScenario } from '../../scenario-kind.js';
import { answerOf, figure, part, type MethodRun } from '../answer.js';
import { deployAt } from '../deploy-at.js';
import { addedProduct, groupOfLayer, isLayer, layerCount, withGroups } from '../layers.js';
import { checkPass, decodeRun, needDecoder, promptPass, requestFields, requestOf, scenarioOf } from '../request.js';
import { cacheBytes, memoryOf, useOf, weightsHeld } from '../../resident.js';
import { reasonsAgainst } from '../runnable.js';


const schema = closed({
  kind: Type.Literal('kv-prediction', { description: 'A small model reads the prompt and predicts the keys and values of the large one' }),
  ...requestFields,
  auxiliary: closed({ model, quantization: Type.Optional(quantization) }, { title: 'Auxiliary model', description: 'The model that reads the prompt' }),
}, { title: 'KV prediction', description: 'A request whose prompt is read by a smaller model' });

/**
 * Keys and values of the large model from those of an auxiliary one (Horton et al., KV Prediction, 2024, section 3): the auxiliary model reads the prompt, a linear map for each
 * layer of the large one takes the keys and values of one of its layers, and the large model begins with the last token of the prompt.
 */
export const kvPredictionKind = defineScenario({
  kind: 'kv-prediction',
  summary: 'a small model reads the prompt and predicts the cache of the large one, for an early first token',
  schema,
  run: (spec, setting) => {
    const { deployment } = setting;
    const auxiliary = deployAt(setting, spec.auxiliary, '/workload/scenario/auxiliary');
    needDecoder(deployment);
    needDecoder(auxiliary, '/workload/scenario/auxiliary/model');
    for (const [one, pointer] of [[deployment, '/workload/model'], [auxiliary, '/workload/scenario/auxiliary/model']] as const) {
      if (!one.graph.groups.filter(isLayer).every((group) => cachedWidths(group).length > 0)) reject('scenario/no-cache', `${one.graph.name} has layers without keys and values`, { pointer, remedy: 'give a model with attention in every layer' });
    }
    const request = requestOf(spec);
    const { batch, promptTokens, outputTokens } = request;
    const scenario = scenarioOf(request);
    const maps = redeployed(deployment, { graph: mapsOf(deployment.graph, auxiliary.graph) });
    const memory = memoryOf(deployment.machine, useOf(deployment, scenario), {}, { 'auxiliary model': weightsHeld(auxiliary), 'keys and values of the auxiliary model': cacheBytes(auxiliary, batch, promptTokens), 'maps of keys and values': weightsHeld(maps) });
    return answerOf(setting, reasonsAgainst([deployment, auxiliary], scenario, memory), memory, (): MethodRun => {
      const read = passCost(withGroups(auxiliary, ({ tokens }) => tokens !== 'logits'), promptPass(batch, promptTokens));
      const mapped = passCost(maps, promptPass(batch, promptTokens));
      const first = passCost(deployment, checkPass(batch, 1, promptTokens));
      const run = decodeRun(batch, promptTokens + 1, outputTokens - 1);
      const decode = run === undefined ? null : passCost(deployment, run);
      const plain = passCost(deployment, promptPass(batch, promptTokens));
      const firstSeconds = read.seconds + mapped.seconds + first.seconds;
      return {
        requests: batch, outputTokens, firstSeconds, restSeconds: decode?.seconds ?? 0,
        parts: [part('prompt of the auxiliary model', 1, read), part('maps of keys and values', 1, mapped), part('first token', 1, first), ...(decode === null ? [] : [part('decode', outputTokens - 1, decode)])],
        figures: [
          figure('firstTokenSpeedup', plain.seconds / firstSeconds, '', 'prompt of the large model / (prompt of the auxiliary model + maps + one step of the large model), seconds'),
          figure('firstTokenMacsRatio', plain.macs / (read.macs + mapped.macs + first.macs), '', 'the same of multiply-accumulates'),
          figure('mapParameters', parameterCount(maps.graph), '', 'sum over layers of the large model of (keys + values of its layer) x those of the layer they are made from'),
        ],
        notes: ['layer l of L is made from layer floor(l A / L) of the A of the auxiliary model, keys from keys and values from values', 'what the predicted cache costs in accuracy is not modelled', 'the auxiliary model has no output layer', 'activations are counted as if the large model read the prompt'],
      };
    });
  },
});

/** A product for each tensor that a layer of the large model caches, from the one that it is made from. */
function mapsOf(large: OpGraph, small: OpGraph): OpGraph {
  const sources = groupOfLayer(small);
  const groups = groupOfLayer(large).map((index, layer): LayerGroup => {
    const source = small.groups[sources[Math.floor((layer * layerCount(small)) / layerCount(large))]!]!;
    const widths = cachedWidths(source);
    const ops = cachedWidths(large.groups[index]!).map((width, i) => addedProduct(`map_${i}`, widths[Math.min(i, widths.length - 1)]!, width, 'cache'));
    return { name: `maps-${layer}`, repeat: 1, tokens: 'all', ops };
  });
  return { name: `maps of ${small.name} to ${large.name}`, groups };
}

/** Widths of what a layer caches: keys and values, or a latent. */
function cachedWidths({ ops }: LayerGroup): readonly number[] {
  return ops.flatMap((op) => (op.kind === 'linear' && op.output === 'cache' ? [op.outFeatures] : []));
}
