import { decodePass, passCount, prefillPass, type Scenario } from '../../../sim/model/scenario.js';
import type { MemoryResult } from '../../../sim/model/result.js';
import type { Deployment } from '../../deployment.js';
import { freePass, passCost, type PassCost } from '../../pass-cost.js';
import type { Parallelism } from '../parallelism.js';
import { platformMemory } from '../platform-memory.js';

/** A batch of equal requests on one way to spread a model. */
export interface Point {
  readonly parallelism: Parallelism;
  readonly batch: number;
  readonly memory: MemoryResult;
  /** Null where it does not fit. */
  readonly run: PointRun | null;
}

export interface PointRun {
  readonly prefill: PassCost;
  /** All decode steps together. */
  readonly decode: PassCost;
  readonly steps: number;
  readonly firstTokenSeconds: number;
  /** Null where the prompt yields the only token. */
  readonly secondsPerOutputToken: number | null;
  readonly latencySeconds: number;
  /** batch x output tokens / (prefill + decode). */
  readonly tokensPerSecond: number;
}

export function pointAt(deployment: Deployment, parallelism: Parallelism, { batch, promptTokens, outputTokens }: Pick<Scenario, 'batch' | 'promptTokens' | 'outputTokens'>): Point {
  const scenario: Scenario = { batch, promptTokens, outputTokens, logits: 'last' };
  const memory = platformMemory(deployment, scenario);
  if (memory.fits === false) return { parallelism, batch, memory, run: null };
  const pass = decodePass(scenario);
  const prefill = passCost(deployment, prefillPass(scenario));
  const decode = pass === undefined ? freePass : passCost(deployment, pass);
  const steps = pass === undefined ? 0 : passCount(pass);
  const latencySeconds = prefill.seconds + decode.seconds;
  return {
    parallelism, batch, memory,
    run: { prefill, decode, steps, latencySeconds, firstTokenSeconds: prefill.seconds, secondsPerOutputToken: steps === 0 ? null : decode.seconds / steps, tokensPerSecond: (batch * outputTokens) / latencySeconds },
  };
}
