import { InputError } from '../../sim/core/diagnostics.js';
import { badName, badParameter } from './diagnostics.js';
import type { TextFiles } from './yosys.js';

/** A module to look at: Verilog sources, which of them is the top, and the values of its parameters. */
export interface VerilogTop {
  readonly sources: TextFiles;
  readonly top: string;
  readonly parameters?: Readonly<Record<string, number>>;
}

/** Files and the first commands of a Yosys script, after which the design is `top` with its parameters and nothing else. */
export interface ReadTop {
  readonly files: TextFiles;
  readonly commands: readonly string[];
}

export interface ReadOptions {
  /** Put before every file name, so that two designs can be read one after the other. */
  readonly prefix?: string;
  /** Reads `assert` and `assume` as properties to prove (`-formal`). */
  readonly properties?: boolean;
}

const wrapper = 'archsim_instance';

/**
 * The parameters are given by an instance in a wrapper, which is then deleted. Yosys' own ways (`chparam`, `hierarchy -chparam`) make the
 * values unsigned, and a negative value, or a comparison in the module with one, would mean something else than in a simulator.
 * Throws an InputError for names that are no Verilog names and for values that are no integers.
 */
export function readTop({ sources, top, parameters = {} }: VerilogTop, { prefix = '', properties = false }: ReadOptions = {}): ReadTop {
  const overrides = Object.entries(parameters);
  const problems = [
    ...[top].filter(isNoName).map((name) => badName('top module', name)),
    ...overrides.filter(([name]) => isNoName(name)).map(([name]) => badName('parameter', name)),
    ...overrides.filter(([, value]) => !Number.isSafeInteger(value)).map(([name, value]) => badParameter(name, value)),
  ];
  if (problems.length > 0) throw new InputError(problems);
  const values = overrides.map(([name, value]) => `.${name}(${literal(value)})`).join(', ');
  const texts = { ...sources, [`${wrapper}.v`]: `module ${wrapper}; ${top}${values === '' ? '' : ` #(${values})`} instance_of_top(); endmodule\n` };
  const files = Object.fromEntries(Object.entries(texts).map(([name, text]) => [prefix + name, text]));
  return {
    files,
    commands: [
      `read_verilog -defer ${properties ? '-formal ' : ''}${Object.keys(files).filter((name) => name.endsWith('.v')).sort().join(' ')}`,
      `hierarchy -check -top ${wrapper}`,
      `delete ${wrapper}`,
      'hierarchy -check -auto-top',
      `rename -top ${top}`,
    ],
  };
}

/** A signed literal, since Verilog's plain numbers are signed: 32 bits where they suffice. */
function literal(value: number): string {
  const sign = value < 0 ? '-' : '';
  return Math.abs(value) < 2 ** 31 ? String(value) : `${sign}64'sd${Math.abs(value)}`;
}

function isNoName(name: string): boolean {
  return !/^[A-Za-z_]\w*$/.test(name);
}
