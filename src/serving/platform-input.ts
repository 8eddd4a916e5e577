import type { Deployment } from './deployment.js';
import { linkFrom } from './platform/link-input.js';
import { devicesOf, oneDevice, type Parallelism } from './platform/parallelism.js';
import { platformDeployment } from './platform/platform-deployment.js';
import type { PlatformInput } from './schema/scenario.js';

const at = '/platform';

/** How a scenario spreads its model, what is left out being one device. */
export function parallelismOf({ tensor = 1, pipeline = 1, expert = 1, sequence = false }: PlatformInput = {}): Parallelism {
  return { ...oneDevice, tensor, pipeline, expert, sequence };
}

/** The deployment on the platform of a scenario. Throws where its model cannot be spread so, or where no link is known that its devices could use. */
export function deployedOn(input: PlatformInput | undefined, deployment: Deployment): Deployment {
  const parallelism = parallelismOf(input);
  return devicesOf(parallelism) === 1 ? deployment : platformDeployment(deployment, parallelism, linkFrom(input?.link, deployment.machine.device, at), at);
}
