import { estimate } from '../../../sim/core/estimate.js';
import { blockLayout, onChipMemory } from '../../../sim/physical/on-chip/index.js';
import { selectionLuts } from '../../../sim/physical/on-chip/selection.js';
import type { RtlResources } from '../design.js';
import type { BufferRequest } from './buffer-design.js';
import { doubleBufferBase, lutEstimate } from './fabric-coefficients.js';
import type { MemoryStyle } from './memory-style.js';
import { packedUltraRams, ultraRamRows } from './packed-uram.js';

/** What a memory of the Verilog takes: whole blocks, LUTs of LUTRAM and of the choice among blocks, and registers. */
export interface MemoryFabric {
  readonly bram36: number;
  readonly uram: number;
  readonly lut: number;
  readonly ff: number;
}

/**
 * A memory with one port to write and one to read, each at its own address or both at one, whose output is a register: of blocks it is theirs, of LUTRAM it
 * is of flip-flops. The address bits that choose among blocks behind each other wait for the words in registers.
 */
export function memoryFabric(width: number, depth: number, style: MemoryStyle, addresses: 'two-addresses' | 'one-address' = 'two-addresses'): MemoryFabric {
  const oneAddress = addresses === 'one-address';
  switch (style) {
    case 'distributed': {
      const { size } = onChipMemory({ bits: width * depth, wordBits: width, primitive: 'lutram', ports: { reads: 1, writes: oneAddress ? 0 : 1 } });
      return { bram36: 0, uram: 0, lut: size, ff: width };
    }
    case 'block': {
      const { shape, blocks, behind } = blockLayout({ wordBits: width, words: depth, ports: { reads: 1, writes: 1 }, mode: 'simple-dual', copies: 1, oneAddress }, 'ultrascale');
      return { bram36: shape.size * blocks, uram: 0, ...choiceAmong(behind, width) };
    }
    case 'ultra': return { bram36: 0, uram: packedUltraRams(width, depth), ...choiceAmong(Math.ceil(depth / ultraRamRows), width) };
  }
}

function choiceAmong(behind: number, width: number): Pick<MemoryFabric, 'lut' | 'ff'> {
  return { lut: selectionLuts(width, behind), ff: behind > 1 ? Math.ceil(Math.log2(behind)) : 0 };
}

export const uramSource = 'rows and byte enables of the UltraRAM (AMD UG573), as Yosys 0.55 uses them: blocks of words that leave room in a row share it';

/** DSP, RAM, LUT and FF of a buffer. Blocks are exact; LUTs of the control of a double buffer are fitted. */
export function bufferResources({ kind, width, depth, style }: BufferRequest): RtlResources {
  const isDouble = kind === 'ping-pong';
  const words = isDouble ? 2 * depth : depth;
  const memory = memoryFabric(width, words, style);
  const addressBits = Math.max(1, Math.ceil(Math.log2(depth)));
  // The other half begins at `depth`: a power of two is a bit beside the address, any other number is added to it, from its lowest one up.
  const added = 2 ** addressBits === depth ? 0 : addressBits + 1 - trailingZeros(depth);
  const control = isDouble ? 2 * addressBits + 2 * added + doubleBufferBase : 0;
  return {
    dsp: estimate(0, 'DSP', 'derived', 'nothing is multiplied'),
    bram36: estimate(memory.bram36, 'RAMB36', 'derived', 'shapes of the block RAM (AMD UG573), chosen as Yosys 0.55 chooses them; a RAMB18 counts half'),
    uram: estimate(memory.uram, 'URAM288', 'derived', uramSource),
    lut: lutEstimate(memory.lut + control),
    ff: estimate(memory.ff + (isDouble ? 5 + 3 * addressBits : 0), 'FF', 'derived', 'registers of the Verilog, counted'),
  };
}

function trailingZeros(whole: number): number {
  let zeros = 0;
  for (let rest = whole; rest % 2 === 0; rest /= 2) zeros++;
  return zeros;
}
