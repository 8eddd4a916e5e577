import type { LayerGroup, Op } from '../model/op-graph.js';
import { passCount, type Pass } from '../model/scenario.js';
import type { Task } from './task.js';

/**
 * The pass that a task sees of a pass of the model; null where it has no part in it. In a model of one stack the very same. Of an encoder with a decoder behind it
 *
 *   encoder   prefill alone: promptTokens rows (those of `LayerGroup.rows` where the group has others), over as many keys
 *   decoder   prefill: decoderPromptTokens; decode: one token, the contexts being decoderPromptTokens in place of promptTokens and what was generated
 *   cross     the rows of the decoder, over promptTokens keys in every pass
 *
 * Throws `RangeError` where the pass does not tell the prompts of the stacks (`prefillPass` and `decodePass` do).
 */
export function passOf({ group, op }: Task, pass: Pass): Pass | null {
  return opPass(group, op, pass);
}

/** The same for an op of a group, where there is no task of it. */
export function opPass(group: LayerGroup, op: Op, pass: Pass): Pass | null {
  const { stack, rows } = group;
  if (stack === undefined) return pass;
  const { prompts, phase } = pass;
  if (prompts === undefined) throw new RangeError(`the group "${group.name}" needs a pass with the prompts of its stacks`);
  if (stack === 'encoder') {
    if (phase === 'decode') return null;
    const queryTokens = rows === undefined ? prompts.encoder : Math.max(1, rows.perToken * prompts.encoder - rows.without);
    return { ...pass, stack, queryTokens, firstContext: queryTokens, lastContext: queryTokens };
  }
  const queryTokens = phase === 'prefill' ? prompts.decoder : 1;
  const isCross = (op.kind === 'scores' || op.kind === 'softmax' || op.kind === 'values') && op.keys === 'encoder';
  if (isCross) return { ...pass, stack, queryTokens, firstContext: prompts.encoder, lastContext: prompts.encoder, steps: passCount(pass) };
  const shift = prompts.decoder - prompts.encoder;
  return { ...pass, stack, queryTokens, firstContext: pass.firstContext + shift, lastContext: pass.lastContext + shift };
}
