import { estimate, notModelled } from '../../sim/core/estimate.js';
import type { ResourceUse } from '../../sim/model/architecture.js';
import type { DspKind } from '../../sim/model/device.js';
import { bram36Blocks, uramBlocks } from '../../sim/physical/memory-blocks.js';
import { macKindOf, widthsOf, type PeWidths } from './array.js';
import { edgeBits } from './edge.js';
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

/** What the array takes of an FPGA: DSP blocks of its multipliers and the blocks of its buffers. */
export function resourceUse(p: SystolicParameters, kind: DspKind): ResourceUse {
  const packed = macsPerDsp(kind, p.dataflow, widthsOf(p));
  const pes = p.rows * p.columns;
  const dsp = macKindOf(p) === 'bit-parallel'
    ? estimate(Math.ceil(pes / packed), 'DSP', 'derived', `${pes} PEs / ${packed} multiply-accumulates a ${kind}; vector unit not counted`)
    : estimate(0, 'DSP', 'derived', 'bit-serial PEs add shifted operands: no multiplier');
  return {
    used: {
      dsp,
      bram36: estimate(blocksOf(p, 'bram'), 'RAMB36', 'derived', 'buffers as wide as one cycle of the array needs, in RAMB36 shapes; FIFOs and shell not counted'),
      uram: estimate(blocksOf(p, 'uram'), 'URAM288', 'derived', 'buffers as wide as one cycle of the array needs, in URAM288 shapes'),
      lut: notModelled('no published LUT count of such an array to derive it from; it follows with synthesised RTL'),
      ff: notModelled('no published register count of such an array to derive it from; it follows with synthesised RTL'),
    },
  };
}

function blocksOf(p: SystolicParameters, primitive: 'bram' | 'uram'): number {
  const widths = edgeBits(p);
  return (['weights', 'activations', 'outputs'] as const).reduce((sum, name) => {
    const buffer = p.buffers[name];
    if ((buffer.primitive ?? 'bram') !== primitive) return sum;
    const depth = Math.ceil((buffer.kib * 8192) / widths[name]);
    return sum + (primitive === 'bram' ? bram36Blocks : uramBlocks)(widths[name], depth);
  }, 0);
}
