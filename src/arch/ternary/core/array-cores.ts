import { notModelled, type NotModelled } from '../../../sim/core/estimate.js';
import { remembered } from '../../../sim/core/remembered.js';
import { designFabric, type AroundTiles, type DesignFabric } from '../../../sim/physical/synthesised-fabric.js';
import { shapeOf } from '../lookup.js';
import type { TernaryParameters } from '../spec.js';
import { coreLuts, coreRegisters, ffError, lutError } from './fabric.js';
import { mostGroup, readSumBits, type CoreParameters } from './parameters.js';

/** One of the cores of an experiment: weights as TL1, as TL2, or five in a byte. Whether the Verilog has it is another question. */
export function arrayCore({ lookup, cores }: Pick<TernaryParameters, 'lookup' | 'cores'>): CoreParameters {
  return {
    group: shapeOf(lookup).group, tables: cores.tables, reads: cores.reads, activationBits: cores.activationBits, sumBits: cores.accumulatorBits,
    format: lookup.table === 'symmetric' ? 'pack5' : lookup.table,
  };
}

/** LUTs and registers of all ternary cores, each with a decoder as wide as its reads. */
export function arrayFabric(p: TernaryParameters, { lutram }: Pick<AroundTiles, 'lutram'>): DesignFabric | NotModelled {
  const core = arrayCore(p);
  if (core.group > mostGroup) return notModelled(`the Verilog of the family has tables of up to ${mostGroup} activations, not of ${core.group}`);
  if (core.sumBits < readSumBits(core) + 1) return notModelled(`the Verilog of the family has sums of ${readSumBits(core) + 1} bits or more for these reads, not of ${core.sumBits}`);
  return designFabric({ name: `ternary_tile of ${core.tables} tables of ${core.group}, ${core.reads} reads each`, ...fabricOf(core), lutError, ffError }, p.cores.features * p.cores.tokens, {
    lutram, notCounted: ['integer unit beside its DSP blocks', 'sums of tokens that are held', 'vector unit', 'control of the buffers', 'memory interfaces'],
  });
}

const fabricOf = remembered((core: CoreParameters) => ({ lut: coreLuts(core), ff: coreRegisters(core) }));
