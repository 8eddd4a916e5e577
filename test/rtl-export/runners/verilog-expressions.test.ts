import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { findTool } from '../../../src/rtl-export/runners/find-tool.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { runIverilog } from '../../../src/rtl-export/runners/iverilog.js';
import { inTemporaryFolder } from '../../../src/rtl-export/runners/temporary-folder.js';
import { wasmYosys } from '../../../src/rtl-export/runners/yosys.js';
import { createRng, type Rng } from '../../../src/sim/core/rng.js';
import { extremes } from './netlist-fixture.js';

interface Signal {
  readonly name: string;
  readonly width: number;
}

// Without division: Icarus Verilog 11 makes wide numbers divided by 1 to 0. The formulas of the operators cover it.
const binary = ['+', '-', '*', '&', '|', '^', '~^', '<<', '>>', '<<<', '>>>', '==', '!=', '<', '<=', '>', '>=', '&&', '||'];
const unary = ['~', '-', '!', '&', '|', '^', '~&', '~|', '~^', '+'];

function expression(signals: readonly Signal[], rng: Rng, depth: number): string {
  const inner = (): string => expression(signals, rng, depth - 1);
  const signal = rng.pick(signals);
  if (depth === 0) {
    const [low, length] = [rng.integer(0, signal.width - 1), rng.integer(1, 40)];
    switch (rng.integer(0, 6)) {
      case 0: return `${signal.name}[${Math.min(signal.width - 1, low + length)}:${low}]`;
      case 1: return `${rng.integer(2, 40)}'${rng.pick(['', 's'])}d${rng.integer(0, 3)}`;
      default: return signal.name;
    }
  }
  switch (rng.integer(0, 9)) {
    case 0: return `(${inner()} ? ${inner()} : ${inner()})`;
    case 1: return `{${inner()}, ${inner()}}`;
    case 2: return `{${rng.integer(1, 3)}{${inner()}}}`;
    case 3: return `${rng.pick(['$signed', '$unsigned'])}(${inner()})`;
    case 4: return `(${rng.pick(unary)} ${inner()})`;
    case 5: return `${signal.name}[${rng.pick(signals.filter(({ width }) => width < 8)).name} +: ${rng.integer(1, Math.min(9, signal.width))}]`;
    default: {
      const operator = rng.pick(binary);
      // Shift amounts are kept small, so that something is left to compare.
      return `(${inner()} ${operator} ${/<<|>>/.test(operator) ? rng.pick(signals.filter(({ width }) => width < 8)).name : inner()})`;
    }
  }
}

describe('random expressions of Verilog', function () {
  this.timeout(60_000);

  it('are the same in the netlist simulator and in Icarus Verilog, wherever that knows the value', async function () {
    if (await findTool('iverilog') === undefined) {
      console.log('      skipped: no iverilog on the PATH');
      this.skip();
    }
    const rng = createRng(2001);
    const inputs: Signal[] = Array.from({ length: 12 }, (_, i) => ({ name: `i${i}`, width: i < 3 ? rng.integer(3, 7) : rng.integer(1, 70) }));
    const outputs = Array.from({ length: 120 }, (_, i) => ({ name: `y${i}`, width: rng.integer(1, 70), text: expression(inputs, rng, rng.integer(1, 3)) }));
    const declare = (signal: Signal, kind: string): string => `${kind} [${signal.width - 1}:0] ${signal.name}`;
    const dut = `module dut(\n${[
      ...inputs.map((signal, i) => declare(signal, i % 2 === 0 ? 'input' : 'input signed')), ...outputs.map((signal) => declare(signal, 'output')),
    ].join(',\n')});\n${outputs.map(({ name, text }) => `assign ${name} = ${text};`).join('\n')}\nendmodule\n`;
    const vectors = Array.from({ length: 30 }, () => inputs.map(({ width }) => (
      rng.next() < 0.4 ? rng.pick(extremes(width)) : BigInt.asUintN(width, (BigInt(rng.integer(0, 2 ** 32 - 1)) << 38n) ^ BigInt(rng.integer(0, 2 ** 40))))));
    const bench = `module bench;\n${inputs.map((signal) => `reg [${signal.width - 1}:0] ${signal.name};`).join('\n')}\n${outputs.map((signal) => `wire [${signal.width - 1}:0] ${signal.name};`).join('\n')}
      dut dut(${[...inputs, ...outputs].map(({ name }) => `.${name}(${name})`).join(', ')});
      initial begin
      ${vectors.map((values) => `${values.map((value, i) => `${inputs[i]!.name} = ${inputs[i]!.width}'h${value.toString(16)};`).join(' ')} #1;\n${outputs.map(({ name }) => `$display("%b", ${name});`).join('\n')}`).join('\n')}
      end
    endmodule\n`;

    const log = await inTemporaryFolder(async (folder) => {
      for (const [part, text] of [['rtl', dut], ['sim', bench]] as const) {
        await mkdir(join(folder, part));
        await writeFile(join(folder, part, `${part}.v`), text);
      }
      return (await runIverilog(folder)).log;
    });
    const lines = log.trim().split('\n');
    assert.equal(lines.length, vectors.length * outputs.length, log.slice(0, 500));

    const simulator = netlistSimulator(await netlistOf(await wasmYosys(), { sources: { 'dut.v': dut }, top: 'dut' }), 'dut');
    let unknown = 0;
    for (const [v, values] of vectors.entries()) {
      for (const [i, value] of values.entries()) simulator.set(inputs[i]!.name, value);
      for (const [o, { name, width, text }] of outputs.entries()) {
        const wanted = lines[v * outputs.length + o]!;
        if (wanted.includes('x')) {
          // What is unknown in one place may count as one value here and as another there: such results are left out as a whole.
          unknown++;
          continue;
        }
        assert.equal(simulator.get(name).toString(2).padStart(width, '0'), wanted, `${name} = ${text} with ${values.map((value, i) => `${inputs[i]!.name}=${value}`).join(' ')}`);
      }
    }
    assert.ok(unknown < lines.length / 4, `${unknown} of ${lines.length} results are unknown`);
  });
});
