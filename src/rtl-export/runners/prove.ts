import { InputError } from '../../sim/core/diagnostics.js';
import { yosysFailed } from './diagnostics.js';
import { readTop, type VerilogTop } from './verilog-top.js';
import type { YosysOptions, YosysRun, YosysRunner } from './yosys.js';

export interface Proof {
  /** `undecided`: the time was over first. */
  readonly outcome: 'proven' | 'refuted' | 'undecided';
  /** Values that refute it, as Yosys' table of them. */
  readonly counterexample?: string;
}

export interface BoundedOptions extends YosysOptions {
  /** Cycles from power on for which the assertions are proven. */
  readonly cycles: number;
}

/**
 * Proves by SAT that no assertion (`assert(...)` in a clocked process) of a module fails in the first cycles, for all inputs that its `assume`s
 * allow. Registers without an initial value may begin with anything. Throws `rtl/yosys-failed` where there is none, or Yosys rejects the sources.
 */
export async function proveAssertions(runner: YosysRunner, module: VerilogTop, { cycles, ...options }: BoundedOptions): Promise<Proof> {
  const { files, commands } = readTop(module, { properties: true });
  const script = [
    ...commands, 'proc', 'flatten', 'async2sync', 'memory', 'opt_clean', 'select -assert-min 1 t:$assert',
    // A clocked assertion shows one cycle after the values it speaks of.
    `sat -seq ${cycles + 1} -prove-asserts -set-assumes -show-inputs ${module.top}`,
  ].join('; ');
  return proofOf(`prove the assertions of ${module.top}`, await runner.run(script, files, { ...options, verbose: true }));
}

/**
 * Proves by SAT that two combinational modules with the same ports give the same outputs for all inputs. Adders and multipliers of 8 x 8 bits
 * take seconds, wide multipliers longer than anybody waits. Throws `rtl/yosys-failed` where the ports differ, or Yosys rejects the sources.
 */
export async function proveEquivalent(runner: YosysRunner, one: VerilogTop, other: VerilogTop, options: YosysOptions = {}): Promise<Proof> {
  const [first, second] = [readTop(one, { prefix: 'one_' }), readTop(other, { prefix: 'other_' })];
  const passes = ['proc', 'flatten', 'opt_clean', 'select -assert-none t:$*dff* t:$mem* t:$*latch*'];
  const script = [
    ...first.commands, ...passes, 'design -stash one',
    ...second.commands, ...passes, 'design -stash other',
    `design -copy-from one -as one ${one.top}`, `design -copy-from other -as other ${other.top}`,
    'miter -equiv -flatten one other both', 'sat -prove trigger 0 -show-inputs both',
  ].join('; ');
  return proofOf(`compare ${one.top} with ${other.top}`, await runner.run(script, { ...first.files, ...second.files }, { ...options, verbose: true }));
}

function proofOf(what: string, { ok, log, timedOut }: YosysRun): Proof {
  if (timedOut) return { outcome: 'undecided' };
  if (ok && log.includes('no model found: SUCCESS!')) return { outcome: 'proven' };
  if (!ok || !log.includes('model found: FAIL!')) throw new InputError([yosysFailed(what, log)]);
  const table = log.slice(log.lastIndexOf('Signal Name')).split('\n').slice(1);
  const end = table.findIndex((line) => line.trim() === '');
  return { outcome: 'refuted', counterexample: table.slice(0, end < 0 ? table.length : end).filter((line) => !/^\s*-/.test(line)).map((line) => line.trim()).join('\n') };
}
