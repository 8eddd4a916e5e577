import type { Estimate, NotModelled } from '../core/estimate.js';
import type { Architecture } from '../model/architecture.js';
import type { DataType } from '../model/datatype.js';
import type { Op } from '../model/op-graph.js';
import type { QuantizationScheme, WeightFormat } from '../model/quantization.js';
import type { Cost } from './cost.js';

/** One term of an energy: so many actions, and what one takes. */
export interface Term {
  readonly name: string;
  readonly actions: number;
  readonly unit: string;
  readonly each: Estimate | NotModelled;
}

/**
 * Joules of an op: MACs executed x J/MAC + vector elements x J/element + bytes of main memory x J/byte + latency x static power.
 * Null where the machine has no energy model or a term that occurs is not known. `cost` is that of all executions of the op.
 */
export function energyJoules(machine: Architecture, op: Op, format: WeightFormat, scheme: QuantizationScheme, cost: Cost): number | null {
  let joules = 0;
  for (const { actions, each } of energyTerms(machine, op, format, scheme, cost)) {
    if (actions === 0) continue;
    if (each.value === null) return null;
    joules += actions * each.value;
  }
  return machine.energy === undefined ? null : joules;
}

/** Why a machine has no energies, or null where it has. */
export function energyGap(machine: Architecture, scheme: QuantizationScheme): string | null {
  if (machine.energy === undefined) return machine.device.kind === 'fpga' ? 'no energy model of this family on FPGAs: no measured energy per action' : 'no energy model of this family';
  const { energy } = machine;
  const gaps = [energy.mac(scheme.weights.type, scheme.activations), energy.mac(scheme.kvCache, scheme.activations), energy.vectorElement, energy.dramByte, energy.staticPower].flatMap((e) => (e.value === null ? [e.reason] : []));
  return gaps.length === 0 ? null : [...new Set(gaps)].join('; ');
}

/** The terms of the energy of an op; none where the machine has no energy model. */
export function energyTerms(machine: Architecture, op: Op, format: WeightFormat, scheme: QuantizationScheme, cost: Cost): readonly Term[] {
  const { energy } = machine;
  if (energy === undefined) return [];
  const operand: DataType = op.kind === 'linear' ? format.type : scheme.kvCache;
  const executed = op.kind === 'linear' ? machine.executedDensity(format) : 1;
  return [
    { name: 'macs', actions: cost.macs * executed, unit: 'MAC', each: energy.mac(operand, scheme.activations) },
    { name: 'vector', actions: cost.vectorElements, unit: 'elements', each: energy.vectorElement },
    { name: 'dram', actions: cost.dramBytes, unit: 'B', each: energy.dramByte },
    { name: 'static', actions: cost.latency, unit: 's', each: energy.staticPower },
  ];
}
