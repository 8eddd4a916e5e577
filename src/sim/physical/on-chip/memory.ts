import { reject } from '../../core/diagnostics.js';
import { remembered } from '../../core/remembered.js';
import { blockLayout } from './block-ram.js';
import { completed, type CompleteBuffer, type MemoryPrimitive, type OnChipBuffer, type Ports } from './buffer.js';
import { portPlans, type PortPlan } from './port-plan.js';
import { selectionLuts } from './selection.js';
import { shapesOf, type MemoryShape, type PortMode } from './shapes.js';
import { sramMacro } from './sram-macros.js';

/** A buffer as the memory that it really is: one primitive in one shape, side by side to the width of a word and behind each other to its depth. */
export interface OnChipMemory {
  readonly primitive: MemoryPrimitive;
  readonly shape: MemoryShape;
  readonly mode: PortMode;
  /** Primitives that a word lies in, and rows of words behind each other; rows of block RAM may share a primitive. */
  readonly beside: number;
  readonly behind: number;
  /** Memories of the same contents, one for each further read port. */
  readonly copies: number;
  readonly banks: number;
  readonly halves: 1 | 2;
  /** True where each half is a memory of its own. */
  readonly halvesApart: boolean;
  /** All primitives: beside x behind x copies x banks, of block RAM perhaps fewer; twice that where the halves are apart. */
  readonly primitives: number;
  /** What it takes of its resource: RAMB36 (a RAMB18 counts half), URAM288, LUTs with those that choose among primitives, or macros. */
  readonly size: number;
  readonly wordBits: number;
  /** Words that one half of a bank really has: no fewer than are asked for. */
  readonly words: number;
  /** Whole bytes of all words of all banks and halves, copies not counted: no fewer than are asked for. */
  readonly capacityBytes: number;
  /** Bits of all primitives. What is above the capacity lies beside the words or repeats them. */
  readonly primitiveBits: number;
}

/**
 * The memory of a buffer: of all shapes and ways to serve its ports that which takes least; of those the one with most words, then the one with fewest
 * primitives. With w bits and d words a bank (of both halves where they are together), a shape of W bits x D words and size s takes
 *
 *   s * ceil(w / W) * ceil(d / D) * copies * banks (* 2 where the halves are apart)        and for LUTRAM what `selectionLuts` adds to a copy of a bank
 *
 * Of block RAM it is the shape that synthesis takes, in which rows share blocks (`block-ram.ts`). Throws an InputError where copies of the primitive cannot
 * serve the ports.
 */
export const onChipMemory: (asked: OnChipBuffer) => OnChipMemory = remembered((asked) => {
  const buffer = completed(asked);
  let best: Layout | null = null;
  for (const plan of portPlans(buffer)) {
    for (const layout of layoutsOf(buffer, plan)) {
      if (best === null || isBetter(layout, best)) best = layout;
    }
  }
  return best === null ? rejectPorts(buffer) : memoryOf(buffer, best);
});

/** A way to make the buffer, as far as ways are compared. */
interface Layout {
  readonly plan: PortPlan;
  readonly shape: MemoryShape;
  readonly beside: number;
  readonly behind: number;
  readonly primitives: number;
  readonly size: number;
  readonly words: number;
}

function layoutsOf(buffer: CompleteBuffer, plan: PortPlan): readonly Layout[] {
  const { primitive, generation, wordBits } = buffer;
  const depth = depthOf(buffer, plan);
  const tiled = (shape: MemoryShape): Layout => {
    const behind = Math.ceil(depth / shape.words);
    return layoutOf(buffer, plan, shape, behind, Math.ceil(wordBits / shape.widthBits) * behind);
  };
  switch (primitive) {
    case 'sram': return [tiled(sramMacro(wordBits, depth))];
    case 'bram': {
      const { shape, behind, blocks } = blockLayout({ wordBits, words: depth, ports: portsOf(buffer, plan), mode: plan.mode, copies: plan.copies }, generation);
      return [layoutOf(buffer, plan, shape, behind, blocks)];
    }
    case 'lutram':
    case 'uram': return shapesOf(primitive, generation, plan.mode).map(tiled);
  }
}

/** `inOne` are the primitives of one copy of a memory. */
function layoutOf({ primitive, wordBits, banks, halves }: CompleteBuffer, plan: PortPlan, shape: MemoryShape, behind: number, inOne: number): Layout {
  const memories = plan.halves === 'apart' ? 2 : 1;
  const primitives = inOne * memories * plan.copies * banks;
  const selection = primitive === 'lutram' ? selectionLuts(wordBits, behind * memories) * plan.copies * banks : 0;
  const words = Math.floor((behind * shape.words * memories) / halves);
  return { plan, shape, beside: Math.ceil(wordBits / shape.widthBits), behind, primitives, size: primitives * shape.size + selection, words };
}

/** Accesses a cycle of one memory: of both halves where they are together, else of the half that has more of a kind. */
function portsOf({ ports, otherPorts }: CompleteBuffer, { halves }: PortPlan): Ports {
  const of = halves === 'together' ? (a: number, b: number): number => a + b : Math.max;
  return { reads: of(ports.reads, otherPorts.reads), writes: of(ports.writes, otherPorts.writes) };
}

/** Words behind one address. */
function depthOf({ bits, wordBits, banks, halves }: CompleteBuffer, plan: PortPlan): number {
  return Math.ceil(bits / (banks * wordBits)) * (plan.halves === 'together' ? halves : 1);
}

function isBetter(a: Layout, b: Layout): boolean {
  return a.size !== b.size ? a.size < b.size : a.words !== b.words ? a.words > b.words : a.primitives < b.primitives;
}

function memoryOf({ primitive, wordBits, banks, halves }: CompleteBuffer, { plan, shape, beside, behind, primitives, size, words }: Layout): OnChipMemory {
  return {
    primitive, shape, mode: plan.mode, beside, behind, copies: plan.copies, banks, halves, halvesApart: plan.halves === 'apart', primitives, size, wordBits, words,
    capacityBytes: Math.floor((words * wordBits * banks * halves) / 8),
    primitiveBits: primitives * shape.widthBits * shape.words,
  };
}

function rejectPorts({ primitive, ports, otherPorts, halves }: CompleteBuffer): never {
  const other = halves === 2 ? `, ${otherPorts.reads} and ${otherPorts.writes} of the other half` : '';
  const asked = `${ports.reads} reads and ${ports.writes} writes a cycle${other}`;
  return reject('on-chip/ports', `${primitive} does not serve ${asked}: copies add reads, and a write goes to all of them`, {
    remedy: primitive === 'sram' ? 'divide the buffer into halves or banks: a macro has one port' : 'divide the buffer into banks',
  });
}
