import { Type, type Static } from 'typebox';
import { experimentSchema } from '../../experiment/schema/experiment.js';
import { byKind, closed, schemaReference, text, type Checked } from '../../experiment/schema/shapes.js';
import { scenarioKinds } from '../kinds.js';
import { deviceLinkSchema } from '../platform/link-input.js';

const { model, quantization, attention } = experimentSchema.properties.workload.properties;

const count = (description: string): ReturnType<typeof Type.Integer> => Type.Integer({ description, minimum: 1, maximum: 65_536, default: 1 });

export const platformSchema = closed({
  tensor: Type.Optional(count('Devices that share every layer (tensor parallelism)')),
  pipeline: Type.Optional(count('Groups of devices that have some of the layers each (pipeline parallelism)')),
  expert: Type.Optional(count('Devices that the experts of a layer are spread over (expert parallelism)')),
  sequence: Type.Optional(Type.Boolean({ description: 'Whether norms and residuals are split over the devices of a layer by tokens', default: false })),
  link: Type.Optional(deviceLinkSchema),
  dollarsPerHour: Type.Optional(Type.Number({ description: 'Price of one device for an hour', exclusiveMinimum: 0, maximum: 1e6, examples: [2.5] })),
}, { title: 'Platform', description: 'Several devices of the architecture, and what joins them; one device when left out' });

const most = (description: string, examples: readonly number[]): ReturnType<typeof Type.Number> => Type.Number({ description, exclusiveMinimum: 0, maximum: 1e15, examples: [...examples] });

export const targetsSchema = closed({
  firstTokenSeconds: Type.Optional(most('Most seconds until the first token', [0.2])),
  secondsPerOutputToken: Type.Optional(most('Most seconds between two tokens of a request', [0.02])),
  latencySeconds: Type.Optional(most('Most seconds until the last token', [10])),
  tokensPerSecond: Type.Optional(most('Least output tokens a second, all requests together', [1000])),
  requestsPerSecond: Type.Optional(most('Least requests a second', [5])),
  watts: Type.Optional(most('Most power: the board power of all devices', [700])),
  dollars: Type.Optional(most('Most cost of an answered request', [0.001])),
}, { title: 'Targets', description: 'What archsim size is to meet' });

/** How models are run: what `archsim run` and `archsim size` take. */
export const scenarioSchema = closed({
  $schema: schemaReference,
  kind: Type.Literal('scenario', { description: 'What this file is' }),
  name: text({ description: 'How results name the scenario', maxLength: 200, examples: ['serve-70b'] }),
  description: Type.Optional(Type.String({ description: 'What it shows, in your words', maxLength: 10_000 })),
  workload: closed({
    model, quantization, attention,
    scenario: byKind(scenarioKinds.map(({ schema }) => schema), { title: 'Scenario', description: 'How the model is run' }),
  }, { title: 'Workload', description: 'What is computed' }),
  architecture: experimentSchema.properties.architecture,
  fidelity: experimentSchema.properties.fidelity,
  platform: Type.Optional(platformSchema),
  targets: Type.Optional(targetsSchema),
}, { title: 'Scenario file', description: 'A way to run models on a platform' });

export type PlatformInput = Checked<Static<typeof platformSchema>>;
export type TargetsInput = Checked<Static<typeof targetsSchema>>;
/** A checked scenario file; its scenario is of the kind that it names. */
export type ScenarioFileInput = Omit<Checked<Static<typeof scenarioSchema>>, 'workload'> & {
  readonly workload: { readonly model: unknown; readonly quantization: unknown; readonly attention?: unknown; readonly scenario: { readonly kind: string } };
};
