import { Type, type Static } from 'typebox';
import { closed, open, schemaReference, text, type Checked } from './shapes.js';

/** Points of one sweep: values of all axes multiplied, times its experiments. */
export const mostPoints = 1_000_000;

/** Experiments over a grid of values: what `archsim sweep` takes. */
export const sweepSchema = closed({
  $schema: schemaReference,
  kind: Type.Literal('sweep', { description: 'What this file is' }),
  name: text({ description: 'How the sweep is called', maxLength: 200, examples: ['when-does-lut-win'] }),
  description: Type.Optional(Type.String({ description: 'The question that it answers, in your words', maxLength: 10_000 })),
  experiments: Type.Array(Type.Union([
    text({ description: 'A path', examples: ['./my-experiment.json'] }),
    open({ description: 'An experiment' }),
  ], { title: 'Experiment', description: 'A path, or the experiment itself' }), { description: 'What is simulated at every point of the grid', minItems: 1, maxItems: 100, examples: [['flightllm.json']] }),
  over: Type.Array(closed({
    path: text({ description: 'Path in the experiment', examples: ['workload.scenario.batch'] }),
    values: Type.Array(Type.Unknown(), { description: 'What stands there, one after the other', minItems: 1, maxItems: 100_000, examples: [[1, 8, 64]] }),
    name: Type.Optional(text({ description: 'How the table calls it; the last part of the path when left out', maxLength: 100 })),
  }, { title: 'Axis', description: 'Values that one part of the experiment takes' }), { description: 'The grid: every value of each with every value of all others', minItems: 1, maxItems: 20 }),
  metrics: Type.Optional(Type.Array(text({ description: 'Path in the result', examples: ['totals.latencySeconds'] }), { description: 'What the table shows; the first is what the figure shows and what experiments are compared by', minItems: 1, maxItems: 100 })),
}, { title: 'Sweep', description: 'Experiments over a grid of values' });

export type SweepInput = Checked<Static<typeof sweepSchema>>;
