import type { FabricGeneration, Ports } from './buffer.js';
import { shapesOf, type MemoryShape, type PortMode } from './shapes.js';

/** A memory with one address for each of its ports. */
export interface BlockMemory {
  readonly wordBits: number;
  readonly words: number;
  /** What it serves in a cycle, copies together. */
  readonly ports: Ports;
  readonly mode: PortMode;
  readonly copies: number;
  /** True where a read and a write have the same address, so that one port of a block does both. */
  readonly oneAddress?: boolean;
}

/** Block RAM of one copy of a memory. */
export interface BlockLayout {
  readonly shape: MemoryShape;
  /** Rows of blocks: an address chooses among them. */
  readonly behind: number;
  readonly blocks: number;
}

/** What synthesis weighs: blocks, for each row beyond the first a bit of a multiplexer, a row's write enable, and a port that only reads. */
const weights = { ramb36: 257, ramb18: 129, selectedBit: 0.5, enable: 0.5, ownReadPort: 2 } as const;

/** Bits that have a write enable of their own, with their parity. */
const byteBits = 9;

/**
 * The blocks that synthesis makes of a memory. In a shape of W bits x D words, d words of w bits are r = ceil(d / D) rows. A row takes whole bytes, as a block
 * writes those alone, and rows share a block where one ends within it:
 *
 *   blocks = ceil(r * p * ceil(w / p) / W)        p = min(9, W), or 1 where nothing is written
 *
 * Of all shapes it is the one with the least
 *
 *   cost = c * blocks * copies + 1/2 * reads * (r - 1) * w + 1/2 * writes * r        c: 257 of a RAMB36, 129 of a RAMB18; the last for r > 1
 *
 * so that a block is given for 258 bits of multiplexers. This is the rule of Yosys 0.55 (`memory_libmap` with the block RAM of `synth_xilinx`), in which shapes
 * of a kind of block come from narrow to wide, and a wider one is taken where it costs less by a whole number. It is exact for UltraScale and UltraScale+; in the
 * 7 series pairs in cascade save multiplexers, not blocks; Versal, which Yosys does not know, has its own shapes.
 */
export function blockLayout(memory: BlockMemory, generation: FabricGeneration): BlockLayout {
  // A memory with a port for reads and one for writes can have two ports of either kind too, which synthesis looks at first.
  const modes: readonly PortMode[] = memory.mode === 'true-dual' ? ['true-dual'] : ['true-dual', 'simple-dual'];
  return modes.flatMap((mode) => [1, 0.5].map((size) => leastOf(memory, shapesOf('bram', generation, mode).filter((shape) => shape.size === size), mode)))
    .reduce((best, other) => (other.cost < best.cost ? other : best));
}

interface Weighed extends BlockLayout {
  readonly cost: number;
}

/** Of one kind of block, whose shapes are given from wide to narrow and compared from the narrowest on. */
function leastOf(memory: BlockMemory, shapes: readonly MemoryShape[], mode: PortMode): Weighed {
  return shapes.map((shape) => weighed(memory, shape, mode)).reduceRight((best, wider) => (wider.cost < Math.floor(best.cost) ? wider : best));
}

function weighed({ wordBits, words, ports, copies, oneAddress = false }: BlockMemory, shape: MemoryShape, mode: PortMode): Weighed {
  const part = ports.writes === 0 && !oneAddress ? 1 : Math.min(byteBits, shape.widthBits);
  const behind = Math.ceil(words / shape.words);
  const blocks = Math.ceil((behind * part * Math.ceil(wordBits / part)) / shape.widthBits);
  const choice = weights.selectedBit * ports.reads * (behind - 1) * wordBits + (behind > 1 ? weights.enable * ports.writes * behind : 0);
  const own = mode === 'true-dual' && oneAddress ? 0 : weights.ownReadPort;
  return { shape, behind, blocks, cost: (shape.size === 1 ? weights.ramb36 : weights.ramb18) * blocks * copies + choice + own };
}
