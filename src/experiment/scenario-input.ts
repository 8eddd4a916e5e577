import { InputError, problem, type Problem } from '../sim/core/diagnostics.js';
import { hasEncoder, isEncoder, type OpGraph } from '../sim/model/op-graph.js';
import type { Scenario } from '../sim/model/scenario.js';

/** A scenario as an experiment has it. */
export interface ScenarioInput {
  readonly batch?: number;
  readonly promptTokens: number;
  readonly outputTokens?: number;
  readonly decoderPromptTokens?: number;
  readonly logits?: Scenario['logits'];
}

/**
 * The scenario of a model, its defaults filled in: one request, logits of the last position, one start token for the decoder behind an encoder, and the one output that an encoder
 * gives. `at` is its pointer in the document. Throws where it asks an encoder for more outputs, does not say how many a decoder generates, or gives a second prompt to a model that
 * has one.
 */
export function scenarioFromInput(input: ScenarioInput, graph: OpGraph, at: string): Scenario {
  const { batch = 1, promptTokens, outputTokens, decoderPromptTokens, logits = 'last' } = input;
  const problems: Problem[] = [];
  const alone = isEncoder(graph);
  if (alone && (outputTokens ?? 1) !== 1) {
    problems.push(problem('scenario/encoder-output', `an encoder gives one output for a prompt, not ${outputTokens}`, { pointer: `${at}/outputTokens`, remedy: 'give 1, or leave it out' }));
  }
  if (!alone && outputTokens === undefined) problems.push(problem('scenario/missing-output', 'a decoder needs "outputTokens": the tokens that it generates', { pointer: at, remedy: 'add it' }));
  if (decoderPromptTokens !== undefined && (alone || !hasEncoder(graph))) {
    problems.push(problem('scenario/one-prompt', `${graph.name} has one prompt: no decoder stands behind an encoder`, { pointer: `${at}/decoderPromptTokens`, remedy: 'leave it out' }));
  }
  if (problems.length > 0) throw new InputError(problems);
  return { batch, promptTokens, outputTokens: outputTokens ?? 1, logits, ...(decoderPromptTokens === undefined ? {} : { decoderPromptTokens }) };
}
