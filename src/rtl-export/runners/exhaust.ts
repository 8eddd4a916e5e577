import { InputError } from '../../sim/core/diagnostics.js';
import { tooManyInputs } from './diagnostics.js';
import type { Simulator } from './simulator.js';

export type PortValues = Readonly<Record<string, number>>;

export interface Exhaustion {
  readonly ok: boolean;
  /** Input values that were tried. */
  readonly vectors: number;
  /** The first few mismatches. */
  readonly failures: readonly string[];
}

const mostFailures = 5;

/**
 * Tries all inputs of a combinational module of ports up to 32 bits. `reference` gives the outputs by name, negative numbers in two's
 * complement; outputs that it leaves out are not compared. The object of inputs is the same in every call. Throws an InputError where there
 * are more than `mostBits` input bits (22 by default: four million values, some seconds).
 */
export function exhaust(simulator: Simulator, reference: (inputs: PortValues) => PortValues, { mostBits = 22 }: { readonly mostBits?: number } = {}): Exhaustion {
  const { inputs, outputs } = simulator;
  const bits = inputs.reduce((sum, { width }) => sum + width, 0);
  if (bits > mostBits) throw new InputError([tooManyInputs(bits, mostBits)]);
  const values: Record<string, number> = {};
  const failures: string[] = [];
  const vectors = 2 ** bits;
  for (let vector = 0; vector < vectors && failures.length < mostFailures; vector++) {
    let at = 0;
    for (const { name, width } of inputs) {
      const value = Math.floor(vector / 2 ** at) % 2 ** width;
      at += width;
      values[name] = value;
      simulator.setInt(name, value);
    }
    const expected = reference(values);
    for (const { name, width } of outputs) {
      const wanted = expected[name];
      const given = simulator.getInt(name);
      if (wanted === undefined || modulo(wanted, width) === given) continue;
      failures.push(`${Object.entries(values).map(([input, value]) => `${input} ${value}`).join(', ')}: ${name} is ${given}, expected ${modulo(wanted, width)}`);
    }
  }
  return { ok: failures.length === 0, vectors, failures };
}

function modulo(value: number, width: number): number {
  const size = 2 ** width;
  return ((value % size) + size) % size;
}
