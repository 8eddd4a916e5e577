import { Type, type Static } from 'typebox';
import { closed, names, record, schemaReference, text, type Checked } from '../../experiment/schema/shapes.js';

/** Characters of one formula. */
export const maxFormulaLength = 20_000;

const formula = (description: string, examples: readonly string[]): ReturnType<typeof Type.String> => Type.String({ description, minLength: 1, maxLength: maxFormulaLength, examples: [...examples] });
const number = (description: string, examples: readonly number[]): ReturnType<typeof Type.Number> => Type.Number({ description, examples: [...examples] });

/** A search problem in formulas: what `archsim explore` takes beside studies. */
export const problemSchema = closed({
  $schema: schemaReference,
  kind: Type.Literal('problem', { description: 'What this file is' }),
  name: text({ description: 'How the problem is called', maxLength: 200, examples: ['my-trade-off'] }),
  description: Type.Optional(Type.String({ description: 'What it is about, in your words', maxLength: 10_000 })),
  variables: Type.Array(closed({
    name: text({ description: 'How formulas call it: letters, digits, underscores', maxLength: 64, examples: ['rows'] }),
    type: names(['real', 'integer', 'ordinal', 'categorical'], { description: 'real or integer in a range, or one of some values, with an order (ordinal) or without', examples: ['ordinal'] }),
    low: Type.Optional(number('Least value of a real or integer variable', [0])),
    high: Type.Optional(number('Largest value of a real or integer variable', [1])),
    scale: Type.Optional(names(['linear', 'log'], { description: 'How a range is searched: log for magnitudes', default: 'linear' })),
    values: Type.Optional(Type.Array(Type.Union([Type.Number(), Type.String({ maxLength: 200 })]), { description: 'Values of an ordinal or categorical variable: all numbers, or all texts', minItems: 1, maxItems: 10_000, examples: [[8, 16, 32]] })),
    count: Type.Optional(Type.Integer({ description: 'That many variables of this kind, their names numbered from 1', minimum: 1, maximum: 1000, examples: [30] })),
  }, { title: 'Variable', description: 'What may be chosen' }), { description: 'What may be chosen', minItems: 1, maxItems: 1000 }),
  let: Type.Optional(record(formula('A part of formulas', ['sum(x[2:end]) / 29']), { title: 'Let', description: 'Named parts of formulas, worked out in order: each may use those above it', maxProperties: 1000, examples: [{ g: '1 + 9 * sum(x[2:end]) / 29' }] })),
  objectives: Type.Array(closed({
    name: text({ description: 'How results name it', maxLength: 64, examples: ['latency'] }),
    direction: names(['minimise', 'maximise'], { description: 'What is wanted', examples: ['minimise'] }),
    formula: formula('What it is, in the syntax of mathjs: variables and parts by name, x the vector of the real variables, the first being x[1]', ['g * (1 - sqrt(x[1] / g))']),
    unit: Type.Optional(text({ description: 'Unit of its values', maxLength: 40, examples: ['us'] })),
  }, { title: 'Objective', description: 'What is to be made small or large' }), { description: 'What is wanted', minItems: 1, maxItems: 20 }),
  constraints: Type.Optional(Type.Array(closed({
    name: text({ description: 'How results name it', maxLength: 64, examples: ['dsp'] }),
    formula: formula('What is limited', ['rows * columns']),
    atMost: Type.Optional(number('The largest value that is legal', [9024])),
    atLeast: Type.Optional(number('The least value that is legal', [1])),
  }, { title: 'Constraint', description: 'A limit of legal designs' }), { description: 'What legal designs keep', maxItems: 1000 })),
  referencePoint: Type.Optional(Type.Array(Type.Number(), { description: 'A value of each objective that is worse than those of interest: hypervolume counts what is better', maxItems: 20, examples: [[1.1, 1.1]] })),
}, { title: 'Problem', description: 'A search problem in formulas' });

export type ProblemInput = Checked<Static<typeof problemSchema>>;
