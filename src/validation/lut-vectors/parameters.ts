import { isRecord } from '../../sim/core/is-record.js';
import type { ReferenceRow } from '../system.js';
import { Malformed } from './malformed.js';

/** Typed access to the `params` of a row. Each reader throws `Malformed` where the parameter is not as it should be. */
export interface Parameters {
  /** A whole number from `least` to `most`; `usual` where it is absent and a usual value is given. */
  whole(name: string, least: number, most: number, usual?: number): number;
  number(name: string): number;
  flag(name: string): boolean;
}

/** The largest extent of a matrix that is taken for a real question. */
export const mostElements = 2 ** 24;

export function parametersOf(row: ReferenceRow): Parameters {
  const { params } = row;
  if (!isRecord(params)) throw new Malformed('the row has no params');
  const wrong = (name: string, rule: string): never => {
    throw new Malformed(Object.hasOwn(params, name) ? `${name} must be ${rule}, got ${JSON.stringify(params[name])}` : `the parameter ${name} is missing`);
  };
  return {
    whole(name, least, most, usual) {
      const value = params[name];
      if (value === undefined && usual !== undefined) return usual;
      return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : wrong(name, `a whole number from ${least} to ${most}`);
    },
    number(name) {
      const value = params[name];
      return typeof value === 'number' && Number.isFinite(value) ? value : wrong(name, 'a number');
    },
    flag(name) {
      const value = params[name];
      return typeof value === 'boolean' ? value : wrong(name, 'true or false');
    },
  };
}
