import type { Outcome, ReferenceRow, ValidationSystem } from '../system.js';
import { isFitted } from './fitted-rows.js';
import { operatorSeconds } from './operators.js';

/** Operators measured on an A100: GEMM, softmax, layernorm, GELU in FP16. */
export const a100Operators: ValidationSystem = {
  name: 'a100',
  summary: 'measured FP16 operators of an A100 80 GB (the artifact of LLMCompass): GEMM, softmax, layernorm, GELU',
  fidelities: ['analytic'],
  tables: [{ file: 'llmcompass.json', section: 'a100_measurements', answers: ['a100_us'], alsoAnswers: [], where: {}, tolerance: () => 0.1 }],
  simulate: (_section, row) => simulateRow(row),
  differences: [
    {
      what: 'LLMCompass, the peer simulator of the same table, adds a constant of its own to each kind of operator and searches its mappings',
      size: 'its mean error there is 9.3 % for GEMM, 9.2 % for softmax, 9.1 % for layernorm and 5.5 % for GELU; ours on the rows not fitted is 1.8 %, 4.3 %, 2.0 % and 0.7 %',
    },
    {
      what: 'the table times one call from the host, synchronised: 12 to 53 us are the host\'s, not the GPU\'s',
      size: 'small operators are that constant; a whole model, whose kernels follow one another, has the `launch` of the family instead',
    },
  ],
};

function simulateRow(row: ReferenceRow): Outcome {
  const operator = String(row['op']);
  const shape = shapeOf(row['shape']);
  const seconds = shape === null ? null : operatorSeconds(operator, shape);
  if (shape === null || seconds === null) return { kind: 'not-modelled', reason: `no model of ${JSON.stringify(row['op'])} with the shape ${JSON.stringify(row['shape'])}` };
  const answers = { a100_us: seconds * 1e6 };
  if (isFitted(operator, shape)) return { kind: 'fitted', answers, note: `one of the rows that the constants of ${operator} were fitted on` };
  return { kind: 'simulated', answers };
}

function shapeOf(value: unknown): readonly number[] | null {
  if (!Array.isArray(value) || !value.every((v): v is number => typeof v === 'number' && Number.isInteger(v) && v > 0)) return null;
  return value;
}
