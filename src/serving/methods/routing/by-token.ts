import { createRng } from '../../../sim/core/rng.js';
import type { ScenarioAnswer } from '../../scenario-answer.js';
import type { Setting } from '../../scenario-kind.js';
import { answerOf, figure, part, type MethodRun } from '../answer.js';
import { scenarioOf, type Request } from '../request.js';
import { cacheBytes, memoryOf, useOf, weightsHeld } from '../../resident.js';
import { reasonsAgainst } from '../runnable.js';
import { requestCost, smallOf, type SmallInput } from './small-model.js';
import { routedCost } from './token-routes.js';

/** One run of drawn or recorded routes. */
export function byToken(by: SmallInput & { readonly seed?: number; readonly trace?: readonly number[] }, bigShare: number, request: Request, setting: Setting): ScenarioAnswer {
  const { deployment: big } = setting;
  const little = smallOf(by, setting);
  const { batch, promptTokens, outputTokens } = request;
  const scenario = scenarioOf(request);
  const { trace } = by;
  const rng = createRng(by.seed ?? 0);
  const routes = Array.from({ length: outputTokens }, (_, t) => (trace === undefined ? (rng.next() < bigShare ? 1 : 0) : trace[t % trace.length]!));
  const longest = promptTokens + outputTokens - 1;
  const memory = memoryOf(big.machine, useOf(big, scenario), {}, { 'small model': weightsHeld(little), 'keys and values of the small model': cacheBytes(little, batch, longest) });
  return answerOf(setting, reasonsAgainst([big, little], scenario, memory), memory, (): MethodRun => {
    const { first, rest, passes } = routedCost([little, big], routes, batch, promptTokens);
    const alone = requestCost(big, request);
    return {
      requests: batch, outputTokens, firstSeconds: first.seconds, restSeconds: rest.seconds,
      parts: [part('first token', 1, first), ...(outputTokens > 1 ? [part('further tokens', outputTokens - 1, rest)] : [])],
      figures: [
        figure('bigTokens', passes[1], 'tokens', 'output tokens that the big model made in this run'),
        figure('smallTokens', passes[0], 'tokens', 'output tokens that the small model made in this run'),
        figure('speedup', (alone.prompt.seconds + alone.decode.seconds) / (first.seconds + rest.seconds), '', 'seconds of the big model alone / of this run'),
      ],
      notes: [
        trace === undefined ? `one run whose routes are drawn with the seed ${by.seed ?? 0}, no mean` : 'the routes are the recorded ones',
        'a model reads tokens of the other one in its next pass; what says who makes a token costs nothing',
        ...(batch > 1 ? ['sequences of a batch take the same routes'] : []),
      ],
    };
  });
}
