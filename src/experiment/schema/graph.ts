import { Type, type Static, type TInteger } from 'typebox';
import { maskSchema } from './mask.js';
import { byKind, closed, names, schemaReference, text, type Checked } from './shapes.js';

function dimension(description: string, examples: readonly number[]): TInteger {
  return Type.Integer({ description, minimum: 1, maximum: 2 ** 24, examples: [...examples] });
}

const name = text({ description: 'How results name the op; schemes choose ops by it', maxLength: 200, examples: ['q_proj'] });
const epilogue = Type.Optional(Type.Boolean({ description: 'Works elementwise on the output of the op right before it, which never leaves the chip', default: false }));
const noEpilogue = Type.Optional(Type.Literal(false, { description: 'This op is never fused to the one before it', default: false }));

/** Mean distinct experts of a pass of so many tokens. */
const measuredPoint = Type.Unsafe<[tokens: number, distinct: number]>({
  type: 'array', minItems: 2, maxItems: 2,
  prefixItems: [Type.Integer({ description: 'Tokens of a pass', minimum: 2, maximum: 2 ** 24 }), Type.Number({ description: 'Mean distinct matrices that they take', exclusiveMinimum: 0, maximum: 2 ** 16 })],
});

const expertsSchema = Type.Optional(closed({
  count: Type.Integer({ description: 'Matrices of that shape', minimum: 1, maximum: 2 ** 16, examples: [8] }),
  active: Type.Integer({ description: 'How many of them a token is multiplied with: those it is routed to, or all of a block-diagonal matrix', minimum: 1, maximum: 2 ** 16, examples: [2] }),
  measured: Type.Optional(Type.Array(measuredPoint, { description: 'What passes were seen to take: [tokens, mean distinct matrices], tokens ascending; every choice is as likely as any other when left out', minItems: 1, maxItems: 1000 })),
}, { title: 'Experts', description: 'Present where the op is one of several matrices, or follows on their outputs' }));

const elements = (description: string): ReturnType<typeof Type.Integer> => Type.Integer({ description, minimum: 0, maximum: 2 ** 24 });

const opSchema = byKind([
  closed({
    kind: Type.Literal('linear', { description: 'Matrix work with weights' }),
    name,
    inFeatures: dimension('Elements of an input row', [4096]),
    outFeatures: dimension('Elements of an output row', [4096]),
    bias: Type.Optional(Type.Boolean({ description: 'Adds a learned vector', default: false })),
    output: Type.Optional(names(['activation', 'cache'], { description: 'Where the output goes: keys and values go to the cache, and a cache-append writes them', default: 'activation' })),
    ownsWeights: Type.Optional(Type.Boolean({ description: 'False where the weights are those of another op (a tied lm_head)', default: true })),
    experts: expertsSchema,
    epilogue: noEpilogue,
  }, { title: 'Linear', description: 'y = x W (+ b)' }),
  closed({
    kind: names(['scores', 'softmax', 'values'], { description: 'scores: Q K^T; softmax: of the scores; values: P V' }),
    name,
    heads: dimension('Query heads', [32]),
    kvHeads: dimension('Key and value heads', [8]),
    headDim: dimension('Elements of a head', [128]),
    mask: Type.Optional(maskSchema),
    keys: Type.Optional(Type.Literal('encoder', { description: 'Keys and values are made from the output of the encoder: as many as the prompt has tokens, all seen' })),
    sharesKeys: Type.Optional(Type.Boolean({ description: 'Of values: they are the first elements of each key, so that the cache holds no others (latent attention)', default: false })),
    sinks: Type.Optional(Type.Boolean({ description: 'Of softmax: each head has a learned logit beside those of the keys', default: false })),
    epilogue,
  }, { title: 'Attention', description: 'A step of attention over the KV cache; the mask is causal when left out' }),
  closed({
    kind: names(['norm', 'rope', 'activation', 'multiply', 'add', 'cache-append'], { description: 'What is done with each element or row' }),
    name,
    width: dimension('Elements of every token', [4096]),
    parameters: Type.Optional(Type.Integer({ description: 'Learned parameters', minimum: 0, maximum: 2 ** 24, default: 0 })),
    reads: Type.Optional(elements('Elements of a token that it reads, second operands among them, where these are not as many as the width')),
    writes: Type.Optional(elements('Elements of a token that it writes, where these are not as many as the width')),
    recurrent: Type.Optional(Type.Boolean({ description: 'Of cache-append: it replaces a state of that width, one for each sequence', default: false })),
    experts: expertsSchema,
    epilogue,
  }, { title: 'Vector', description: 'Elementwise or row-wise work' }),
  closed({
    kind: Type.Literal('embedding', { description: 'Table look-up' }),
    name,
    rows: dimension('Rows of the table', [32_000]),
    width: dimension('Elements of a row', [4096]),
    shared: Type.Optional(Type.Boolean({ description: 'The table is that of another op, which counts it', default: false })),
    epilogue: noEpilogue,
  }, { title: 'Embedding', description: 'One row of a table for each token' }),
], { title: 'Op', description: 'One step of the model; shapes are for one token' });

/** A model that a user writes down op by op. */
export const graphSchema = closed({
  $schema: schemaReference,
  kind: Type.Literal('graph', { description: 'What this file is' }),
  name: text({ description: 'How results name the model', maxLength: 200, examples: ['my-decoder'] }),
  layers: Type.Array(closed({
    name: text({ description: 'How results name the layer', maxLength: 200, examples: ['decoder'] }),
    repeat: Type.Integer({ description: 'Equal layers in a row', minimum: 1, maximum: 10_000, examples: [32] }),
    tokens: Type.Optional(names(['all', 'logits', 'first'], { description: 'The tokens it works on: all, those whose logits the scenario asks for, or the first of each sequence', default: 'all' })),
    stack: Type.Optional(names(['encoder', 'decoder'], { description: 'An encoder works on the tokens of the prompt, in prefill alone; the decoder behind it on those that it is given and generates. Left out: the model is one stack that decodes' })),
    rows: Type.Optional(closed({
      perToken: Type.Integer({ description: 'Rows for each token (frames in front of a convolution with a stride)', minimum: 1, maximum: 1024, examples: [2] }),
      without: Type.Integer({ description: 'Rows fewer (tokens that are no patches)', minimum: 0, maximum: 1024, examples: [0] }),
    }, { title: 'Rows', description: 'Of an encoder: the rows it works on where these are not the tokens of the prompt' })),
    sharesWeights: Type.Optional(Type.Boolean({ description: 'Every learned tensor is that of an earlier layer: read, and counted once', default: false })),
    ops: Type.Array(opSchema, { description: 'In execution order', minItems: 1, maxItems: 10_000 }),
  }, { title: 'Layer', description: 'A run of equal layers' }), { description: 'In execution order', minItems: 1, maxItems: 10_000 }),
}, { title: 'Graph', description: 'A model as a list of ops: what one forward pass computes' });

export type GraphInput = Checked<Static<typeof graphSchema>>;
export type OpInput = Checked<Static<typeof opSchema>>;
