/** Cycles of a run beside entries and look-ups: the input buffer 1, entry 1, weight 1, product 1, addition 1, the output buffer 1. */
export const fillCycles = 6;

/**
 * Cycles of a whole product on the tile of the Verilog, from the edge that takes the first entry to the one that takes the last output beat, both counted,
 * when inputs have no gaps and outputs are always taken:
 *
 *   entries + ceil(m / T) ceil(n / v) k + 6        entries of all codebooks that the run loads; one vector of v weights a cycle for T tokens
 *
 * The fused kernel of a GPU decodes again for each token as well (`kernels.ts`), with as many look-ups a cycle as its banks let through. Here each
 * codebook has a memory of its own and one look-up a cycle: one ball in any number of bins (`meanFullest`) waits for nobody.
 */
export function tileRunCycles(p: { readonly tokens: number; readonly vectorLength: number }, m: number, n: number, k: number, entries: number): number {
  return entries + Math.ceil(m / p.tokens) * Math.ceil(n / p.vectorLength) * k + fillCycles;
}
