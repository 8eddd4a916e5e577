import { Type, type Static } from 'typebox';
import { byKind, closed, type Checked } from './shapes.js';

const tokens = (description: string, minimum: number): ReturnType<typeof Type.Integer> => Type.Integer({ description, minimum, maximum: 2 ** 24 });

/** A step of the filled share: from how many tokens of context on, and the share. */
const filledStep = Type.Unsafe<[tokens: number, share: number]>({
  type: 'array', minItems: 2, maxItems: 2,
  prefixItems: [tokens('Tokens of context', 1), Type.Number({ description: 'Share of the causal triangle that is computed', exclusiveMinimum: 0, maximum: 1 })],
});

/** Which keys a query may look at. */
export const maskSchema = byKind([
  closed({ kind: Type.Literal('causal') }, { title: 'Causal', description: 'Each token sees itself and all before it' }),
  closed({ kind: Type.Literal('full') }, { title: 'Full', description: 'Each token sees all tokens' }),
  closed({ kind: Type.Literal('prefix'), prefix: tokens('Tokens at the beginning that all see each other', 0) }, { title: 'Prefix', description: 'Full over a prefix, causal after it' }),
  closed({ kind: Type.Literal('sliding-window'), window: tokens('Last tokens that are seen, the token itself included', 1) }, { title: 'Sliding window', description: 'Each token sees the last ones only' }),
  closed({
    kind: Type.Literal('lambda'), sinks: tokens('First tokens that are always seen', 0), window: tokens('Last tokens that are seen, the token itself included', 1),
  }, { title: 'Lambda', description: 'Each token sees the first and the last ones' }),
  closed({ kind: Type.Literal('band'), before: tokens('Tokens in front of it that are seen', 0), after: tokens('Tokens behind it that are seen', 0) }, { title: 'Band', description: 'Each token sees those near by on both sides (encoders)' }),
  closed({
    kind: Type.Literal('block-sparse'), block: tokens('Rows and columns of a block, in tokens', 1),
    filled: Type.Array(filledStep, { description: 'Filled share by context length: [tokens, share] pairs', minItems: 1, maxItems: 1000, examples: [[[2048, 0.5], [4096, 0.3]]] }),
  }, { title: 'Block sparse', description: 'Some blocks of the causal triangle' }),
], { title: 'Attention mask', description: 'Which keys a query may look at', examples: [{ kind: 'causal' }, { kind: 'sliding-window', window: 4096 }] });

export type MaskInput = Checked<Static<typeof maskSchema>>;
