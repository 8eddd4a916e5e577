import type { StudyAnswer } from '../../../src/gym/study/answer.js';
import type { TrajectoryHeader, TrajectoryRow } from '../../../src/gym/study/trajectory.js';
import type { ExplorationData } from '../../../src/reports/figures/exploration-data.js';
import type { Exploration } from '../../../src/reports/page/exploration-page.js';
import { smallSearch } from '../figures/exploration-fixture.js';
import { smallSensitivity } from '../figures/sensitivity-fixture.js';

/** A search with all that an answer may have. */
export function searchOf(data: ExplorationData, changed: Partial<StudyAnswer> = {}, name = 'a study'): Exploration {
  const { parameters } = smallSensitivity.sensitivity;
  const answer: StudyAnswer = {
    ...data.answer, study: name, agent: 'genetic', seed: 1, budget: data.rows.length, evaluations: data.rows.length, legal: data.rows.filter(({ violations }) => violations.every((one) => one === 0)).length, failures: 0, end: 'budget', seconds: 1.25,
    hypervolume: 12.5, broken: { lut: 5, dsp: 0 },
    binding: { phases: [{ phase: 'prefill', seconds: 0.4, lowerBoundSeconds: 0.3, bindingResource: 'matrix unit', part: 'compute', share: 0.9 }, { phase: 'decode', seconds: 1.6, lowerBoundSeconds: 0.9, bindingResource: 'hbm load', part: 'memory', share: 0.99 }], full: [{ name: 'dsp', used: 1200, available: 1248 }] },
    sensitivity: { parameters, variants: 16, legal: 12, nearBest: 3, better: 0 },
    random: { budget: data.rows.length, designs: 160, legal: 100, best: data.answer.objectives.map(() => 1.5), hypervolume: 9 },
    improvements: [{ evaluation: 3, objective: data.answer.objectives[0]!.name, from: null, to: 2, gain: null, changed: [], text: 'the first legal design: 2' }], assumptions: ['energy of links is assumed'], ...changed,
  };
  return { answer, header: headerOf(answer), rows: data.rows.map(rowOf) };
}

function headerOf({ study, agent, seed, budget, objectives }: StudyAnswer): TrajectoryHeader {
  return { kind: 'trajectory', archsimVersion: '1.2.3', study, studyDigest: 'f'.repeat(64), agent, hyperparameters: { population: 16 }, seed, budget, parameters: [], objectives, constraints: ['lut'], fidelities: ['analytic'] };
}

function rowOf({ index, design, objectives, violations }: ExplorationData['rows'][number]): TrajectoryRow {
  return { index, design, fidelity: 'analytic', objectives, violations, reasons: [], metrics: {}, digest: index.toString(16) };
}

export const wholeSearch = searchOf(smallSearch);
