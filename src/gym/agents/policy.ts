import type { Rng } from '../../sim/core/rng.js';
import { fromUnit, toUnit, valueCount, type Parameter } from '../../sim/model/design-space.js';
import { drawIndex } from './draw-index.js';
import { normal } from './normal.js';

/** How a parameter is drawn: by a number for each categorical value, whose softmax is its probability; else by a normal distribution on [0, 1], what lies outside being the nearer end. */
export type Policy =
  | { readonly kind: 'softmax'; readonly logits: readonly number[] }
  | { readonly kind: 'normal'; readonly mean: number; readonly logDeviation: number };

/** What was drawn: the index of a value, or a number before it was cut to [0, 1]. */
export type Action = number;

/** Of a number without gaps. */
const narrowest = 1e-6;
/** Of a number with few values, in values: one draw in five still leaves the value in whose middle the mean is. */
const narrowestValues = 0.4;

export function freshPolicy(parameter: Parameter, deviation: number): Policy {
  if (parameter.type === 'categorical') return { kind: 'softmax', logits: parameter.values.map(() => 0) };
  return { kind: 'normal', mean: 0.5, logDeviation: Math.log(deviation) };
}

export function drawAction(policy: Policy, rng: Rng): Action {
  return policy.kind === 'softmax' ? drawIndex(softmax(policy.logits), rng) : policy.mean + Math.exp(policy.logDeviation) * normal(rng);
}

/** The value of the parameter that an action stands for. */
export function codeOf(parameter: Parameter, action: Action): number {
  return parameter.type === 'categorical' ? action : fromUnit(parameter, action);
}

/** An action that stands for this value. */
export function actionOf(parameter: Parameter, code: number): Action {
  return parameter.type === 'categorical' ? code : toUnit(parameter, code);
}

/** The narrowest that a normal distribution of the parameter becomes: with fewer draws beside the mean, no neighbour would be tried any more. */
export function leastDeviation(parameter: Parameter): number {
  const count = valueCount(parameter);
  return count === null ? narrowest : Math.max(narrowest, narrowestValues / count);
}

/**
 * The policy after a step of the given rate along sum_i A_i grad ln p(a_i) + c grad H: actions a with advantages A, the entropy H with its weight c. The normal one is stepped in its natural
 * gradient (Amari, Neural Computation 10, 1998), the mean in deviations, so that a step means the same however narrow it has become; its deviation stays from `least` to the whole range.
 */
export function stepped(policy: Policy, actions: readonly Action[], advantages: readonly number[], rate: number, pull: number, least = narrowest): Policy {
  if (policy.kind === 'softmax') {
    const p = softmax(policy.logits);
    const entropy = -p.reduce((sum, x) => sum + xLogX(x), 0);
    const gradient = p.map((x, value) => actions.reduce<number>((sum, action, i) => sum + advantages[i]! * ((action === value ? 1 : 0) - x), 0) - pull * (xLogX(x) + x * entropy));
    return { kind: 'softmax', logits: policy.logits.map((logit, value) => logit + rate * gradient[value]!) };
  }
  const deviation = Math.exp(policy.logDeviation);
  let [ofMean, ofLog] = [0, pull];
  actions.forEach((action, i) => {
    const z = (action - policy.mean) / deviation;
    ofMean += advantages[i]! * z;
    ofLog += advantages[i]! * (z * z - 1);
  });
  // The Fisher information of ln sigma is 2, that of the mean 1 / sigma^2.
  const logDeviation = policy.logDeviation + (rate * ofLog) / 2;
  return { kind: 'normal', mean: Math.min(1, Math.max(0, policy.mean + rate * deviation * ofMean)), logDeviation: Math.min(0, Math.max(Math.log(least), logDeviation)) };
}

export function softmax(logits: readonly number[]): number[] {
  const top = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function xLogX(x: number): number {
  return x > 0 ? x * Math.log(x) : 0;
}
