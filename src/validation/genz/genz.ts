import type { Outcome, ReferenceRow, ValidationSystem } from '../system.js';
import { breakdownColumns, opColumns, summaryColumns } from './answers.js';
import { differences } from './differences.js';
import { askedOf } from './row.js';
import { stageOf, throughputOf } from './stage.js';

/** The reference is rounded to 12 significant digits: what is left beyond 1e-9 would be a difference of the models. */
const tolerance = 1e-9;

/** Times only where the model fits, as the tool has it. `error` says that it does not: a result as well. */
function simulateRow(row: ReferenceRow): Outcome {
  const asked = askedOf(row);
  if (typeof asked === 'string') return { kind: 'not-modelled', reason: asked };
  const stage = stageOf(asked.request, asked.stage);
  if (!stage.fits) return { kind: 'simulated', answers: { fits: false } };
  return {
    kind: 'simulated',
    answers: {
      fits: true, latency_ms: stage.seconds * 1e3, throughput: throughputOf(asked.request, asked.stage, stage),
      summary: summaryColumns(stage), breakdown_ms: breakdownColumns(stage), ops: opColumns(stage),
    },
  };
}

/**
 * GenZ (Bambhaniya et al., "Demystifying AI Platform Design for Distributed Inference of Next-Generation LLM models", 2024;
 * abhibambhaniya/GenZ-LLM-Analyzer @091bdd0a): a roofline of the matrix products of a decoder. Our graph and our counts, its bookkeeping.
 */
export const genz: ValidationSystem = {
  name: 'genz',
  summary: 'GenZ, a roofline model of LLM inference platforms: our op graph and work counts under its bookkeeping, on one device and on many',
  tables: [{
    file: 'genz.json', section: 'rows', answers: ['fits', 'latency_ms', 'throughput', 'summary', 'breakdown_ms'], alsoAnswers: ['ops', 'error'], where: {},
    tolerance: () => tolerance,
  }],
  fidelities: ['roofline'],
  simulate: (section, row) => (section === 'rows' ? simulateRow(row) : { kind: 'not-modelled', reason: `GenZ has no section "${section}"` }),
  differences,
};
