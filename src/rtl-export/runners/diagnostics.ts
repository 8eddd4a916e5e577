import { problem, type Problem } from '../../sim/core/diagnostics.js';
import { suggestion } from '../../sim/core/near-name.js';
import { quote } from '../../sim/core/quote.js';

const maxName = 120;
const maxDetail = 300;

export function noYosys(reason: string): Problem {
  return problem('rtl/no-yosys', `Yosys is not here: ${reason.slice(0, maxDetail)}`, { remedy: 'install the optional package with npm install @yowasp/yosys@0.55.944, or put yosys on the PATH' });
}

export function noTool(name: string): Problem {
  return problem('rtl/no-tool', `there is no ${name} on the PATH`, { remedy: `install ${name}, or leave out the check that needs it` });
}

export function noSources(folder: string): Problem {
  return problem('rtl/no-sources', `there are no Verilog files in rtl/ of ${quote(folder, maxName)}`, { remedy: 'give a folder that archsim export-rtl wrote' });
}

export function yosysFailed(what: string, log: string): Problem {
  const line = log.split('\n').find((text) => text.includes('ERROR')) ?? log.trim().split('\n').at(-1) ?? '';
  return problem('rtl/yosys-failed', `Yosys could not ${what}: ${line.slice(0, maxDetail)}`);
}

export function badNetlist(what: string): Problem {
  return problem('rtl/bad-netlist', `the netlist is not one of Yosys' write_json: ${what.slice(0, maxDetail)}`);
}

export function noModule(name: string, known: readonly string[]): Problem {
  return problem('rtl/no-module', `the netlist has no module ${quote(name, maxName)}`, { remedy: suggestion(name.slice(0, 64), known) });
}

export function notFlat(cell: string, type: string): Problem {
  return problem('rtl/not-flat', `cell ${quote(cell, maxName)} is an instance of ${quote(type, maxName)}`, { remedy: 'flatten the netlist, and give the source of every module' });
}

export function unsupportedCell(cell: string, type: string, why: string): Problem {
  return problem('rtl/unsupported-cell', `cell ${quote(cell, maxName)} of type ${quote(type, maxName)} cannot be simulated: ${why}`);
}

export function combinationalLoop(names: readonly string[]): Problem {
  return problem('rtl/combinational-loop', `signals depend on themselves without a register between: ${names.map((name) => quote(name, maxName)).join(' -> ')}`, { remedy: 'put a register into the loop' });
}

export function notOneClock(cell: string, clock: string, why: string): Problem {
  return problem('rtl/not-one-clock', `cell ${quote(cell, maxName)} ${why}`, { remedy: `the simulator has one clock: the rising edge of ${quote(clock, maxName)}` });
}

export function clockIsData(cell: string, clock: string): Problem {
  return problem('rtl/clock-is-data', `cell ${quote(cell, maxName)} reads the clock ${quote(clock, maxName)} as data`, { remedy: 'use the clock for registers and memories only' });
}

export function noPort(port: string, known: readonly string[]): Problem {
  return problem('rtl/no-port', `the module has no port ${quote(port, maxName)}`, known.length === 0 ? {} : { remedy: suggestion(port.slice(0, 64), known) });
}

export function wrongPort(port: string, what: string): Problem {
  return problem('rtl/wrong-port', `port ${quote(port, maxName)} ${what}`);
}

export function extraPort(port: string, direction: 'input' | 'inout'): Problem {
  return problem('rtl/extra-port', `the module has ${direction === 'inout' ? 'an inout' : 'an input'} ${quote(port, maxName)} that the design has not`, { remedy: 'give it a value under "constants" of archsim-ports.json, or take the port away' });
}

export function badFileName(name: string): Problem {
  return problem('rtl/bad-file-name', `${quote(name, maxName)} is not a plain file name`, { remedy: 'use letters, digits, ".", "-" and "_", such as core.v' });
}

export function badName(what: string, name: string): Problem {
  return problem('rtl/bad-name', `${what} ${quote(name, maxName)} is not a Verilog name`, { remedy: 'use letters, digits and "_", not beginning with a digit' });
}

export function badParameter(name: string, value: number): Problem {
  return problem('rtl/bad-parameter', `parameter ${quote(name, maxName)} is ${value}`, { remedy: 'give a whole number' });
}

export function tooManyInputs(bits: number, most: number): Problem {
  return problem('rtl/too-many-inputs', `${bits} input bits have too many values to try them all; the most is ${most}`, { remedy: 'take narrower parameters' });
}

export function noNets(module: string): Problem {
  return problem('rtl/no-nets', `no net of ${quote(module, maxName)} can be recorded`, { remedy: 'make the simulator with trace, and give names of nets that it has' });
}
