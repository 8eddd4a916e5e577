import { prefillPass } from '../../../sim/model/scenario.js';
import { freePass, passCost, plus, times, type PassCost } from '../../pass-cost.js';
import type { Deployment } from '../../deployment.js';
import type { ScenarioAnswer } from '../../scenario-answer.js';
import type { Setting } from '../../scenario-kind.js';
import { answerOf, expectation, figure, part, waitPart, type MethodRun } from '../answer.js';
import { deployAt } from '../deploy-at.js';
import { linkOf, type LinkInput } from '../link.js';
import { scenarioOf, type Request } from '../request.js';
import { memoryOf, useOf, weightsHeld } from '../../resident.js';
import { reasonsAgainst } from '../runnable.js';
import { requestCost, smallOf, type RequestCost, type SmallInput } from './small-model.js';

/** Means over requests: s big + (1 - s) small + router; of a cascade small + s big. Swaps of independent requests: s (1 - s) loads of each model. */
export function byRequest(by: SmallInput & { readonly router?: { readonly model: unknown }; readonly cascade?: boolean; readonly swapLink?: LinkInput }, bigShare: number, request: Request, setting: Setting): ScenarioAnswer {
  const { deployment: big } = setting;
  const { cascade = false } = by;
  const little = smallOf(by, setting);
  const router = by.router === undefined ? null : deployAt(setting, by.router, '/workload/scenario/by/router');
  const link = by.swapLink === undefined ? null : linkOf(by.swapLink, '/workload/scenario/by/swapLink');
  const { batch, outputTokens } = request;
  const scenario = scenarioOf(request);
  const [bigUse, smallUse] = [useOf(big, scenario), useOf(little, scenario)];
  const bigFirst = bigUse.heldBytes >= smallUse.heldBytes;
  const memory = memoryOf(big.machine, bigFirst ? bigUse : smallUse, {}, {
    ...(link === null ? { [bigFirst ? 'small model' : 'big model']: weightsHeld(bigFirst ? little : big) } : {}),
    ...(router === null ? {} : { router: weightsHeld(router) }),
  });
  return answerOf(setting, reasonsAgainst([big, little, ...(router === null ? [] : [router])], scenario, memory), memory, (): MethodRun => {
    const asked = router === null ? freePass : passCost(router, prefillPass({ ...scenario, outputTokens: 1 }));
    const [bigCost, smallCost] = [big, little].map((one) => requestCost(one, request)) as [RequestCost, RequestCost];
    const smallShare = cascade ? 1 : 1 - bigShare;
    const load = (one: Deployment): number => (link === null ? 0 : link.latencySeconds + weightsHeld(one) / link.bytesPerSecond);
    // Independent requests change the model with s (1 - s) to each; a cascade takes the small one in again behind each that went on.
    const changes = cascade ? bigShare : bigShare * (1 - bigShare);
    const swaps = changes * (load(big) + load(little));
    const mean = (of: (cost: RequestCost) => PassCost): PassCost => plus(scaled(of(smallCost), smallShare), scaled(of(bigCost), bigShare));
    const [prompts, decodes] = [mean(({ prompt }) => prompt), mean(({ decode }) => decode)];
    const total = asked.seconds + prompts.seconds + decodes.seconds + swaps;
    // An answer of a cascade is shown when it is known to be good enough.
    const firstSeconds = cascade
      ? asked.seconds + swaps + smallCost.prompt.seconds + smallCost.decode.seconds + bigShare * bigCost.prompt.seconds
      : asked.seconds + swaps + prompts.seconds;
    const alone = bigCost.prompt.seconds + bigCost.decode.seconds;
    return {
      requests: batch, outputTokens, firstSeconds, restSeconds: cascade ? bigShare * bigCost.decode.seconds : decodes.seconds,
      parts: [
        ...(router === null ? [] : [part('router', 1, asked)]),
        part('prompts', smallShare + bigShare, prompts),
        ...(outputTokens > 1 ? [part('decode', (smallShare + bigShare) * (outputTokens - 1), decodes)] : []),
        ...(swaps > 0 ? [waitPart('swaps of models', 2 * changes, swaps)] : []),
      ],
      figures: [
        expectation('speedup', alone / total, '', 'seconds of the big model / mean seconds'),
        figure('smallSpeedup', alone / (smallCost.prompt.seconds + smallCost.decode.seconds), '', 'seconds of the big model / of the small one'),
        figure('worstCaseSeconds', asked.seconds + (cascade ? alone + smallCost.prompt.seconds + smallCost.decode.seconds : Math.max(alone, smallCost.prompt.seconds + smallCost.decode.seconds)) + (link === null ? 0 : cascade ? load(big) + load(little) : Math.max(load(big), load(little))), 's', 'the slower way, with its swap'),
        expectation('swapsPerRequest', link === null ? 0 : 2 * changes, '', 'independent requests 2 s (1 - s), a cascade 2 s'),
      ],
      energyUnknown: 'what the link takes for a byte is not given',
      notes: [...(cascade ? ['what judges an answer costs nothing'] : []), ...(batch > 1 ? ['requests of a batch go to the same model'] : [])],
    };
  });
}

/** The same times a share; nothing at all of a share of nothing. */
function scaled(cost: PassCost, weight: number): PassCost {
  return weight === 0 ? freePass : times(cost, weight);
}
