import { Type, type Static } from 'typebox';
import { closed, names, open, record, schemaReference, text, type Checked } from '../../experiment/schema/shapes.js';
import { fidelityNames } from '../../sim/model/architecture.js';

const number = (description: string, examples: readonly number[]): ReturnType<typeof Type.Number> => Type.Number({ description, examples: [...examples] });
const path = text({ description: 'Path in the experiment', examples: ['architecture.parameters.cores'] });
const metric = (description: string, example: string): ReturnType<typeof text> => text({ description, examples: [example] });

/** One thing that a study may choose: a part of the experiment, or several that change together. */
const parameterSchema = closed({
  name: Type.Optional(text({ description: 'How results name it; the last part of the path when left out', maxLength: 64, examples: ['cores'] })),
  path: Type.Optional(Type.Union([path, Type.Array(path, { description: 'Paths that all get the value', minItems: 1, maxItems: 100 })], {
    title: 'Path', description: 'What part of the experiment it sets; needed but with choices', examples: ['architecture.parameters.cores'],
  })),
  type: Type.Optional(names(['real', 'integer', 'ordinal', 'categorical'], { description: 'real or integer in a range, or one of some values with an order (ordinal) or without; when left out integer for a range, ordinal for numbers, categorical for the rest', examples: ['ordinal'] })),
  values: Type.Optional(Type.Array(Type.Union([Type.Number(), Type.String({ maxLength: 1000 }), Type.Boolean()]), { description: 'Values that it may have: all numbers, all texts, or true and false', minItems: 1, maxItems: 10_000, examples: [[1, 2, 3, 4]] })),
  low: Type.Optional(number('Least value of a range', [100])),
  high: Type.Optional(number('Largest value of a range', [300])),
  scale: Type.Optional(names(['linear', 'log'], { description: 'How a range is searched: log for magnitudes', default: 'linear' })),
  unit: Type.Optional(text({ description: 'Unit that is written behind numbers, for parts that are texts with a unit', maxLength: 20, examples: ['MHz'] })),
  choices: Type.Optional(record(open({ description: 'Values by their paths in the experiment' }), {
    title: 'Choices', description: 'In place of path and values: named choices, each setting values by their paths', maxProperties: 1000,
    examples: [{ 'int4': { 'workload.quantization': 'w4a8' }, 'int8': { 'workload.quantization': 'int8' } }],
  })),
}, { title: 'Parameter', description: 'What may be chosen' });

/** Designs of an experiment, what is wanted of them, and how they are searched: what `archsim explore` takes beside problems. */
export const studySchema = closed({
  $schema: schemaReference,
  kind: Type.Literal('study', { description: 'What this file is' }),
  name: text({ description: 'How the study is called', maxLength: 200, examples: ['flightllm-u280'] }),
  description: Type.Optional(Type.String({ description: 'The question that it answers, in your words', maxLength: 10_000 })),
  experiment: Type.Union([
    text({ description: 'A path', examples: ['./my-experiment.json'] }),
    open({ description: 'An experiment' }),
  ], { title: 'Experiment', description: 'What every design is a variant of: a path, or the experiment itself', examples: ['flightllm.json'] }),
  set: Type.Optional(record(Type.Unknown(), { title: 'Set', description: 'Values of the experiment that all designs have, by their paths', examples: [{ 'workload.scenario.batch': 1 }] })),
  parameters: Type.Array(parameterSchema, { description: 'What may be chosen', minItems: 1, maxItems: 1000 }),
  objectives: Type.Array(closed({
    metric: metric('Path in the result, or its short name', 'phases.decode.tokensPerSecond'),
    direction: names(['minimise', 'maximise'], { description: 'What is wanted', examples: ['maximise'] }),
    name: Type.Optional(text({ description: 'How results name it; the path when left out', maxLength: 64, examples: ['decode rate'] })),
    unit: Type.Optional(text({ description: 'Unit of its values', maxLength: 40, examples: ['token/s'] })),
  }, { title: 'Objective', description: 'A metric that is to be large or small' }), { description: 'What is wanted', minItems: 1, maxItems: 20 }),
  constraints: Type.Optional(Type.Array(closed({
    metric: metric('Path in the result, or its short name', 'totals.averagePowerWatts'),
    atMost: Type.Optional(number('The largest value that is legal', [1])),
    atLeast: Type.Optional(number('The least value that is legal', [50])),
    name: Type.Optional(text({ description: 'How results name it; the path when left out', maxLength: 64, examples: ['power'] })),
  }, { title: 'Constraint', description: 'A limit of legal designs' }), { description: 'What legal designs keep, beside fitting the device', maxItems: 100 })),
  metrics: Type.Optional(Type.Array(metric('Path in the result', 'totals.firstTokenSeconds'), { description: 'More metrics that are written down of every design', maxItems: 100 })),
  fidelities: Type.Optional(Type.Array(names(fidelityNames, { description: 'A fidelity' }), {
    description: 'Ways to evaluate, the cheapest first and the one that counts last; that of the experiment when left out', minItems: 1, maxItems: 3, examples: [['roofline', 'analytic']],
  })),
  referencePoint: Type.Optional(Type.Array(Type.Number(), { description: 'A value of each objective that is worse than those of interest: hypervolume counts what is better', maxItems: 20, examples: [[10, 500]] })),
  accept: Type.Optional(Type.Array(names(['assumed'], { description: 'assumed: metrics without a model rest on assumptions, which are named' }), { description: 'What is taken though it is not modelled', maxItems: 10 })),
  search: Type.Optional(closed({
    agent: Type.Optional(text({ description: 'The agent', maxLength: 64, default: 'random', examples: ['nsga-ii'] })),
    hyperparameters: Type.Optional(record(Type.Union([Type.Number(), Type.String({ maxLength: 200 }), Type.Boolean()]), { description: 'Those of the agent that differ from their defaults', examples: [{ population: 50 }] })),
    budget: Type.Optional(Type.Integer({ description: 'Evaluations', minimum: 1, maximum: 1e9, examples: [500] })),
    seed: Type.Optional(Type.Integer({ description: 'Where random numbers begin', minimum: 0, maximum: 4294967295, default: 1 })),
  }, { title: 'Search', description: 'How it is searched unless the command line says otherwise' })),
}, { title: 'Study', description: 'A search for good designs' });

export type StudyInput = Checked<Static<typeof studySchema>>;
export type StudyParameter = StudyInput['parameters'][number];
