import type { Static, TSchema } from 'typebox';
import type { Checked } from '../experiment/schema/shapes.js';
import type { Deployment } from './deployment.js';
import type { ScenarioAnswer } from './scenario-answer.js';

/** Where a scenario runs: its deployment, and how to deploy other models or formats on the same machine. */
export interface Setting {
  readonly deployment: Deployment;
  /** The same machine with another model, or the same model with another scheme: catalogue names or values as an experiment has them. Throws `InputError` for what is unknown. */
  readonly deploy: (other: { readonly model?: unknown; readonly quantization?: unknown; readonly attention?: unknown }) => Deployment;
  /** Price of the whole platform for an hour; null where none is given. */
  readonly dollarsPerHour: number | null;
}

/** A way in which models are run: one folder or file, one line in `kinds.ts`. */
export interface ScenarioKind<Spec> {
  readonly kind: string;
  /** One line for lists. */
  readonly summary: string;
  /** Of the object `workload.scenario` of a scenario file, `kind` included. */
  readonly schema: TSchema;
  /** The answer; pure: same input, same digits. `spec` was checked by the schema. Throws `InputError` for what a schema cannot tell, with pointers from `/workload/scenario` on. */
  run(spec: Spec, setting: Setting): ScenarioAnswer;
}

/** A kind whose spec was checked by its own schema and by nobody else's. */
export type AnyScenarioKind = ScenarioKind<unknown>;

/** Closes the type of a kind's spec, which is that of its schema, so that lists of kinds need none. */
export function defineScenario<Schema extends TSchema>(kind: {
  readonly kind: string;
  readonly summary: string;
  readonly schema: Schema;
  readonly run: (spec: Checked<Static<Schema>>, setting: Setting) => ScenarioAnswer;
}): AnyScenarioKind {
  return { ...kind, run: (spec, setting) => kind.run(spec as Checked<Static<Schema>>, setting) };
}
