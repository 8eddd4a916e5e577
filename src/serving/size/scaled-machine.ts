import type { Architecture } from '../../sim/model/architecture.js';
import type { Deployment } from '../deployment.js';

/** A device as a multiple of the given one. */
export interface Scale {
  readonly compute: number;
  readonly bandwidth: number;
  /** Bytes of its memory; null for as many as are needed. */
  readonly capacityBytes: number | null;
}

/** The same deployment on a device of another speed: peaks of matrix and vector units together, and of the memory that weights stream from. */
export function scaledDeployment(deployment: Deployment, { compute, bandwidth, capacityBytes }: Scale): Deployment {
  const { machine } = deployment;
  const scaled: Architecture = {
    ...machine, capacityBytes,
    peakMacsPerSecond: (weights, activations) => compute * machine.peakMacsPerSecond(weights, activations),
    peakVectorElementsPerSecond: machine.peakVectorElementsPerSecond === null ? null : compute * machine.peakVectorElementsPerSecond,
    peakBytesPerSecond: bandwidth * machine.peakBytesPerSecond,
  };
  return { ...deployment, machine: scaled };
}
