import { fillCycles, passesOf, streamCycles, tableBuildCycles, tileCycles } from '../../cycles.js';
import type { LookupTables } from '../../spec.js';

/**
 * Cycles of m tokens by n features over k weights of so many planes in the Verilog, from the edge that takes the first input beat to the one that takes the
 * last output beat, both counted, when inputs have no gaps and outputs are always taken; n is at most `featuresHeld`:
 *
 *   tileCycles + fillCycles - max(0, B - R) + 2        R = ceil(n / K) P look-ups of a set, B to build one
 *
 * Each set but the first is built while the one before it is read, and the last one is read while nothing is built: where building is slower, the
 * steady formula counts the whole of B for the last set, of which R cycles are needed.
 */
export function tableRunCycles(array: LookupTables, m: number, n: number, k: number, bits: number): number {
  const reading = Math.ceil(n / array.reads) * passesOf(array, bits);
  const waiting = Math.max(0, tableBuildCycles(array.buildAdders) - reading);
  return tileCycles(array, m, n, k, bits) + fillCycles(array) - waiting + streamCycles;
}
