import type { Device } from '../../model/device.js';
import { fpgas } from './fpga.js';
import { gpus } from './gpu.js';

export { planningLimits } from './fpga-planning.js';

/** Every device of the catalogue: FPGAs, then GPUs and a CPU. */
export const devices: readonly Device[] = [...fpgas, ...gpus];

/** The device of the catalogue with that name, undefined where there is none. */
export function deviceNamed(name: string): Device | undefined {
  return devices.find((device) => device.name === name);
}
