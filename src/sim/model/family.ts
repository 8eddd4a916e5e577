import type { Static, TSchema } from 'typebox';
import type { Architecture } from './architecture.js';
import type { Device } from './device.js';
import type { Quality } from '../core/estimate.js';

/** Where a parameter's value comes from, as an experiment states it. */
export interface ParameterSource {
  readonly quality: Quality;
  readonly source: string;
}

/** An architecture family: the schema of its parameters and what it makes of them on a device. */
export interface ArchitectureFamily {
  readonly name: string;
  readonly summary: string;
  /** JSON Schema of `architecture.parameters`, made when asked: a simulation checks with the compiled validator and needs no schema. */
  readonly schema: () => Promise<TSchema>;
  /**
   * The machine with these parameters (checked against the schema) on this device. `sources` maps a parameter's dotted path to where its
   * value is from. Throws `InputError` when parameters contradict one another; a design that does not fit is a value with infeasibilities.
   */
  build(parameters: unknown, device: Device, sources: Readonly<Record<string, ParameterSource>>): Architecture;
}

/** Closes a family's parameter type, so that registry, search and command line need none. */
export function defineArchitecture<Schema extends TSchema>(family: {
  readonly name: string;
  readonly summary: string;
  readonly schema: () => Promise<Schema>;
  readonly build: (parameters: Static<Schema>, device: Device, sources: Readonly<Record<string, ParameterSource>>) => Architecture;
}): ArchitectureFamily {
  return { ...family, build: (parameters, device, sources) => family.build(parameters as Static<Schema>, device, sources) };
}
