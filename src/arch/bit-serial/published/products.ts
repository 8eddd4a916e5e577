import type { DecoderShape, ForwardPass } from './decoder-shape.js';
import type { ComparisonOptions } from './options.js';

/** A matrix product of a pass: `repeats` equal ones of outputs x inputs weights with `tokens` rows of inputs. */
export interface MatrixProduct {
  readonly name: ProductName;
  /** How often a pass runs it. */
  readonly count: number;
  /** Independent products in it: sequences, or sequences x KV heads. */
  readonly repeats: number;
  /** How many different right operands it has: 1 for weights, one for each product in attention. */
  readonly operands: number;
  readonly outputs: number;
  readonly inputs: number;
  readonly tokens: number;
  /** Values stored for a token of the left operand: `inputs`, but for the flattened heads of the published version. */
  readonly inputWidth: number;
  /** What the right operand is. */
  readonly operand: 'weights' | 'cache';
}

export type ProductName = 'q_proj' | 'k_proj' | 'v_proj' | 'o_proj' | 'gate_proj' | 'up_proj' | 'down_proj' | 'lm_head' | 'attn_qk' | 'attn_v';

/**
 * The products of a pass: every linear layer, lm_head and attention. No softmax, norm, position, residual or embedding. Attention is not masked.
 * Published attention knows no batch: its dimensions are those of one sequence.
 */
export function productsOf(model: DecoderShape, pass: ForwardPass, options: ComparisonOptions): readonly MatrixProduct[] {
  const { layers, hiddenSize, heads, kvHeads, headDim, intermediateSize } = model;
  const [repeats, tokens] = pass.phase === 'prefill' ? [pass.batch, pass.context] : [1, pass.batch];
  const linear = (name: ProductName, outputs: number, inputs: number, count = layers, rows = tokens): MatrixProduct => ({ name, count, repeats, operands: 1, outputs, inputs, tokens: rows, inputWidth: inputs, operand: 'weights' });
  const logits = pass.phase === 'prefill' && options.logitsForAllTokens !== true ? 1 : tokens;
  return [
    linear('q_proj', heads * headDim, hiddenSize), linear('k_proj', kvHeads * headDim, hiddenSize), linear('v_proj', kvHeads * headDim, hiddenSize), linear('o_proj', hiddenSize, heads * headDim),
    ...(model.gatedMlp ? [linear('gate_proj', intermediateSize, hiddenSize)] : []), linear('up_proj', intermediateSize, hiddenSize), linear('down_proj', hiddenSize, intermediateSize),
    linear('lm_head', model.vocabularySize, model.embeddingWidth, 1, logits),
    ...(options.flattenedHeads === true ? flattened(model, pass) : perHead(model, pass)),
  ];
}

/** One product for each sequence and KV head, whose group of query heads shares its keys. */
function perHead({ layers, heads, kvHeads, headDim }: DecoderShape, { phase, context, batch }: ForwardPass): readonly MatrixProduct[] {
  const group = heads / kvHeads;
  const product = (name: ProductName, outputs: number, inputs: number): MatrixProduct => ({
    name, count: layers, repeats: batch * kvHeads, operands: batch * kvHeads, outputs, inputs, tokens: phase === 'prefill' ? group * context : group, inputWidth: inputs, operand: 'cache',
  });
  return [product('attn_qk', context, headDim), product('attn_v', headDim, context)];
}

/** As the published version has it: keys of `tokens` x hidden against heads x tokens rows, values of heads x tokens against tokens rows. */
function flattened({ layers, heads, kvHeads, headDim }: DecoderShape, { phase, context }: ForwardPass): readonly MatrixProduct[] {
  const tokens = phase === 'prefill' ? context : 1;
  const product = (name: ProductName, outputs: number, inputs: number, rows: number): MatrixProduct => ({
    name, count: layers, repeats: 1, operands: 1, outputs, inputs, tokens: rows, inputWidth: kvHeads * headDim, operand: 'cache',
  });
  return [product('attn_qk', tokens, heads * headDim, heads * tokens), product('attn_v', heads * tokens, context, tokens)];
}
