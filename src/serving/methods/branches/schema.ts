import { Type } from 'typebox';
import { model, quantization } from '../../schema/other-model.js';
import { byKind, closed, names, text } from '../../../experiment/schema/shapes.js';
import { linkSchema } from '../link.js';
import { requestFields } from '../request.js';

const chance = (description: string): ReturnType<typeof Type.Number> => Type.Number({ description, minimum: 0, maximum: 1 });
const index = (description: string): ReturnType<typeof Type.Integer> => Type.Integer({ description, minimum: 0, maximum: 15 });
/** Most places of a run of requests. */
const mostUnits = 100_000;

/** Of the scenario in a file. */
export const branchesSchema = closed({
  kind: Type.Literal('branches', { description: 'Requests or tokens take one of several ways' }),
  ...requestFields,
  branches: Type.Array(closed({
    name: text({ description: 'How results name it', maxLength: 100 }),
    model: Type.Optional(model),
    quantization: Type.Optional(quantization),
    layers: Type.Optional(Type.Number({ description: 'Layers that it runs on average; all when left out', exclusiveMinimum: 0, maximum: 4096 })),
  }, { title: 'Branch', description: 'A model, a scheme or a number of layers in place of those of the workload' }), { description: 'The ways', minItems: 1, maxItems: 16, examples: [[{ name: 'short', layers: 16 }, { name: 'whole' }]] }),
  choice: byKind([
    closed({ kind: Type.Literal('shares'), shares: Type.Array(chance('Of one branch'), { description: 'Chance of each branch, drawn anew each time', minItems: 1, maxItems: 16 }) }, { title: 'Shares', description: 'Independent draws' }),
    closed({
      kind: Type.Literal('markov'),
      transitions: Type.Array(Type.Array(chance('Of the branch of that place'), { description: 'From one branch', minItems: 1, maxItems: 16 }), { description: 'Chances of each branch, given the one before it', minItems: 1, maxItems: 16 }),
      first: Type.Optional(index('The branch that a run begins with, from 0')),
    }, { title: 'Markov', description: 'Draws that know the branch before' }),
    closed({ kind: Type.Literal('trace'), trace: Type.Array(index('A branch, from 0'), { description: 'Branches as recorded, over and over', minItems: 1, maxItems: mostUnits }) }, { title: 'Trace', description: 'A recorded run' }),
  ], { title: 'Choice', description: 'Which branch is taken', examples: [{ kind: 'shares', shares: [0.7, 0.3] }] }),
  unit: Type.Optional(names(['request', 'token'], { description: 'What takes a branch: a request, or each output token (branches of one model)', default: 'request' })),
  requests: Type.Optional(Type.Integer({ description: 'Requests in a row over which the mean is taken, where what is taken depends on the one before', minimum: 1, maximum: mostUnits, default: 1000 })),
  predictor: Type.Optional(closed({
    model: Type.Optional(model),
    outputs: Type.Optional(Type.Integer({ description: 'Outputs of a product with the hidden state, for each request or token', minimum: 1, maximum: 65_536 })),
  }, { title: 'Predictor', description: 'What says which branch is taken: a model that reads the prompt, a product; nothing when left out' })),
  switchLink: Type.Optional(linkSchema),
}, { title: 'Branches', description: 'Conditional computation with its expected and its worst case; the weights of a branch come over "switchLink" where it is not the one before, all are resident when left out' });
