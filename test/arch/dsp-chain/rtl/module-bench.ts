import assert from 'node:assert/strict';
import { toolRun } from '../../../kit/rtl-tools.js';
import { sourceFiles } from './sources.js';

/** A module with `aclk` and `enable`, and other ports by name with their bits. */
export interface BenchModule {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly inputs: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, number>>;
}

/** Numbers of ports, by name, signed where negative. */
export type PortValues = Readonly<Record<string, bigint>>;

/**
 * Outputs after each clock edge that `enable` lets through, as unsigned numbers; null where a bit is not known. The module gets an element
 * of `values` at each of them. Edges at which it is frozen come in between at random, with all inputs inverted.
 */
export async function simulateModule({ name, parameters, inputs, outputs }: BenchModule, values: readonly PortValues[]): Promise<readonly Readonly<Record<string, bigint | null>>[]> {
  const width = Object.values(inputs).reduce((sum, bits) => sum + bits, 0);
  const connections: string[] = ['.aclk(aclk)', '.enable(enable)'];
  let low = 0;
  for (const [port, bits] of Object.entries(inputs)) {
    connections.push(`.${port}(in[${low + bits - 1}:${low}])`);
    low += bits;
  }
  for (const port of Object.keys(outputs)) connections.push(`.${port}(${port})`);
  const bench = `module bench;
    reg aclk = 0, enable = 0;
    reg [${width - 1}:0] in;
    reg [${width - 1}:0] values [0:${values.length - 1}];
${Object.entries(outputs).map(([port, bits]) => `    wire [${bits - 1}:0] ${port};`).join('\n')}
    integer i, seed;
    ${name} #(${Object.entries(parameters).map(([parameter, value]) => `.${parameter}(${value})`).join(', ')}) dut (${connections.join(', ')});
    task edge_with(input go, input [${width - 1}:0] value);
        begin
            enable = go; in = value;
            #1 aclk = 1;
            #1 aclk = 0;
        end
    endtask
    initial begin
        seed = 1;
        $readmemh("values.hex", values);
        for (i = 0; i < ${values.length}; i = i + 1) begin
            while ($random(seed) % 3 == 0) edge_with(0, ~values[i]);
            edge_with(1, values[i]);
            $display("out${' %h'.repeat(Object.keys(outputs).length)}", ${Object.keys(outputs).join(', ')});
        end
    end
endmodule
`;
  const hex = values.map((value) => {
    let word = 0n;
    let at = 0n;
    for (const [port, bits] of Object.entries(inputs)) {
      word |= BigInt.asUintN(bits, value[port] ?? 0n) << at;
      at += BigInt(bits);
    }
    return word.toString(16);
  });
  const sources = sourceFiles();
  const { code, output } = await toolRun([...sources, ['bench.v', bench], ['values.hex', hex.join('\n')]],
    ['iverilog', '-g2001', '-s', 'bench', '-o', 'bench.vvp', 'bench.v', ...sources.map(([path]) => path)], ['vvp', 'bench.vvp']);
  assert.equal(code, 0, output);
  const lines = output.split('\n').filter((line) => line.startsWith('out '));
  assert.equal(lines.length, values.length, output);
  return lines.map((line) => Object.fromEntries(Object.keys(outputs).map((port, i) => {
    const digits = line.split(' ')[i + 1]!;
    return [port, /[xz]/i.test(digits) ? null : BigInt(`0x${digits}`)];
  })));
}

/** Numbers of so many bits each, the first in the lowest ones. */
export function concatenated(numbers: readonly number[], bits: number): bigint {
  return numbers.reduce((word, number, i) => word | (BigInt.asUintN(bits, BigInt(number)) << BigInt(bits * i)), 0n);
}
