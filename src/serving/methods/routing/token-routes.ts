import type { Deployment } from '../../deployment.js';
import { freePass, passCost, plus, type PassCost } from '../../pass-cost.js';
import { decodeRun, promptPass } from '../request.js';

/** Costs of a request whose tokens are made by one of two models each. */
export interface RoutedCost {
  readonly first: PassCost;
  readonly rest: PassCost;
  /** Passes of each model, the small one first. */
  readonly passes: readonly [number, number];
}

/**
 * A request along recorded routes, one for each output token: the model that makes a token first reads all tokens that it has not read, in one pass with the last one, so
 * that its cache is whole. `routes[t]` is 0 for the small model and 1 for the big one.
 */
export function routedCost(models: readonly [Deployment, Deployment], routes: readonly number[], batch: number, promptTokens: number): RoutedCost {
  const read: [number, number] = [0, 0];
  const passes: [number, number] = [0, 0];
  let [first, rest] = [freePass, freePass];
  for (let t = 0; t < routes.length;) {
    const route = routes[t] === 0 ? 0 : 1;
    const context = promptTokens + t;
    const unread = context - read[route];
    // A model that goes on with its own tokens makes a run of decode steps.
    let run = 1;
    if (unread === 1 && t > 0) while (t + run < routes.length && (routes[t + run] === 0 ? 0 : 1) === route) run++;
    const cost = passCost(models[route], unread === 1 && t > 0 ? decodeRun(batch, context, run)! : promptPass(batch, unread, read[route]));
    if (t === 0) first = cost;
    else rest = plus(rest, cost);
    t += run;
    read[route] = context + run - 1;
    passes[route] += run;
  }
  return { first, rest, passes };
}
