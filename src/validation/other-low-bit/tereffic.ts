import { buildTernary } from '../../arch/ternary/machine.js';
import { matMulFreeGraph, matMulFreeModels, type MatMulFreeModel } from '../../arch/ternary/matmul-free.js';
import type { TernaryParameters } from '../../arch/ternary/spec.js';
import { version } from '../../experiment/version.js';
import { simulate } from '../../sim/engine/simulate.js';
import type { Device } from '../../sim/model/device.js';
import type { SimulationResult } from '../../sim/model/result.js';
import { deviceNamed } from '../../sim/physical/devices/index.js';
import { bitnetScheme } from '../ternary-lut-dse/vitallm.js';
import type { Outcome } from '../system.js';

/**
 * TerEffic (arXiv 2502.16473) as a machine of the `ternary` family on the Alveo U280. Its abstract gives the models, the 1.6-bit weights and
 * whether they are on the chip or in HBM. Assumed: 200 MHz, 64 vector lanes, outputs as wide as the smallest model, and as many additions as all
 * UltraRAM ports of one card feed: 960 x 72 bits / 1.6. On the chip a token is in one of two cards at a time, which hold 82 MiB together.
 */
export function terefficParameters(placement: 'streamed' | 'on-chip'): TernaryParameters {
  return {
    clock: 200e6,
    lookup: { table: 'symmetric', group: 1 },
    cores: { features: 32, tokens: 1, tables: Math.floor((960 * 72) / 1.6 / 1024), reads: 32, activationBits: 8, accumulatorBits: 24, tokensHeld: 1 },
    integerUnit: { features: 1, depth: 1 },
    weights: { placement, decoderBytes: 0, ...(placement === 'on-chip' ? { onChipMib: 82 } : {}) },
    buffers: { weights: { kib: 1024, primitive: 'uram' }, activations: { kib: 512, primitive: 'bram' } },
    vectorLanes: 64,
    memory: { channels: 32, efficiency: measuredShare },
  };
}

/** Best measured bandwidth of the card's HBM over its peak: 425 / 460 GB/s (Shuhai). */
const measuredShare = 425 / 460;

/** A request of one prompt token on that machine; null where no model is of that size. */
export function terefficResult(size: string, placement: 'streamed' | 'on-chip', outputTokens = 65): SimulationResult | null {
  const model: MatMulFreeModel | undefined = matMulFreeModels.find(({ name }) => name === `mmfree-${size.toLowerCase()}`);
  const card = deviceNamed('u280');
  if (model === undefined || card === undefined) return null;
  // Weights are spread over two cards, so that no one card's fabric is the limit.
  const device: Device = { ...card, fabric: null };
  return simulate({
    name: 'tereffic', graph: matMulFreeGraph(model), scheme: bitnetScheme('ternary'), scenario: { batch: 1, promptTokens: 1, outputTokens, logits: 'last' },
    machine: buildTernary(terefficParameters(placement), device, {}), fidelity: 'analytic', digests: {}, version, warnings: [],
  });
}

/** Token rates of TerEffic's two designs. */
export function tereffic(metric: string, design: string): Outcome {
  const found = /^([\d.]+[MB]) (HBM|on-chip)/.exec(design);
  if (found === null) return { kind: 'not-modelled', reason: `no design ${JSON.stringify(design)} of TerEffic` };
  if (metric !== 'throughput') return { kind: 'not-modelled', reason: `${metric} of the ${design} design: switching of FPGAs is not modelled, and neither its resources nor its activity is in the abstract` };
  const placement = found[2] === 'HBM' ? 'streamed' : 'on-chip';
  const rate = terefficResult(found[1]!, placement)?.phases.decode?.tokensPerSecond;
  if (rate === undefined) return { kind: 'not-modelled', reason: `a model of ${found[1]!} parameters does not fit the ${placement} design` };
  const note = placement === 'streamed' ? 'bound by HBM at the best bandwidth that was measured on the card' : 'additions as many as UltraRAM ports of a card feed, at an assumed 200 MHz; the vector lanes are assumed too, and a third of the time is theirs';
  return { kind: 'simulated', answers: { value: rate }, note };
}
