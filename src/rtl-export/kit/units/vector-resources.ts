import { estimate } from '../../../sim/core/estimate.js';
import { unitCost, type FunctionUnit, type RmsNormUnit, type SoftmaxUnit, type SwigluUnit } from '../../../sim/numerics/function-units/index.js';
import type { RtlResources } from '../design.js';
import { uramSource } from './buffer-fabric.js';
import { lutEstimate, partLuts } from './fabric-coefficients.js';
import type { MemoryStyle } from './memory-style.js';
import { unitRegisters } from './unit-fabric.js';
import { rmsNormFabric, siluFabric, softmaxFabric, swigluFabric, type VectorFabric } from './vector-fabric.js';

/** What a function unit takes after synthesis for UltraScale+: blocks and registers counted, LUTs by its parts. */
export function unitResources(unit: FunctionUnit): RtlResources {
  const { ff, shiftLuts } = unitRegisters(unit);
  return resources(unitCost(unit).dsp, 0, 0, unitCost(unit).luts + shiftLuts, ff);
}

export function softmaxResources(unit: SoftmaxUnit, style: MemoryStyle): RtlResources {
  return vectorResources(softmaxFabric(unit, style));
}

export function rmsNormResources(unit: RmsNormUnit, style: MemoryStyle): RtlResources {
  return vectorResources(rmsNormFabric(unit, style));
}

export function siluResources(silu: FunctionUnit, lanes: number): RtlResources {
  return vectorResources(siluFabric(silu, lanes));
}

export function swigluResources(unit: SwigluUnit, lanes: number): RtlResources {
  return vectorResources(swigluFabric(unit, lanes));
}

function vectorResources({ units, memory, dsp, ff, shiftLuts, parts }: VectorFabric): RtlResources {
  const inside = units.reduce((sum, { unit, count }) => sum + count * unitCost(unit).luts, 0);
  return resources(dsp, memory.bram36, memory.uram, inside + partLuts(parts) + memory.lut + shiftLuts, ff);
}

function resources(dsp: number, bram36: number, uram: number, luts: number, ff: number): RtlResources {
  return {
    dsp: estimate(dsp, 'DSP', 'derived', 'products of nine bits and more, each within 27 x 18'),
    bram36: estimate(bram36, 'RAMB36', 'derived', 'shapes of the block RAM (AMD UG573); a RAMB18 counts half'),
    uram: estimate(uram, 'URAM288', 'derived', uramSource),
    lut: lutEstimate(luts),
    ff: estimate(ff, 'FF', 'derived', 'registers of the Verilog, counted, less those that Yosys 0.55 merges, removes or makes shift registers of'),
  };
}
