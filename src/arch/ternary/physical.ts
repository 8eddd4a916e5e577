import { estimate } from '../../sim/core/estimate.js';
import type { ResourceUse } from '../../sim/model/architecture.js';
import type { Part } from '../../sim/model/component.js';
import type { DspKind } from '../../sim/model/device.js';
import { bram36Blocks, uramBlocks } from '../../sim/physical/memory-blocks.js';
import { componentsAt, type ComponentLibrary } from './components.js';
import { weightsPerCycle } from './cycles.js';
import { coreFabric, integerProductsPerDsp } from './fpga.js';
import { coreParts } from './inventory.js';
import { shapeOf } from './lookup.js';
import { tritsPerByte } from './packed-weights.js';
import type { TernaryParameters } from './spec.js';

/** What the cores, the integer unit and the memories take of an FPGA. */
export function resourceUse(p: TernaryParameters, dspKind: DspKind): ResourceUse {
  const { luts, registers } = coreFabric(p);
  const products = p.integerUnit.features * p.integerUnit.depth;
  const perDsp = integerProductsPerDsp(dspKind);
  const blocks = memoryBlocks(p);
  return {
    used: {
      dsp: estimate(Math.ceil(products / perDsp), 'DSP', 'derived', `${products} INT8 products / ${perDsp} a DSP; ternary cores take none`),
      bram36: estimate(blocks.bram, 'RAMB36', 'derived', 'buffers as wide as one step reads, in RAMB36 shapes'),
      uram: estimate(blocks.uram, 'URAM288', 'derived', 'buffers and on-chip weights as wide as one step reads, in URAM288 shapes'),
      lut: estimate(luts, 'LUT', 'derived', 'tables, multiplexers, adders and weight decoder, counted from their structure; control, vector unit and memory interfaces not counted'),
      ff: estimate(registers, 'FF', 'derived', 'a register behind each table entry, key, reduction adder and sum; control, vector unit and memory interfaces not counted'),
    },
  };
}

function memoryBlocks(p: TernaryParameters): Readonly<Record<'bram' | 'uram', number>> {
  const weightBits = 8 * Math.ceil(weightsPerCycle(p) / tritsPerByte);
  const activationBits = p.cores.tokens * p.cores.tables * shapeOf(p.lookup).group * p.cores.activationBits;
  const used = { bram: 0, uram: 0 };
  const add = (primitive: 'bram' | 'uram', widthBits: number, bytes: number): void => {
    used[primitive] += (primitive === 'bram' ? bram36Blocks : uramBlocks)(widthBits, Math.ceil((bytes * 8) / widthBits));
  };
  if (p.weights.placement === 'streamed') add(p.buffers.weights.primitive, weightBits, p.buffers.weights.kib * 1024);
  else add('uram', weightBits, (p.weights.onChipMib ?? 0) * 2 ** 20);
  add(p.buffers.activations.primitive, activationBits, p.buffers.activations.kib * 1024);
  return used;
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
