import { levelsOf } from './parameters.js';

/** A `pipelined_sum` of the Verilog. */
export interface Tree {
  readonly count: number;
  /** What the place of a number is shifted by, 0 where numbers are alike. */
  readonly step: 0 | 1 | 2;
  readonly bits: number;
  /** Most bits of a sum. */
  readonly most: number;
}

interface TreeNode {
  readonly bits: number;
  /** False where a number without a partner is delayed. */
  readonly adds: boolean;
}

/** Bits of all registers of a tree. */
export function nodeBits(tree: Tree): number {
  return nodesOf(tree).reduce((sum, { bits }) => sum + bits, 0);
}

/** Bits of its adders. */
export function adderBits(tree: Tree): number {
  return nodesOf(tree).reduce((sum, { bits, adds }) => sum + (adds ? bits : 0), 0);
}

/** Of numbers that wait three registers or more for a partner Yosys makes shift registers: the bits of those registers, and of the lines in their place. */
export function waitingBits({ count, bits }: Tree): { readonly registers: number; readonly lines: number } {
  let [registers, lines, behind] = [0, 0, 0];
  for (let level = 1; level <= levelsOf(count); level++) {
    const before = Math.ceil(count / 2 ** (level - 1));
    if (before % 2 === 1) {
      behind++;
      continue;
    }
    const width = bits + levelsOf(count - (before - 1) * 2 ** (level - 1));
    if (behind >= 3) [registers, lines] = [registers + behind * width, lines + width];
    behind = 0;
  }
  return { registers, lines };
}

function nodesOf({ count, step, bits, most }: Tree): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let level = 1; level <= levelsOf(count); level++) {
    for (let first = 0; first < count; first += 2 ** level) {
      const covered = Math.min(2 ** level, count - first);
      const needed = step === 2 ? bits + 2 * (covered - 1) : step === 0 ? bits + levelsOf(covered) : covered === 1 ? bits : bits + covered;
      nodes.push({ bits: Math.min(needed, most), adds: covered > 2 ** (level - 1) });
    }
  }
  return nodes;
}
