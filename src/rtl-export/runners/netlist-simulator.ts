import { InputError } from '../../sim/core/diagnostics.js';
import type { Rng } from '../../sim/core/rng.js';
import { bigOf, limbOf } from './cell-runtime.js';
import { limbsOf } from './cell-code.js';
import { noModule } from './diagnostics.js';
import { mask } from './gather-code.js';
import type { Netlist } from './netlist.js';
import { compileModule, type CompileOptions } from './netlist-compile.js';
import type { StateField } from './netlist-frame.js';
import type { SimulatedPort, Simulator } from './simulator.js';

export interface NetlistSimulator extends Simulator {
  /** Nets with a name of the source, where `trace` was asked for; `getNet` reads them. */
  readonly nets: readonly SimulatedPort[];
  getNet(name: string): bigint;
  /** What is taken as 0 although the source leaves it unknown. */
  readonly notes: readonly string[];
}

/**
 * Simulates a module of a netlist with one clock, in two values: what Verilog leaves unknown (`x`) is 0, and `notes` says where that may
 * matter. It begins at power on. Throws an InputError for a netlist that it cannot simulate.
 */
export function netlistSimulator(netlist: Netlist, top: string, options: CompileOptions = {}): NetlistSimulator {
  const module = netlist.modules.find(({ name }) => name === top);
  if (module === undefined) throw new InputError([noModule(top, netlist.modules.map(({ name }) => name))]);
  const { inputs, outputs, nets, program, held, initial, unknown, notes } = compileModule(module, options);
  const state = Int32Array.from(initial);
  const written = new Map(inputs.map((field) => [field.name, field]));
  const read = new Map([...inputs, ...outputs].map((field) => [field.name, field]));
  const observed = new Map(nets.map((field) => [field.name, field]));
  let isSettled = false;

  const settle = (): void => {
    if (isSettled) return;
    program.settle(state);
    isSettled = true;
  };
  const valueOf = ({ word, width }: StateField): bigint => {
    settle();
    return bigOf(Array.from(state.subarray(word, word + limbsOf(width))), false);
  };

  return {
    inputs: inputs.map(named), outputs: outputs.map(named), nets: nets.map(named), notes,
    set(input, value) {
      const field = fieldOf(written, input, 'input');
      const number = BigInt(value);
      const size = BigInt(field.width);
      if (number >> size !== 0n && number >> (size - 1n) !== -1n) throw new RangeError(`${value} does not fit into the ${field.width} bits of ${input}`);
      const bits = BigInt.asUintN(field.width, number);
      for (let limb = 0; limb < limbsOf(field.width); limb++) state[field.word + limb] = limbOf(bits, limb);
      isSettled = false;
    },
    get: (port) => valueOf(fieldOf(read, port, 'port')),
    setInt(input, value) {
      const field = narrow(fieldOf(written, input, 'input'));
      state[field.word] = value & mask(field.width);
      isSettled = false;
    },
    getInt(port) {
      const field = narrow(fieldOf(read, port, 'port'));
      settle();
      return state[field.word]! >>> 0;
    },
    getNet: (name) => valueOf(fieldOf(observed, name, 'observed net')),
    settle,
    edge() {
      settle();
      program.commit(state);
      for (let i = 0; i < held.words; i++) state[held.first + i] = state[held.next + i]!;
      isSettled = false;
    },
    reset(random?: Rng) {
      state.set(initial);
      if (random !== undefined) {
        for (const [i, bits] of unknown.entries()) if (bits !== 0) state[i]! |= bits & random.integer(0, 2 ** 32 - 1);
      }
      isSettled = false;
    },
  };
}

function named({ name, width }: StateField): SimulatedPort {
  return { name, width };
}

function fieldOf(fields: ReadonlyMap<string, StateField>, name: string, what: string): StateField {
  const field = fields.get(name);
  if (field === undefined) throw new RangeError(`there is no ${what} ${name}`);
  return field;
}

function narrow(field: StateField): StateField {
  if (field.width > 32) throw new RangeError(`${field.name} has ${field.width} bits: read and write it as a bigint`);
  return field;
}
