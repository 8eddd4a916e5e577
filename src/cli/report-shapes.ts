import { anything, fieldsOf, listOf, number, oneOf, orAbsent, orNull, recordOf, scalar, text, truth } from './report-shape.js';

/* What pages read of the documents that archsim prints: all that they touch, and no more. */

const maybe = orNull(number);
const objective = fieldsOf({ name: text, direction: oneOf('minimise', 'maximise'), unit: orAbsent(text) });
const found = fieldsOf({ evaluation: number, parameters: recordOf(scalar), metrics: recordOf(maybe) });
const counts = recordOf(number);

const variant = fieldsOf({ value: scalar, losses: orNull(listOf(maybe)), reasons: listOf(text) });
const sensitivity = fieldsOf({
  variants: number, legal: number, nearBest: number, better: number,
  parameters: listOf(fieldsOf({ parameter: text, value: scalar, variants: listOf(variant), nearBest: number, worstLoss: maybe })),
});
const bound = fieldsOf({
  phases: listOf(fieldsOf({ phase: oneOf('prefill', 'decode'), seconds: number, lowerBoundSeconds: number, bindingResource: text, part: oneOf('compute', 'memory', 'vector', 'overhead'), share: number })),
  full: listOf(fieldsOf({ name: text, used: number, available: number })),
});

/** `answer.json` of `archsim explore --out`. */
export const answerShape = fieldsOf({
  study: text, agent: text, seed: number, budget: number, evaluations: number, legal: number, failures: number, end: text, seconds: number, objectives: listOf(objective, 1), front: listOf(found), best: orNull(found),
  bestOf: recordOf(orNull(found)), knee: orNull(found), hypervolume: maybe, broken: counts, binding: orNull(bound), sensitivity: orNull(sensitivity),
  random: orNull(fieldsOf({ budget: number, designs: number, legal: number, best: listOf(maybe) })),
  improvements: listOf(fieldsOf({ evaluation: number, objective: text, to: number, text })), assumptions: listOf(text),
});

/** The first line of a trajectory. */
export const headerShape = fieldsOf({ study: text, agent: text, seed: number, budget: number, archsimVersion: text, studyDigest: text, hyperparameters: recordOf(scalar), fidelities: listOf(text), objectives: listOf(objective, 1), referencePoint: orAbsent(listOf(number)) });

/** A sweep: `archsim sweep --json`. */
export const sweepShape = fieldsOf({
  name: text, axes: listOf(fieldsOf({ path: text, name: text, values: listOf(anything) })), metrics: listOf(text),
  rows: listOf(fieldsOf({ experiment: text, point: listOf(anything), feasible: truth, values: listOf(scalar) })),
});

const range = listOf(maybe, 2);
const spread = fieldsOf({ best: maybe, upperQuarter: maybe, median: maybe, lowerQuarter: maybe, worst: maybe, worseThanRandom: maybe, default: maybe, defaultBeats: maybe });

/** A lottery: `archsim lottery --json`. */
export const lotteryShape = fieldsOf({
  study: text, studyDigest: text, objective: fieldsOf({ name: text, direction: oneOf('minimise', 'maximise'), unit: orNull(text) }), budgets: listOf(number, 1), seeds: number, seed: number,
  random: fieldsOf({ how: text, designs: number, legal: number, isWhole: truth, possible: maybe, curve: listOf(fieldsOf({ samples: number, expected: maybe, anyLegal: maybe, tenth: maybe, median: maybe, ninetieth: maybe })) }),
  agents: listOf(fieldsOf({
    agent: text, runs: number, failures: listOf(text), settings: listOf(fieldsOf({ hyperparameters: recordOf(scalar), isDefault: truth })),
    at: listOf(fieldsOf({
      budget: number, censored: number, nothing: number, spread, tuned: fieldsOf({ expected: maybe, interval: range, runs: number, settings: listOf(number) }),
      bestOf: listOf(fieldsOf({ runs: number, samples: number, expected: maybe, isBound: truth, between: range, anyLegal: maybe, random: maybe })),
    }), 1),
  })),
  ranks: listOf(fieldsOf({ budget: number, order: listOf(text), withLast: maybe, withResamples: maybe, sameBest: number })),
  claims: listOf(fieldsOf({ budget: number, verdict: oneOf('holds', 'fails', 'open'), reason: orNull(text), best: orNull(text), apart: listOf(text), aboveRandom: listOf(text) })),
  times: fieldsOf({ secondsPerRandomSample: number, evaluationSeconds: maybe, equalCompute: listOf(fieldsOf({ agent: text, budget: number, proposing: maybe, evaluating: maybe, randomSamples: maybe, randomExpected: maybe })) }),
});

const test = fieldsOf({ held: text, train: number, test: number, errors: listOf(fieldsOf({ objective: text, unit: orAbsent(text), isLog: truth, rmspe: maybe, zeros: number, r2: maybe, r2Log: maybe, spearman: maybe, pickLoss: maybe, pairs: orAbsent(listOf(listOf(number, 2))) })) });

/** What a surrogate is worth: `archsim surrogate --json`. */
export const surrogateShape = fieldsOf({
  source: text, parameters: listOf(text), objectives: listOf(text), designs: number, without: number, trees: number, seed: number, points: listOf(test), regions: listOf(test),
  family: fieldsOf({ parameter: orNull(text), reason: orNull(text), tests: listOf(test) }), importance: listOf(listOf(maybe)), notes: orAbsent(listOf(text)),
  published: fieldsOf({ source: text, rmsePercent: number, speedUp: number, caveats: listOf(text) }),
  times: fieldsOf({ evaluation: maybe, prediction: number, training: number, trainingRows: number, speedUp: fieldsOf({ perDesign: maybe, whole: listOf(fieldsOf({ designs: number, factor: maybe })), breakEven: maybe }) }),
});
