import { estimate } from '../../sim/core/estimate.js';
import type { ResourceUse } from '../../sim/model/architecture.js';
import type { DspKind } from '../../sim/model/device.js';
import { memoryUse, onChipMemory, type FabricGeneration, type OnChipMemory } from '../../sim/physical/on-chip/index.js';
import { logicUse } from '../../sim/physical/synthesised-fabric.js';
import { macsPerCycle, type ArrayShape } from './cycles.js';
import type { DspChainParameters } from './spec.js';
import { arrayFabric } from './tile/array-tiles.js';

type Buffer = DspChainParameters['buffers']['wide'];

/**
 * INT8 multiply-accumulates of one DSP block: two activations share an 18-bit weight port of the 27x18 DSP48E2, three in the 8x9 dot mode
 * of the DSP58, one where the 25-bit port of the DSP48E1 is too narrow for a pair (FINN mvu_vvu_axi.sv; AMD UG579, AM004).
 */
export function int8MacsPerDsp(kind: DspKind): number {
  switch (kind) {
    case 'DSP48E1': return 1;
    case 'DSP48E2': return 2;
    case 'DSP58': return 3;
  }
}

/** Bytes that the design asks for: what the slots of its pieces are counted in. */
export function bufferBytes(b: Buffer): number {
  return b.banks * b.words * b.wordBytes;
}

/** Bytes that the blocks of a buffer really have. */
export function bufferCapacityBytes(b: Buffer, generation: FabricGeneration = 'ultrascale'): number {
  return memoryOf(b, generation).capacityBytes;
}

/** The banks of a buffer, each read and written in every cycle. Slots lie behind each other in them. */
function memoryOf(b: Buffer, generation: FabricGeneration): OnChipMemory {
  return onChipMemory({ bits: bufferBytes(b) * 8, wordBits: b.wordBytes * 8, banks: b.banks, primitive: b.primitive, generation });
}

/** Output features x tokens of a mode: each has a multiplier that scales the sums of its weight groups. */
function scaleMultipliers({ rows, columns }: ArrayShape): number {
  return rows * columns;
}

/** What the cores take of the FPGA: blocks from their geometry, LUT and FF from the model of the synthesised tile. */
export function resourceUse(p: DspChainParameters, macsPerDsp: number, generation: FabricGeneration = 'ultrascale'): ResourceUse {
  const dspOf = (shape: ArrayShape): number => Math.ceil(macsPerCycle(shape) / macsPerDsp) + scaleMultipliers(shape);
  const dsp = p.cores * Math.max(dspOf(p.matrix), dspOf(p.vector));
  const memories = memoryUse(Object.values(p.buffers).map((b) => memoryOf(b, generation)));
  const lutram = p.cores * memories.lut;
  const logic = logicUse(arrayFabric(p, macsPerDsp, { lutram }), lutram);
  return {
    ...logic,
    used: {
      dsp: estimate(dsp, 'DSP', 'derived', `cores x (MACs a cycle / ${macsPerDsp} INT8 MAC a DSP + a group scale multiplier for each output feature and token), the larger of both modes; special functions not counted`),
      bram36: estimate(p.cores * memories.bram36, 'RAMB36', 'derived', 'banks of the buffers in shapes of RAMB36 and RAMB18, which is half of one; FIFOs, instruction memory and shell not counted'),
      uram: estimate(p.cores * memories.uram, 'URAM288', 'derived', 'banks of the buffers in URAM288 shapes'),
      ...logic.used,
    },
  };
}
