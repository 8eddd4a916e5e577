import { bcqShiftadd } from './lut-vectors/families/bcq-shiftadd.js';
import { fdb } from './lut-vectors/families/fdb.js';
import { lutMpgemm } from './lut-vectors/families/lut-mpgemm.js';
import { mixpe } from './lut-vectors/families/mixpe.js';
import { abqBtc, bipolarInt } from './lut-vectors/families/one-bit-planes.js';
import { ternary } from './lut-vectors/families/ternary.js';
import { tmacTableQuant } from './lut-vectors/families/tmac-table-quant.js';
import { tmacWeightPacking } from './lut-vectors/families/tmac-weight-packing.js';
import { fdppUnifiedSoftmax, softmaxTolerance } from './lut-vectors/families/unified-softmax.js';
import { vqGemv } from './lut-vectors/families/vq-gemv.js';
import type { ClosedFamily } from './lut-vectors/family.js';
import { Malformed } from './lut-vectors/malformed.js';
import type { Outcome, ReferenceRow, ValidationSystem } from './system.js';

/** Families of exact vectors, by the name that rows have. */
export const vectorFamilies: readonly ClosedFamily[] = [lutMpgemm, tmacTableQuant, tmacWeightPacking, bipolarInt, abqBtc, bcqShiftadd, fdb, ternary, vqGemv, mixpe, fdppUnifiedSoftmax];

/** Exact vectors of the table-lookup and bit-decomposed systems: tables, codes, layouts and results, computed from the inputs of a row or from its seed. */
export const lutVectors: ValidationSystem = {
  name: 'lut-vectors',
  summary: 'exact vectors of look-up and bit-decomposed products: LUT Tensor Core, T-MAC, ShiftAddLLM, APT-LLM, ABQ-LLM, MixPE, DB-LLM, VPTQ, bitnet.cpp, FlashDecoding++',
  fidelities: ['analytic'],
  tables: [{
    file: 'lut.json', section: 'vectors', answers: ['expect'], alsoAnswers: [], where: {},
    tolerance: (row) => (row['family'] === fdppUnifiedSoftmax.name ? softmaxTolerance : 0),
  }],
  simulate: (_section, row) => simulateRow(row),
  differences: [
    { what: 'T-MAC\'s kernels round table entries in FP16 (NEON) or FP32 (AVX2), ours in doubles', size: 'an entry next to a tie may differ by 1; no vector has one' },
  ],
};

function simulateRow(row: ReferenceRow): Outcome {
  const family = vectorFamilies.find(({ name }) => name === row['family']);
  if (family === undefined) return { kind: 'not-modelled', reason: `no family of vectors ${JSON.stringify(row['family'])}` };
  try {
    return { kind: 'simulated', answers: { expect: family.answers(row) } };
  } catch (error) {
    // A RangeError says that the numbers of the row do not fit together.
    if (error instanceof Malformed || error instanceof RangeError) return { kind: 'not-modelled', reason: error.message };
    throw error;
  }
}
