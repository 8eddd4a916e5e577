import { Type, type Static, type TNumber, type TString, type TUnion } from 'typebox';
import { closed, names, record, schemaReference, text, type Checked } from './shapes.js';

/** A bound of a constant: any number, as a share may be 0. */
function bound(description: string, example: number): TUnion<[TNumber, TString]> {
  return Type.Union([
    Type.Number({ description: `${description}, in SI units` }),
    Type.String({ minLength: 1, maxLength: 80, description: `${description}, with its unit` }),
  ], { description: `${description}: a number in SI units, or a text with a unit`, examples: [example] });
}

/** Figures that somebody measured, and the constants to be fitted to them: what `archsim calibrate` takes. */
export const measurementsSchema = closed({
  $schema: schemaReference,
  kind: Type.Literal('measurements', { description: 'What this file is' }),
  name: text({ description: 'How the measurements are called', maxLength: 200, examples: ['my-u280-board'] }),
  description: Type.Optional(Type.String({ description: 'How they were made, in your words', maxLength: 10_000 })),
  constants: Type.Array(closed({
    path: text({ description: 'Path in the experiment, or `clock` for that of the architecture', examples: ['architecture.parameters.memory.efficiency'] }),
    low: bound('The least value that makes sense', 0.2),
    high: bound('The largest value that makes sense', 1),
    meaning: Type.Optional(text({ description: 'What it stands for, in your words' })),
  }, { title: 'Constant', description: 'A number of the experiment that is fitted' }), { description: 'What is fitted; at most one for each row that it is fitted on', minItems: 1, maxItems: 6 }),
  rows: Type.Array(closed({
    id: text({ description: 'How the row is called', maxLength: 100, examples: ['kv-128'] }),
    set: Type.Optional(record(Type.Unknown(), {
      title: 'Set', description: 'Values of the experiment at which it was measured, by their paths', maxProperties: 100, examples: [{ 'workload.scenario.promptTokens': 512 }],
    })),
    metric: text({ description: 'Path in the result, or its short name', examples: ['phases.decode.latencySeconds'] }),
    value: Type.Union([
      Type.Number({ exclusiveMinimum: 0, description: 'What was measured, in SI units' }),
      Type.String({ minLength: 1, maxLength: 80, description: 'What was measured, with its unit' }),
    ], { description: 'What was measured: a number in the unit of the metric, or a text with a unit', examples: ['17.5 ms'] }),
    use: Type.Optional(names(['fit', 'test'], { description: 'What the row is for; of the rows that do not say, every third is for the test', examples: ['fit'] })),
    source: Type.Optional(text({ description: 'Who measured it, and how' })),
  }, { title: 'Row', description: 'One measured figure' }), { description: 'What was measured', minItems: 1, maxItems: 1000 }),
}, { title: 'Measurements', description: 'Measured figures, and the constants to be fitted to them' });

export type MeasurementsInput = Checked<Static<typeof measurementsSchema>>;
