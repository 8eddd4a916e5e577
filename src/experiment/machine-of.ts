import type { Architecture } from '../sim/model/architecture.js';
import type { Device } from '../sim/model/device.js';
import { familyNamed } from '../arch/registry.js';

/**
 * The machine of a family with parameters that were checked before, on a device: what a search builds again and again while workload and device stay. Throws
 * `InputError` where parameters contradict one another.
 */
export function machineOf(family: string, parameters: unknown, device: Device): Architecture {
  const found = familyNamed(family);
  if (found === undefined) throw new Error(`no architecture family is called ${family}`);
  return found.build(parameters, device, {});
}
