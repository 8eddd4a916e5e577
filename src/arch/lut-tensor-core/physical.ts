import { estimate, notModelled, type Estimate, type NotModelled } from '../../sim/core/estimate.js';
import type { Part } from '../../sim/model/component.js';
import type { DataType } from '../../sim/model/datatype.js';
import type { EnergyModel } from '../../sim/model/energy.js';
import { oneBitMacs, planesOf } from './cycles.js';
import { gates28nm } from './gates.js';
import { fp16, fp8, int, type NumberKind } from './number-kind.js';
import { dramEnergyPerByte, partsEnergyPj, times } from '../../sim/physical/components/index.js';
import type { LutTensorCoreParameters } from './spec.js';
import { lutArrayParts } from './units.js';

/** Planes for which the arrays of a chip are laid out: accumulators of the widest weights. */
const widestPlanes = 8;

/** The look-up arrays of a chip in 28 nm, and the rest of it, which nobody breaks down. */
export function chipParts(p: LutTensorCoreParameters): readonly Part[] {
  const rest = notModelled('schedulers, register files, caches and links of a GPU are not broken down anywhere public');
  return [
    ...times(p.sms * p.arraysPerSm, arrayOf(p, activationKind(p, null), widestPlanes)),
    { name: 'rest of the chip', component: { name: 'GPU without its tensor cores', area: rest, energy: rest }, count: 1, activity: 0 },
  ];
}

const pj = 1e-12;

/** Energy of the arrays in 28 nm and of the DRAM. What else a GPU draws is not known, so that totals of a run stay null. */
export function lutEnergy(p: LutTensorCoreParameters): EnergyModel {
  const unknown = notModelled('energy of the vector units, register files and caches of a GPU is not public');
  return {
    mac: (operand, activations) => macEnergy(p, operand, activations),
    vectorElement: unknown,
    dramByte: dramEnergyPerByte('HBM2'),
    staticPower: unknown,
  };
}

/** J of a multiply-accumulate: energy of an array cycle x planes / (M N K). */
function macEnergy(p: LutTensorCoreParameters, operand: DataType, activations: DataType): Estimate | NotModelled {
  const planes = planesOf(operand);
  if (planes === null) return notModelled(`${operand.name} runs on the vector units of the GPU, whose energy is not public`);
  const cycle = partsEnergyPj(arrayOf(p, activationKind(p, activations), planes));
  if (cycle === null) return notModelled('a component of the array has no energy');
  return estimate((cycle * planes * pj) / oneBitMacs(p.array), 'J', 'derived', 'components of the look-up array in 28 nm: Horowitz 2014 and Aladdin 2014, scaled; registers and caches of the GPU are not in it');
}

function arrayOf(p: LutTensorCoreParameters, activations: NumberKind, planes: number): Part[] {
  return lutArrayParts({ ...p.array, activations, planes }, 'fused', gates28nm);
}

function activationKind(p: LutTensorCoreParameters, type: DataType | null): NumberKind {
  if (type !== null && type.kind === 'float') return type.bits <= 8 ? fp8 : fp16;
  return int(type === null ? p.activationBits : Math.max(2, Math.ceil(type.bits)));
}
