import { InputError } from '../../sim/core/diagnostics.js';
import type { Deployment } from '../deployment.js';
import type { Setting } from '../scenario-kind.js';

/** What a field of a scenario deploys: another model, or the same one in another scheme. */
export interface DeployInput {
  readonly model?: unknown;
  readonly quantization?: unknown;
}

/** Deploys it. Problems with it stand at the field, whose pointer is given, and not where the workload has its own model. */
export function deployAt(setting: Setting, input: DeployInput, pointer: string): Deployment {
  const { model, quantization } = input;
  try {
    return setting.deploy({ ...(model === undefined ? {} : { model }), ...(quantization === undefined ? {} : { quantization }) });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((one) => {
      const field = /^\/workload(\/(?:model|quantization)\b.*)$/.exec(one.pointer ?? '')?.[1];
      if (field === undefined) return one;
      const { code, message, remedy } = one;
      return { code, message, ...(remedy === undefined ? {} : { remedy }), pointer: pointer + field };
    }));
  }
}
