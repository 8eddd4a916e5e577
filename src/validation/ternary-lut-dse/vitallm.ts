import { buildTernary } from '../../arch/ternary/machine.js';
import type { TernaryParameters } from '../../arch/ternary/spec.js';
import { simulate } from '../../sim/engine/simulate.js';
import { dataType, type DataType } from '../../sim/model/datatype.js';
import type { Device } from '../../sim/model/device.js';
import type { QuantizationScheme, WeightFormat } from '../../sim/model/quantization.js';
import type { SimulationResult } from '../../sim/model/result.js';
import type { Scenario } from '../../sim/model/scenario.js';
import { decoderGraph } from '../../workloads/decoder-graph.js';
import { modelNamed } from '../../workloads/models.js';
import { version } from '../../experiment/version.js';

/**
 * VitaLLM as a machine of the `ternary` family: 16 x 16 conditional additions a cycle at the 1 GHz of its first version (abstract of arXiv
 * 2605.00320). The number of additions is fitted: 17.4 TOPS/mm2/W x 0.223 mm2 x 65.97 mW are 256 a cycle. Assumed: an INT8 unit of 64 products
 * for attention, 16 vector lanes, an LPDDR5 memory of 64 GB/s.
 */
export const vitallmParameters: TernaryParameters = {
  clock: 1e9,
  lookup: { table: 'symmetric', group: 1 },
  cores: { features: 1, tokens: 1, tables: 16, reads: 16, activationBits: 8, accumulatorBits: 24, tokensHeld: 64 },
  integerUnit: { features: 4, depth: 16 },
  weights: { placement: 'streamed', decoderBytes: 0 },
  buffers: { weights: { kib: 60, primitive: 'bram' }, activations: { kib: 60, primitive: 'bram' } },
  vectorLanes: 16,
  memory: { channels: 1, efficiency: 0.8 },
};

const device: Device = {
  name: 'vitallm', title: 'VitaLLM', kind: 'asic', fabric: null, peaks: [], onchipBytes: null, tdpWatts: null, priceDollars: null, quality: 'assumed', warnings: [],
  memories: [{ name: 'dram', capacityBytes: 8 * 2 ** 30, bytesPerSecond: 64e9, channels: 1 }],
  sources: ['LPDDR5-8000 on 64 bits, assumed'],
};

/** BitNet b1.58 with every linear layer ternary but an INT8 lm_head, or one of the same format. */
export function bitnetScheme(head: 'int8' | 'ternary'): QuantizationScheme {
  const weights = (name: string): WeightFormat => ({ type: format(name), groupSize: 0, scaleBits: 16, zeroPointBits: 0, sparsity: null, outlierShare: 0, outlierBits: 0 });
  return {
    name: 'w1.58a8', weights: weights('ternary'), activations: format('int8'), kvCache: format('int8'), accumulator: format('int32'), embedding: format('fp16'),
    overrides: head === 'ternary' ? [] : [{ ops: ['lm_head'], weights: weights('int8') }], source: 'BitNet b1.58, Ma et al., 2024',
  };
}

/** A request on that machine. */
export function vitallmResult(model: string, scenario: Pick<Scenario, 'promptTokens' | 'outputTokens'>): SimulationResult | null {
  const spec = modelNamed(model);
  if (spec === undefined) return null;
  return simulate({
    name: 'vitallm', graph: decoderGraph(spec), scheme: bitnetScheme('int8'), scenario: { batch: 1, logits: 'last', ...scenario },
    machine: buildTernary(vitallmParameters, device, {}), fidelity: 'analytic', digests: {}, version, warnings: [],
  });
}

function format(name: string): DataType {
  const found = dataType(name);
  if (found === undefined) throw new Error(`no data type ${name}`);
  return found;
}
