import { formulaAnswer } from './ternary-lut-dse/formula-checks.js';
import { publishedOutcome } from './ternary-lut-dse/published.js';
import { ternaryVectorFamilies } from './ternary-lut-dse/vectors.js';
import { Malformed } from './lut-vectors/malformed.js';
import type { Outcome, ReferenceRow, ValidationSystem } from './system.js';

const file = 'lut-generator.json';
const common = { file, alsoAnswers: [], where: {} };

/** Table-lookup cores for ternary weights: the formulas of their design space, exact vectors, and what ternary and low-bit accelerators publish. */
export const ternaryLutDse: ValidationSystem = {
  name: 'ternary-lut-dse',
  summary: 'ternary table-lookup cores (KU Leuven, ISPASS 2026): formulas and vectors exactly; published areas, rates and powers of ternary and low-bit accelerators',
  fidelities: ['analytic'],
  tables: [
    { ...common, section: 'formulaChecks', answers: ['expect'], tolerance: () => 0 },
    { ...common, section: 'vectors', answers: ['expect'], tolerance: () => 0 },
    { ...common, section: 'published', answers: ['value'], tolerance: publishedTolerance },
  ],
  simulate: (section, row) => simulateRow(section, row),
  differences: [
    { what: 'the released generator keeps b + mu - 1 bits an entry; b + ceil(log2 mu) are exact', size: '1 bit at mu = 4, 2 at mu = 5, 3 at mu = 6' },
    { what: 'its hand-shared tree of adders, of which a synthesiser removes those that add zero', size: '16 adders for 10 at mu = 3, 152 for 116 at mu = 5' },
    { what: 'it has an accumulating adder for each output column; one for each read is enough', size: 'M / K times as many: 80 at 2560 outputs and 32 reads' },
    { what: 'leakage powers of the AxCore artifact for FPMA and FP units are the same for 4 and 8-bit weights, and those of FIGLUT with 8-bit weights are 1000 nW apart', size: 'no physical series; FIGLUT is not modelled' },
  ],
};

/** Counts of our own synthesis are exact; what others publish is met within 25 %, as for other published low-bit systems. */
function publishedTolerance(row: ReferenceRow): number {
  return row['basis'] === 'recomputed' ? 0 : 0.25;
}

function simulateRow(section: string, row: ReferenceRow): Outcome {
  try {
    switch (section) {
      case 'formulaChecks': return { kind: 'simulated', answers: { expect: formulaAnswer(row) } };
      case 'vectors': return vectorOutcome(row);
      default: return publishedOutcome(row);
    }
  } catch (error) {
    // A RangeError says that the numbers of the row do not fit together.
    if (error instanceof Malformed || error instanceof RangeError) return { kind: 'not-modelled', reason: error.message };
    throw error;
  }
}

function vectorOutcome(row: ReferenceRow): Outcome {
  const family = ternaryVectorFamilies.find(({ name }) => name === row['family']);
  if (family === undefined) return { kind: 'not-modelled', reason: `no family of vectors ${JSON.stringify(row['family'])}` };
  return { kind: 'simulated', answers: { expect: family.answers(row) } };
}
