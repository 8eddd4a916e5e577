import { reject } from '../../core/diagnostics.js';
import { remembered } from '../../core/remembered.js';
import { completed, type CompleteBuffer, type MemoryPrimitive, type OnChipBuffer } from './buffer.js';
import { portPlans, type PortPlan } from './port-plan.js';
import { selectionLuts } from './selection.js';
import { shapesOf, type MemoryShape, type PortMode } from './shapes.js';
import { sramMacro } from './sram-macros.js';

/** A buffer as the memory that it really is: one primitive in one shape, side by side to the width of a word and behind each other to its depth. */
export interface OnChipMemory {
  readonly primitive: MemoryPrimitive;
  readonly shape: MemoryShape;
  readonly mode: PortMode;
  readonly beside: number;
  readonly behind: number;
  /** Memories of the same contents, one for each further read port. */
  readonly copies: number;
  readonly banks: number;
  readonly halves: 1 | 2;
  /** True where each half is a memory of its own. */
  readonly halvesApart: boolean;
  /** All primitives: beside x behind x copies x banks, twice that where the halves are apart. */
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
 * Synthesis divides depths that are no power of two less well than this at times: AMD UG906 shows 72 blocks for 36 bits x 40 K words, which 40 can hold.
 * Throws an InputError where copies of the primitive cannot serve the ports.
 */
export const onChipMemory: (asked: OnChipBuffer) => OnChipMemory = remembered((asked) => {
  const buffer = completed(asked);
  let best: Layout | null = null;
  for (const plan of portPlans(buffer)) {
    for (const shape of shapesFor(buffer, plan)) {
      const layout = layoutOf(buffer, plan, shape);
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

function layoutOf(buffer: CompleteBuffer, plan: PortPlan, shape: MemoryShape): Layout {
  const { primitive, wordBits, banks, halves } = buffer;
  const beside = Math.ceil(wordBits / shape.widthBits);
  const behind = Math.ceil(depthOf(buffer, plan) / shape.words);
  const memories = plan.halves === 'apart' ? 2 : 1;
  const primitives = beside * behind * memories * plan.copies * banks;
  const selection = primitive === 'lutram' ? selectionLuts(wordBits, behind * memories) * plan.copies * banks : 0;
  return { plan, shape, beside, behind, primitives, size: primitives * shape.size + selection, words: Math.floor((behind * shape.words * memories) / halves) };
}

/** Words behind one address. */
function depthOf({ bits, wordBits, banks, halves }: CompleteBuffer, plan: PortPlan): number {
  return Math.ceil(bits / (banks * wordBits)) * (plan.halves === 'together' ? halves : 1);
}

function shapesFor(buffer: CompleteBuffer, plan: PortPlan): readonly MemoryShape[] {
  const { primitive, generation, wordBits } = buffer;
  return primitive === 'sram' ? [sramMacro(wordBits, depthOf(buffer, plan))] : shapesOf(primitive, generation, plan.mode);
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
