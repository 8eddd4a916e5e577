import type { Device } from '../../src/sim/model/device.js';
import { deviceNamed } from '../../src/sim/physical/devices/index.js';
import type { QuantizationScheme } from '../../src/sim/model/quantization.js';
import type { DspChainParameters } from '../../src/arch/dsp-chain/spec.js';
import type { ModelSpec } from '../../src/workloads/model-spec.js';
import { modelNamed, modelNames } from '../../src/workloads/models.js';
import { schemeNamed } from '../../src/workloads/schemes.js';
import { flightllmParameters } from '../kit/fixtures.js';

/** What random designs are drawn from. */
export interface DesignPool {
  readonly models: readonly ModelSpec[];
  readonly schemes: readonly QuantizationScheme[];
  readonly devices: readonly Device[];
  readonly parameters: DspChainParameters;
}

/** Every dense decoder of the zoo with one kind of layer and norms in front of its halves, the schemes and devices that a DSP chain runs. */
export function designPool(): DesignPool {
  return {
    models: modelNames().map((name) => modelNamed(name)!).filter((m) => m.masks.length === 1 && m.experts === undefined && m.latent === undefined && m.recurrence === undefined && m.encoding === undefined && m.encoder === undefined && m.normPlacement === undefined),
    schemes: ['flightllm-mixed', 'w4a8', 'int8'].map((name) => schemeNamed(name)!),
    devices: ['u280', 'u55c', 'u50'].map((name) => deviceNamed(name)!),
    parameters: flightllmParameters(),
  };
}
