import type { OpGraph } from '../../../src/sim/model/op-graph.js';
import { bitsPerWeight, weightFormatOf } from '../../../src/sim/model/quantization.js';
import type { PresetScheme } from '../../../src/workloads/literature/preset.js';
import { withSidePaths } from '../../../src/workloads/side-paths.js';

/** Stored bits of the layers of a model for each of their weights, everything beside the values counted; the output layer left out. */
export function layerBits(model: OpGraph, preset: PresetScheme): number {
  const { graph, scheme } = withSidePaths(model, preset);
  let [bits, weights] = [0, 0];
  for (const { ops, repeat } of graph.groups) {
    for (const op of ops) {
      if (op.kind !== 'linear' || (op.sidePathOf ?? op.name) === 'lm_head') continue;
      const count = repeat * op.inFeatures * op.outFeatures;
      if (op.ownsWeights || op.sidePathOf !== undefined) bits += count * bitsPerWeight(weightFormatOf(scheme, op.name));
      if (op.sidePathOf === undefined || op.name.endsWith('.columns')) weights += count;
    }
  }
  return bits / weights;
}
