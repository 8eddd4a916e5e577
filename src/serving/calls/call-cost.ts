import { decodePass, prefillPass, type Pass } from '../../sim/model/scenario.js';
import type { Deployment } from '../deployment.js';
import { freePass, passCost, plus, type PassCost } from '../pass-cost.js';
import type { CallSpec } from './schema.js';

/** One time that a call is made: what it costs until its first token, and in all. */
export interface TimeCost {
  readonly first: PassCost;
  readonly whole: PassCost;
  readonly outputTokens: number;
  /** Tokens of its context at the end, of which the samples share the prompt. */
  readonly promptTokens: number;
}

/** Where a call begins, and what of its prompt is not read again. */
interface Start { readonly promptTokens: number; readonly cachedTokens: number }

/**
 * Prompt and cached tokens of the i-th time (from 0). Going on: P_i = P + i (output + added), of which all before the last answer's last token and what the tool added is
 * there; else the same prompt each time, of which all but the last token is there where the cache is kept.
 */
export function startOf({ promptTokens, outputTokens, prefix, repeat }: CallSpec, i: number, prefixIsThere: boolean): Start {
  const shared = prefixIsThere && prefix !== undefined ? Math.min(prefix.tokens, promptTokens - 1) : 0;
  if (i === 0) return { promptTokens, cachedTokens: shared };
  const { addsTokens, keepsCache = true } = repeat!;
  if (addsTokens === undefined) return { promptTokens, cachedTokens: keepsCache ? promptTokens - 1 : shared };
  const step = outputTokens + addsTokens;
  return { promptTokens: promptTokens + i * step, cachedTokens: keepsCache ? promptTokens + (i - 1) * step + outputTokens - 1 : shared };
}

/** Sequences that go on after so many tokens of each answer, from which token on: the first run is of all samples. */
export function runsOf({ samples = 1, outputTokens, stops = [] }: CallSpec): readonly { readonly sequences: number; readonly fromToken: number; readonly toToken: number }[] {
  const runs: { sequences: number; fromToken: number; toToken: number }[] = [];
  let [sequences, from] = [samples, 1];
  for (const { tokens, keep } of [...stops].sort((a, b) => a.tokens - b.tokens)) {
    const to = Math.min(tokens, outputTokens);
    if (to > from) runs.push({ sequences, fromToken: from, toToken: to });
    from = Math.max(from, to);
    if (tokens < outputTokens) sequences = Math.max(1, Math.ceil(samples * keep));
  }
  if (outputTokens > from) runs.push({ sequences, fromToken: from, toToken: outputTokens });
  return runs;
}

/** The cost of one time: the prompt's new tokens once, which yields the first token of every sample, and a decode pass for each further token. */
export function timeCost(deployment: Deployment, call: CallSpec, start: Start): TimeCost {
  const { promptTokens, cachedTokens } = start;
  const whole = prefillPass({ batch: 1, promptTokens, outputTokens: 1, logits: 'last' });
  const first = passCost(deployment, cachedTokens === 0 ? whole : { ...whole, queryTokens: promptTokens - cachedTokens });
  const runs = runsOf(call);
  const steps = runs.map(({ sequences, fromToken, toToken }) => passCost(deployment, decodeRun(sequences, promptTokens, fromToken, toToken)));
  const { samples = 1 } = call;
  const outputTokens = runs.reduce((sum, { sequences, fromToken, toToken }) => sum + sequences * (toToken - fromToken), samples);
  return { first, whole: steps.reduce(plus, first), outputTokens, promptTokens };
}

/** The passes that make the tokens after `from` up to `to` of each sequence. */
function decodeRun(batch: number, promptTokens: number, from: number, to: number): Pass {
  const all = decodePass({ batch, promptTokens, outputTokens: to, logits: 'last' })!;
  return from === 1 ? all : { ...all, firstContext: promptTokens + from };
}

/** The cost of a time with several models in lock-step: each reads the prompt and makes every token. */
export function sumOfTimes(times: readonly TimeCost[]): TimeCost {
  return {
    ...times[0]!,
    first: times.reduce((sum, { first }) => plus(sum, first), freePass),
    whole: times.reduce((sum, { whole }) => plus(sum, whole), freePass),
  };
}
