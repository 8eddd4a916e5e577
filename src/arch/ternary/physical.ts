import { estimate } from '../../sim/core/estimate.js';
import type { ResourceUse } from '../../sim/model/architecture.js';
import type { Part } from '../../sim/model/component.js';
import type { DspKind } from '../../sim/model/device.js';
import { generationOf, memoryUse, onChipMemory, type FabricGeneration, type MemoryUse } from '../../sim/physical/on-chip/index.js';
import { logicUse } from '../../sim/physical/synthesised-fabric.js';
import { componentsAt, type ComponentLibrary } from './components.js';
import { arrayFabric } from './core/array-cores.js';
import { weightsPerCycle } from './cycles.js';
import { coreFabric, integerProductsPerDsp } from './fpga.js';
import { coreParts } from './inventory.js';
import { shapeOf } from './lookup.js';
import { tritsPerByte } from './packed-weights.js';
import type { TernaryParameters } from './spec.js';

/** What the cores, the integer unit and the memories take of an FPGA. */
export function resourceUse(p: TernaryParameters, dspKind: DspKind): ResourceUse {
  const products = p.integerUnit.features * p.integerUnit.depth;
  const perDsp = integerProductsPerDsp(dspKind);
  const memories = memoriesOf(p, generationOf(dspKind));
  const fabric = arrayFabric(p, { lutram: memories.lut });
  const logic = 'least' in fabric ? logicUse(fabric, memories.lut) : { used: countedLogic(p, memories.lut) };
  return {
    ...logic,
    used: {
      dsp: estimate(Math.ceil(products / perDsp), 'DSP', 'derived', `${products} INT8 products / ${perDsp} a DSP; ternary cores take none`),
      bram36: estimate(memories.bram36, 'RAMB36', 'derived', 'buffers as wide as one step reads, in shapes of RAMB36 and RAMB18, which is half of one'),
      uram: estimate(memories.uram, 'URAM288', 'derived', 'buffers and on-chip weights as wide as one step reads, in URAM288 shapes'),
      ...logic.used,
    },
  };
}

/** Cores that the Verilog does not have, counted from their structure. */
function countedLogic(p: TernaryParameters, lutram: number): Pick<ResourceUse['used'], 'lut' | 'ff'> {
  const { luts, registers } = coreFabric(p);
  return {
    lut: estimate(luts + lutram, 'LUT', 'derived', 'tables, multiplexers, adders, weight decoder and LUTRAM of the buffers, counted from their structure; control, vector unit and memory interfaces not counted'),
    ff: estimate(registers, 'FF', 'derived', 'a register behind each table entry, key, reduction adder and sum; control, vector unit and memory interfaces not counted'),
  };
}

/** Weights in two halves, one of which is filled, or all of them on the chip, written before they are read; activations, read and written every cycle. */
function memoriesOf(p: TernaryParameters, generation: FabricGeneration): MemoryUse {
  const { weights, activations } = p.buffers;
  const weightBits = 8 * Math.ceil(weightsPerCycle(p) / tritsPerByte);
  const activationBits = p.cores.tokens * p.cores.tables * shapeOf(p.lookup).group * p.cores.activationBits;
  return memoryUse([
    p.weights.placement === 'streamed'
      ? onChipMemory({ bits: weights.kib * 4096, halves: 2, wordBits: weightBits, primitive: weights.primitive, generation })
      : onChipMemory({ bits: Math.ceil((p.weights.onChipMib ?? 0) * 2 ** 23), ports: { reads: 1, writes: 0 }, wordBits: weightBits, primitive: 'uram', generation }),
    onChipMemory({ bits: activations.kib * 8192, wordBits: activationBits, primitive: activations.primitive, generation }),
  ]);
}

/** Parts of the ternary cores alone, at a node. */
export function coreArea(p: TernaryParameters, nodeNm: number): readonly Part[] {
  return allCores(p, componentsAt(nodeNm));
}

/** Parts of all ternary cores. Sums of further tokens are not counted, and TL1 and TL2 as symmetric tables of their groups. */
export function allCores(p: TernaryParameters, of: ComponentLibrary): readonly Part[] {
  const { cores } = p;
  const { group } = shapeOf(p.lookup);
  const problem = { group, tables: cores.tables, reads: cores.reads, inputs: cores.tables * group, outputs: cores.reads, accumulatorBits: cores.accumulatorBits };
  const count = cores.features * cores.tokens;
  return coreParts(problem, { kind: 'integer', bits: cores.activationBits }, of).map((each) => ({ ...each, count: each.count * count }));
}
