import { reject } from '../../../sim/core/diagnostics.js';
import type { Deployment } from '../../deployment.js';
import { freePass, passCost, plus, times, type PassCost } from '../../pass-cost.js';
import type { ScenarioAnswer } from '../../scenario-answer.js';
import type { Setting } from '../../scenario-kind.js';
import { answerOf, expectation, part, type MethodRun } from '../answer.js';
import { meanOverRows } from '../rows.js';
import { addedProduct, hiddenSize, layerCount, productAlone } from '../layers.js';
import { decodeRun, needOneStage, promptPass, scenarioOf, type Request } from '../request.js';
import { memoryOf, useOf, weightsHeld } from '../../resident.js';
import { reasonsAgainst } from '../runnable.js';
import { modulesAlone, needFeedForward, withoutModules } from './feed-forward.js';
import { requestCost } from './small-model.js';

/** Means over the tokens of a batch that are in each module, exact for each number of them. */
export function byModule({ smallShare, smallWidth }: { readonly smallShare: number; readonly smallWidth: number }, bigShare: number, request: Request, setting: Setting): ScenarioAnswer {
  const { deployment } = setting;
  needOneStage(deployment);
  needFeedForward(deployment);
  if (bigShare + smallShare > 1 + 1e-9) reject('scenario/shares', `shares of the big and the small module add up to ${bigShare + smallShare}`, { pointer: '/workload/scenario/by/smallShare', remedy: 'give shares of at most 1 together' });
  const { batch, promptTokens, outputTokens } = request;
  const scenario = scenarioOf(request);
  const little = modulesAlone(deployment, smallWidth);
  const trivial = bigShare === 1;
  const memory = memoryOf(deployment.machine, useOf(deployment, scenario), {}, trivial ? {} : { 'small modules': weightsHeld(little) });
  return answerOf(setting, reasonsAgainst([deployment, little], scenario, memory), memory, (): MethodRun => {
    const alone = requestCost(deployment, request);
    const steps = outputTokens - 1;
    const rest = withoutModules(deployment);
    const big = modulesAlone(deployment);
    const router = productAlone(deployment, addedProduct('module_router', hiddenSize(deployment.graph), 3));
    const layers = layerCount(deployment.graph);
    const readBy = (of: Deployment, part_: number): PassCost => {
      const tokens = Math.round(promptTokens * part_);
      return tokens === 0 ? freePass : passCost(of, promptPass(batch, tokens, promptTokens - tokens));
    };
    const stepsBy = (of: Deployment, part_: number): PassCost => (steps === 0 ? freePass : meanOverRows(batch, part_, (rows) => passCost(of, decodeRun(rows, promptTokens + 1, steps)!), (sum, one, weight) => plus(sum ?? freePass, times(one, weight))) ?? freePass);
    const prompt = trivial ? alone.prompt : [passCost(rest, promptPass(batch, promptTokens)), readBy(big, bigShare), readBy(little, smallShare), times(passCost(router, promptPass(batch, promptTokens)), layers)].reduce(plus);
    const decode = trivial || steps === 0 ? alone.decode : [passCost(rest, decodeRun(batch, promptTokens + 1, steps)!), stepsBy(big, bigShare), stepsBy(little, smallShare), times(passCost(router, decodeRun(batch, promptTokens + 1, steps)!), layers)].reduce(plus);
    return {
      requests: batch, outputTokens, firstSeconds: prompt.seconds, restSeconds: decode.seconds,
      parts: [part('prompt', 1, prompt), ...(steps > 0 ? [part('decode', steps, decode)] : [])],
      figures: [
        expectation('speedup', (alone.prompt.seconds + alone.decode.seconds) / (prompt.seconds + decode.seconds), '', 'seconds with the big module for all / mean seconds'),
        expectation('modulesReadPerStep', layers * (1 - (1 - bigShare) ** batch), '', 'big modules that a step reads: L (1 - (1 - s)^B)'),
      ],
      notes: trivial ? ['all tokens take the big modules: nothing is routed'] : ['tokens choose independently of one another and of the layer before; of the prompt each module has its share of tokens, rounded to whole ones', 'a router is a product with three outputs in each layer'],
    };
  });
}
