import type { Deployment } from '../../deployment.js';
import { freePass, passCost, type PassCost } from '../../pass-cost.js';
import type { Setting } from '../../scenario-kind.js';
import { deployAt, type DeployInput } from '../deploy-at.js';
import { decodeRun, needDecoder, promptPass, type Request } from '../request.js';

export interface SmallInput { readonly small: DeployInput }

/** The small model on the machine of the big one. */
export function smallOf({ small: input }: SmallInput, setting: Setting): Deployment {
  const little = deployAt(setting, input, '/workload/scenario/by/small');
  needDecoder(little, '/workload/scenario/by/small/model');
  return little;
}

/** Prompt and decode steps of a request on one model. */
export interface RequestCost {
  readonly prompt: PassCost;
  readonly decode: PassCost;
}

export function requestCost(deployment: Deployment, { batch, promptTokens, outputTokens }: Request): RequestCost {
  const run = decodeRun(batch, promptTokens + 1, outputTokens - 1);
  return { prompt: passCost(deployment, promptPass(batch, promptTokens)), decode: run === undefined ? freePass : passCost(deployment, run) };
}
