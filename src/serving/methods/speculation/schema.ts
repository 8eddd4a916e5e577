import { Type } from 'typebox';
import { model, quantization } from '../../schema/other-model.js';
import { byKind, closed, names } from '../../../experiment/schema/shapes.js';
import { linkSchema } from '../link.js';
import { requestFields } from '../request.js';

const chance = (description: string): ReturnType<typeof Type.Number> => Type.Number({ description, minimum: 0, maximum: 1 });

/** Of the scenario in a file. */
export const speculationSchema = closed({
  kind: Type.Literal('speculation', { description: 'A small model drafts tokens, the large one checks them in one pass' }),
  ...requestFields,
  draft: Type.Optional(closed({ model: Type.Optional(model), quantization: Type.Optional(quantization) }, { title: 'Draft', description: 'The model that drafts: another model, or the same one in another scheme; drafts that cost nothing (looked up in the prompt) when left out' })),
  draftTokens: Type.Optional(Type.Integer({ description: 'Tokens that are drafted in a row; 0 is decode without drafts', minimum: 0, maximum: 64, default: 4 })),
  tree: Type.Optional(Type.Array(Type.Integer({ description: 'Children of each token of the depth before', minimum: 1, maximum: 64 }), { description: 'A tree of drafts in place of a row: children of a token at each depth', minItems: 1, maxItems: 32, examples: [[4, 2, 1]] })),
  acceptance: byKind([
    closed({ kind: Type.Literal('rate'), rate: chance('Chance that a drafted token is taken when the one before was') }, { title: 'Rate', description: 'The same chance for each token, whatever came before' }),
    closed({ kind: Type.Literal('by-depth'), rates: Type.Array(chance('Of one depth'), { description: 'Chance of each depth to go on, given that the one before did; the last for all deeper', minItems: 1, maxItems: 64 }) }, { title: 'By depth', description: 'A chance for each depth' }),
    closed({
      kind: Type.Literal('trace'),
      accepted: Type.Array(Type.Integer({ description: 'Drafted tokens that a step took', minimum: 0, maximum: 64 }), { description: 'Steps in their order, over and over', minItems: 1, maxItems: 100_000 }),
    }, { title: 'Trace', description: 'Recorded numbers of taken tokens' }),
  ], { title: 'Acceptance', description: 'How many drafted tokens the large model takes', examples: [{ kind: 'rate', rate: 0.8 }] }),
  fallback: Type.Optional(chance('Chance that the draft is not sure enough of a token and has the large model check behind it; never when left out')),
  stream: Type.Optional(closed({
    link: linkSchema,
    residentShare: Type.Optional(Type.Number({ description: 'Share of the weights of every layer of the large model that stays in memory', minimum: 0, maximum: 1, default: 0 })),
    overlap: Type.Optional(names(['none', 'layers', 'drafting'], { description: 'What loads are beside: nothing, the work of the layer before, or that and the first load beside the drafting', default: 'drafting' })),
  }, { title: 'Stream', description: 'The large model comes over a link for every check; it is resident when left out' })),
}, { title: 'Speculation', description: 'Speculative decoding with a draft model and a row or a tree of drafts' });
