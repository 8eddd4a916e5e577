import { reject } from '../../sim/core/diagnostics.js';
import { estimate, notModelled, type Estimate, type NotModelled } from '../../sim/core/estimate.js';
import type { ResourceUse } from '../../sim/model/architecture.js';
import type { Component, Part } from '../../sim/model/component.js';
import type { DataType } from '../../sim/model/datatype.js';
import type { Device } from '../../sim/model/device.js';
import type { EnergyModel } from '../../sim/model/energy.js';
import { memoryUse, onChipMemory, type FabricGeneration } from '../../sim/physical/on-chip/index.js';
import { logicUse } from '../../sim/physical/synthesised-fabric.js';
import { arrayShape } from './array.js';
import { bufferBytes, bufferPoint, dram, type BufferPoint } from './published/buffers.js';
import type { BitSerialParameters } from './spec.js';
import { arrayFabric } from './tile/array-tiles.js';
import { vectorLane } from './variants/components.js';
import type { ProcessingElement } from './variants/processing-element.js';

/** Bits that a step of the array reads of weights and of activations. */
function stepBits(p: BitSerialParameters, { bus }: ProcessingElement): { readonly weights: number; readonly activations: number } {
  const { tokens, features } = arrayShape(p);
  return { weights: features * bus.weights, activations: tokens * bus.activations };
}

/** Throws an `InputError` where a buffer is made of memory blocks that a chip of this kind does not have. */
export function checkBuffers(p: BitSerialParameters, { kind }: Device): void {
  for (const name of ['weights', 'activations'] as const) {
    const { primitive } = p.buffers[name];
    const pointer = `/architecture/parameters/buffers/${name}/primitive`;
    if (kind === 'fpga' && primitive === 'sram') reject('bit-serial/buffer-primitive', `the buffer of ${name} is made of "sram", and the device is an FPGA`, { pointer, remedy: 'choose "bram", "uram" or "lutram"' });
    if (kind === 'asic' && primitive !== 'sram') reject('bit-serial/buffer-primitive', `the buffer of ${name} is made of "${primitive}", and the device is an ASIC`, { pointer, remedy: 'choose "sram"' });
  }
}

/** What the array takes of an FPGA: no DSP (the PEs shift and add), the memories of its buffers, and its tiles with encoders for `operand`. */
export function resourceUse(p: BitSerialParameters, pe: ProcessingElement, generation: FabricGeneration = 'ultrascale', operand?: DataType): ResourceUse {
  const bits = stepBits(p, pe);
  const { weights, activations } = p.buffers;
  const memories = memoryUse([
    onChipMemory({ bits: weights.kib * 4096, halves: 2, wordBits: bits.weights, primitive: weights.primitive, generation }),
    onChipMemory({ bits: activations.kib * 8192, wordBits: bits.activations, primitive: activations.primitive, generation }),
  ]);
  const logic = logicUse(arrayFabric(p, operand, { lutram: memories.lut }), memories.lut);
  return {
    ...logic,
    used: {
      dsp: pe.encoder !== null ? estimate(0, 'DSP', 'derived', 'terms are shifted and added: no multiplier') : notModelled('how a PE of this kind is mapped to DSP blocks is not published'),
      bram36: estimate(memories.bram36, 'RAMB36', 'derived', 'buffers as wide as one step of the array reads, in shapes of RAMB36 and RAMB18, which is half of one'),
      uram: estimate(memories.uram, 'URAM288', 'derived', 'buffers as wide as one step of the array reads, in URAM288 shapes'),
      ...logic.used,
    },
  };
}

/** Silicon of an ASIC in 28 nm: PEs with their encoders, buffers, vector lanes. Controllers, interconnect and pads are not in it. */
export function asicParts(p: BitSerialParameters, pe: ProcessingElement): readonly Part[] {
  const { tokens, features } = arrayShape(p);
  const pes = tokens * features;
  const { weights, activations } = buffersOf(p, pe);
  return [
    { name: 'processing elements', component: pe.component, count: pes, activity: 1 },
    ...(pe.encoder === null ? [] : [{ name: 'term encoders', component: pe.encoder, count: pes, activity: 1 }]),
    { name: 'weight buffer', component: bufferComponent(weights, p.buffers.weights.kib), count: 1, activity: 1 },
    { name: 'activation buffer', component: bufferComponent(activations, p.buffers.activations.kib), count: 1, activity: 1 },
    { name: 'vector unit', component: vectorLane, count: p.vectorLanes, activity: 1 },
  ];
}

/** The buffers as CACTI has them at the width of a cycle; null where it was not asked. */
function buffersOf(p: BitSerialParameters, pe: ProcessingElement): { readonly weights: BufferPoint | null; readonly activations: BufferPoint | null } {
  const bits = stepBits(p, pe);
  const share = pe.bus.cycles;
  const point = (name: 'weights' | 'activations'): BufferPoint | null => (p.buffers[name].kib * 1024 === bufferBytes ? bufferPoint(bits[name] / share) : null);
  return { weights: point('weights'), activations: point('activations') };
}

function bufferComponent(point: BufferPoint | null, kib: number): Component {
  if (point === null) return { name: `SRAM ${kib} KiB`, area: noPoint(kib), energy: noPoint(kib) };
  return { name: `SRAM ${kib} KiB x ${point.busBits} bit`, area: point.area, energy: point.read };
}

function noPoint(kib: number): NotModelled {
  return notModelled(`CACTI was asked for buffers of 512 KiB with buses of 128 to 1536 bits, not for ${kib} KiB at this width`);
}

/**
 * Energies on an ASIC in 28 nm. A MAC: cycles / lanes of the PE and its encoder, and one read of each buffer for a step of the whole array, all of whose PEs are
 * at work: idle ones take nothing. Writes of the buffers are not counted.
 */
export function asicEnergy(p: BitSerialParameters, pe: ProcessingElement): EnergyModel {
  const { tokens, features } = arrayShape(p);
  const { weights, activations } = buffersOf(p, pe);
  return {
    mac(operand): Estimate | NotModelled {
      const step = pe.step(operand) ?? pe.slowest;
      const { energy } = pe.component;
      if (energy.value === null) return energy;
      if (weights === null || activations === null) return noPoint(weights === null ? p.buffers.weights.kib : p.buffers.activations.kib);
      const cycle = energy.value + (pe.encoder?.energy.value ?? 0);
      const reads = (weights.read.value + activations.read.value) / (tokens * features * step.lanes);
      return estimate(((cycle * step.cycles) / step.lanes + reads) * 1e-12, 'J', 'derived', `${pe.component.name}: ${energy.source}; buffers: ${weights.read.source}`);
    },
    vectorElement: joules(vectorLane.energy, 'one FP16 FMA for each element: '),
    dramByte: estimate(dram.bit.value * 8 * 1e-12, 'J', dram.bit.quality, dram.bit.source),
    staticPower: p.options?.ignoreStaticPower === true
      ? estimate(0, 'W', 'assumed', 'option ignoreStaticPower: as in the simulator of BitMoD')
      : notModelled('leakage and clock tree of the array are not published; the option ignoreStaticPower leaves them out, as BitMoD\'s simulator does'),
  };
}

function joules(energy: Estimate | NotModelled, what: string): Estimate | NotModelled {
  return energy.value === null ? energy : estimate(energy.value * 1e-12, 'J', 'assumed', what + energy.source);
}
