import { antBuffers, sideBySide, type BitFusionArray, type BitFusionGemm } from '../arch/bit-serial/published/bitfusion-array.js';
import { bitFusionSearch } from '../arch/bit-serial/published/bitfusion-search.js';
import type { Outcome, ReferenceRow, ValidationSystem } from './system.js';

/**
 * The simulator of BitFusion (Sharma et al., ISCA 2018) as ANT, OliVe and MixPE use it (clevercool/ANT-Quantization, ant_simulator; yuzhang712/mixpe_simulator):
 * fewest cycles of a matrix product over all loop orders and tilings.
 */
export const bitfusion: ValidationSystem = {
  name: 'bitfusion',
  summary: 'the simulator of BitFusion, ANT, OliVe and MixPE: output-stationary cycles of a matrix product, the best of all loop orders and tilings',
  fidelities: ['analytic'],
  tables: [{
    file: 'bitfusion-gemm.json', section: 'rows', answers: ['cycles'], alsoAnswers: ['mem_stall_cycles', 'best_tile', 'order_outer_to_inner', 'dram_read_bits', 'dram_write_bits'],
    where: {}, tolerance: () => 0,
  }],
  simulate: (_section, row) => simulateRow(row),
  differences: [
    { what: 'the resident size of outputs copies the bits that are written to the output buffer, which are none', size: 'the transfer of the last output tile is left out wherever half of the buffer holds it: at most 512 cycles a product with its 128 KiB and 1024 bits a cycle' },
    { what: 'one token takes as many compute cycles as fill the rows of the array', size: 'a decode step on 32 rows takes what 32 tokens take' },
  ],
};

/** The largest sizes that are taken for a real question: bits stay exact. */
const most = { array: 4096, bits: 64, size: 2 ** 22 } as const;

function simulateRow(row: ReferenceRow): Outcome {
  const wrong: string[] = [];
  const integer = (field: string, limit: number): number => {
    const value = row[field];
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= limit) return value;
    wrong.push(Object.hasOwn(row, field) ? `${field} must be an integer from 1 to ${limit}, got ${JSON.stringify(value) ?? 'undefined'}` : `${field} is missing`);
    return 1;
  };
  const array: BitFusionArray = { rows: integer('rows', most.array), columns: integer('cols', most.array), widestBits: integer('pmax', most.bits), narrowestBits: integer('pmin', most.bits), ...antBuffers };
  const gemm: BitFusionGemm = {
    batch: integer('B', most.size), inputs: integer('IC', most.size), outputs: integer('OC', most.size), activationBits: integer('a_bits', most.bits), weightBits: integer('w_bits', most.bits),
  };
  if (wrong.length > 0) return { kind: 'not-modelled', reason: wrong.join('; ') };
  for (const bits of [gemm.activationBits, gemm.weightBits]) {
    if (sideBySide(array, bits) === 0) return { kind: 'not-modelled', reason: `operands of ${bits} bits are wider than the multipliers of ${array.widestBits} bits` };
  }
  const answer = bitFusionSearch(array, gemm);
  return answer === null ? { kind: 'not-modelled', reason: 'no tile of this product fits half of the buffers' } : { kind: 'simulated', answers: { cycles: answer.cycles } };
}
