import { estimate, notModelled } from '../../sim/core/estimate.js';
import type { ResourceUse } from '../../sim/model/architecture.js';
import { bram36Blocks, uramBlocks } from '../../sim/physical/memory-blocks.js';
import { lanes } from './terms.js';
import type { BitSerialParameters } from './spec.js';

/** What the array takes of an FPGA: no DSP (the PEs shift and add), and the blocks of its buffers. */
export function resourceUse(p: BitSerialParameters): ResourceUse {
  const rows = p.tiles.rows * p.pes.rows;
  const columns = p.tiles.columns * p.pes.columns;
  // One step of the array reads a pattern of 8 bits for each lane of each row, and an FP16 activation for each lane of each column.
  const weights = blocks(p.buffers.weights, rows * lanes * 8);
  const activations = blocks(p.buffers.activations, columns * lanes * 16);
  const of = (primitive: 'bram' | 'uram'): number => [weights, activations].filter((b) => b.primitive === primitive).reduce((sum, b) => sum + b.count, 0);
  return {
    used: {
      dsp: estimate(0, 'DSP', 'derived', 'terms are shifted and added: no multiplier'),
      bram36: estimate(of('bram'), 'RAMB36', 'derived', 'buffers as wide as one step of the array reads, in RAMB36 shapes'),
      uram: estimate(of('uram'), 'URAM288', 'derived', 'buffers as wide as one step of the array reads, in URAM288 shapes'),
      lut: notModelled('LUTs of a PE follow with its synthesis'),
      ff: notModelled('registers of a PE follow with its synthesis'),
    },
  };
}

function blocks(buffer: BitSerialParameters['buffers']['weights'], widthBits: number): { readonly primitive: 'bram' | 'uram'; readonly count: number } {
  const depth = Math.ceil((buffer.kib * 8192) / widthBits);
  return { primitive: buffer.primitive, count: (buffer.primitive === 'bram' ? bram36Blocks : uramBlocks)(widthBits, depth) };
}
