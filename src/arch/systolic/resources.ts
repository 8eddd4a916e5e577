import { estimate } from '../../sim/core/estimate.js';
import type { ResourceUse } from '../../sim/model/architecture.js';
import type { DspKind } from '../../sim/model/device.js';
import { generationOf, memoryUse } from '../../sim/physical/on-chip/index.js';
import { logicUse } from '../../sim/physical/synthesised-fabric.js';
import { macKindOf, widthsOf, type PeWidths } from './array.js';
import { fabricMemory } from './fabric-memory.js';
import { arrayFabric } from './mesh/array-mesh.js';
import type { Dataflow, SystolicParameters } from './spec.js';

/**
 * Multiply-accumulates of PEs that share one DSP block. Up to 4 x 4 bits: four on a DSP48E2 or DSP58, two on a DSP48E1. Up to 8 x 8 bits: two on a
 * DSP48E2, whose operands share the third (FINN mvu_vvu_axi.sv, mvu_4sx4u.sv), three in the dot mode of a DSP58 where a column adds up its rows
 * (AMD AM004), one on the 25-bit port of a DSP48E1. Else one.
 */
export function macsPerDsp(kind: DspKind, dataflow: Dataflow, widths: PeWidths): number {
  const bits = Math.max(widths.weights, widths.activations);
  if (bits > 8) return 1;
  switch (kind) {
    case 'DSP48E1': return bits <= 4 ? 2 : 1;
    case 'DSP48E2': return bits <= 4 ? 4 : 2;
    case 'DSP58': return bits <= 4 ? 4 : dataflow === 'output-stationary' ? 2 : 3;
  }
}

/** What the array takes of an FPGA: DSP blocks of its multipliers, packed as they can be, the blocks of its buffers, and the logic of its Verilog. */
export function resourceUse(p: SystolicParameters, kind: DspKind): ResourceUse {
  const packed = macsPerDsp(kind, p.dataflow, widthsOf(p));
  const pes = p.rows * p.columns;
  const memories = memoryUse((['weights', 'activations', 'outputs'] as const).map((name) => fabricMemory(p, name, generationOf(kind))));
  const dsp = macKindOf(p) === 'bit-parallel'
    ? estimate(Math.ceil(pes / packed), 'DSP', 'derived', `${pes} PEs / ${packed} multiply-accumulates a ${kind}; vector unit not counted`)
    : estimate(0, 'DSP', 'derived', 'bit-serial PEs add shifted operands: no multiplier');
  const logic = logicUse(arrayFabric(p, { lutram: memories.lut }), memories.lut);
  return {
    ...logic,
    used: {
      dsp,
      bram36: estimate(memories.bram36, 'RAMB36', 'derived', 'buffers as wide as one cycle of the array needs, in shapes of RAMB36 and RAMB18, which is half of one; FIFOs and shell not counted'),
      uram: estimate(memories.uram, 'URAM288', 'derived', 'buffers as wide as one cycle of the array needs, in URAM288 shapes'),
      ...logic.used,
    },
  };
}
