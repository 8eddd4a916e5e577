import type { NetBit, NetlistCell } from './netlist.js';

const unary = new Set(['$not', '$pos']);
const binary = new Set(['$and', '$or', '$xor', '$xnor']);

/**
 * A cell that works bit by bit, as cells of one bit; undefined for others. `y[3:1] = y[2:0] | x` is no loop, though it is one of words:
 * what the simulator takes for a loop of words it tries again in bits.
 */
export function splitCell(cell: NetlistCell): readonly NetlistCell[] | undefined {
  const isUnary = unary.has(cell.type);
  const isBinary = binary.has(cell.type);
  if (!isUnary && !isBinary && cell.type !== '$mux' && cell.type !== '$pmux') return undefined;
  const { A = [], B = [], S = [], Y = [] } = cell.connections;
  if (Y.length < 2) return undefined;
  const signed = cell.parameters['A_SIGNED']?.endsWith('1') === true && (isUnary || cell.parameters['B_SIGNED']?.endsWith('1') === true);
  return Y.map((y, i) => {
    const operand = (bits: readonly NetBit[]): NetBit[] => [bits[i] ?? (signed ? bits.at(-1) : undefined) ?? '0'];
    const inputs = isUnary ? { A: operand(A) }
      : isBinary ? { A: operand(A), B: operand(B) }
        : { A: [A[i]!], B: S.map((_, part) => B[part * Y.length + i]!), S };
    return { ...cell, connections: { ...inputs, Y: [y] } };
  });
}
