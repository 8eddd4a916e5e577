import { searchCascade } from '../../src/sim/engine/mapper/fusion.js';
import { decoderLayer } from '../../src/validation/accelforge/layers.js';
import { peerRules, tpuV4i } from '../../src/validation/accelforge/machines.js';
import { measure, type Goal } from './harness.js';

/** Fused decoder layers mapped with proof, prefill and decode; each batch has a width of its own. */
export function fusedLayers(smoke: boolean): readonly Goal[] {
  let heads = 23;
  const measurement = measure('fused-layers', 'layers', smoke ? 3 : 21, () => {
    heads++;
    const hidden = 128 * heads;
    const size = { hidden, kvHeads: heads, queriesPerKv: 1, headDim: 128, feedForward: { kind: 'gated', size: 256 * Math.ceil((hidden * 2.6875) / 256) }, bits: 16 } as const;
    const layers = [null, 2048].map((context) => decoderLayer('layer', size, { batch: 1, tokens: context === null ? 2048 : 1, context }));
    return { count: layers.length, body: () => layers.reduce((sum, layer) => sum + searchCascade(tpuV4i, layer, { objective: 'energy-delay', rules: peerRules, fusion: 'one-loop' }).value, 0) };
  });
  return [{ measurement, floor: 20 }];
}
