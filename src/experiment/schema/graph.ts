import { Type, type Static, type TInteger } from 'typebox';
import { maskSchema } from './mask.js';
import { byKind, closed, names, schemaReference, text, type Checked } from './shapes.js';

function dimension(description: string, examples: readonly number[]): TInteger {
  return Type.Integer({ description, minimum: 1, maximum: 2 ** 24, examples: [...examples] });
}

const name = text({ description: 'How results name the op; schemes choose ops by it', maxLength: 200, examples: ['q_proj'] });
const epilogue = Type.Optional(Type.Boolean({ description: 'Works elementwise on the output of the op right before it, which never leaves the chip', default: false }));
const noEpilogue = Type.Optional(Type.Literal(false, { description: 'This op is never fused to the one before it', default: false }));

const opSchema = byKind([
  closed({
    kind: Type.Literal('linear', { description: 'Matrix work with weights' }),
    name,
    inFeatures: dimension('Elements of an input row', [4096]),
    outFeatures: dimension('Elements of an output row', [4096]),
    bias: Type.Optional(Type.Boolean({ description: 'Adds a learned vector', default: false })),
    output: Type.Optional(names(['activation', 'cache'], { description: 'Where the output goes: keys and values go to the cache, and a cache-append writes them', default: 'activation' })),
    ownsWeights: Type.Optional(Type.Boolean({ description: 'False where the weights are those of another op (a tied lm_head)', default: true })),
    epilogue: noEpilogue,
  }, { title: 'Linear', description: 'y = x W (+ b)' }),
  closed({
    kind: names(['scores', 'softmax', 'values'], { description: 'scores: Q K^T; softmax: of the scores; values: P V' }),
    name,
    heads: dimension('Query heads', [32]),
    kvHeads: dimension('Key and value heads', [8]),
    headDim: dimension('Elements of a head', [128]),
    mask: Type.Optional(maskSchema),
    epilogue,
  }, { title: 'Attention', description: 'A step of attention over the KV cache; the mask is causal when left out' }),
  closed({
    kind: names(['norm', 'rope', 'activation', 'multiply', 'add', 'cache-append'], { description: 'What is done with each element or row' }),
    name,
    width: dimension('Elements of every token', [4096]),
    parameters: Type.Optional(Type.Integer({ description: 'Learned parameters', minimum: 0, maximum: 2 ** 24, default: 0 })),
    epilogue,
  }, { title: 'Vector', description: 'Elementwise or row-wise work' }),
  closed({
    kind: Type.Literal('embedding', { description: 'Table look-up' }),
    name,
    rows: dimension('Rows of the table', [32_000]),
    width: dimension('Elements of a row', [4096]),
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
    tokens: Type.Optional(names(['all', 'logits'], { description: 'The tokens it works on: all, or those whose logits the scenario asks for', default: 'all' })),
    ops: Type.Array(opSchema, { description: 'In execution order', minItems: 1, maxItems: 10_000 }),
  }, { title: 'Layer', description: 'A run of equal layers' }), { description: 'In execution order', minItems: 1, maxItems: 10_000 }),
}, { title: 'Graph', description: 'A model as a list of ops: what one forward pass computes' });

export type GraphInput = Checked<Static<typeof graphSchema>>;
export type OpInput = Checked<Static<typeof opSchema>>;
