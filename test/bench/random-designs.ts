import type { Rng } from '../../src/sim/core/rng.js';
import type { Device } from '../../src/sim/model/device.js';
import type { QuantizationScheme } from '../../src/sim/model/quantization.js';
import type { Scenario } from '../../src/sim/model/scenario.js';
import type { ModelSpec } from '../../src/workloads/model-spec.js';
import type { DspChainParameters } from '../../src/arch/dsp-chain/spec.js';
import type { DesignPool } from './design-pool.js';

/** One point of a search: parsed specs, everything in it drawn at random. */
export interface RandomDesign {
  readonly model: ModelSpec;
  readonly scheme: QuantizationScheme;
  readonly scenario: Scenario;
  readonly parameters: DspChainParameters;
  readonly device: Device;
}

/** Draws designs that differ in model, scheme, batch, array, tiles, memory and clock. */
export function randomDesign(rng: Rng, pool: DesignPool): RandomDesign {
  const base = pool.parameters;
  const model = rng.pick(pool.models);
  const width = model.recurrence === undefined ? model.headDim * model.heads : model.hiddenSize;
  const columns = 2 ** rng.integer(4, 8);
  return {
    // Every evaluation has a model of its own: nothing could be remembered from another one.
    model: { ...model, hiddenSize: width, embeddingWidth: width, intermediateSize: 128 * rng.integer(8, 120), layers: rng.integer(8, 80) },
    scheme: rng.pick(pool.schemes),
    scenario: { batch: rng.integer(1, 16), promptTokens: 128, outputTokens: 128, logits: 'last' },
    device: rng.pick(pool.devices),
    parameters: {
      ...base,
      clock: 1e6 * rng.integer(100, 400),
      cores: rng.integer(1, 4),
      matrix: { rows: 2 ** rng.integer(4, 7), depth: 16, columns: rng.integer(1, 4) },
      vector: { rows: 1, depth: 2 ** rng.integer(3, 5), columns },
      tiles: { matrix: { ...base.tiles.matrix, columns: 16 * rng.integer(1, 4) }, vector: { ...base.tiles.vector, columns: columns * rng.integer(1, 8) } },
      buffers: { ...base.buffers, narrow: { ...base.buffers.narrow, banks: 8 }, wide: { ...base.buffers.wide, banks: 256 } },
      memory: { ...base.memory, efficiency: 0.3 + 0.6 * rng.next() },
      options: { padTiles: rng.next() < 0.5 },
    },
  };
}
