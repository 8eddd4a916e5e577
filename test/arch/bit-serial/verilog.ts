import assert from 'node:assert/strict';
import { verilog } from '../../../src/arch/bit-serial/rtl/verilog.js';
import type { RtlDesign } from '../../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../../src/rtl-export/kit/shared-sources.js';
import { testbenchOutput, toolOutput } from '../../kit/rtl-tools.js';

/** All modules of the tile, by path. */
export function tileSources(): Map<string, string> {
  return new Map(Object.entries(withSharedSources(verilog)));
}

/** What the kit's testbench says of a design. */
export async function testbenchVerdict(design: RtlDesign): Promise<string> {
  const output = await testbenchOutput(design);
  return output.split('\n').find((line) => line.startsWith('ARCHSIM')) ?? output;
}

/** A port of a module without a clock. */
export type CombinationalPort = readonly [name: string, bits: number];

export interface CombinationalModule {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, number>>;
  readonly inputs: readonly CombinationalPort[];
  readonly outputs: readonly CombinationalPort[];
  /** Verilog of further modules. */
  readonly source?: string;
}

/** What a module without a clock makes of each list of inputs: its outputs in order, as unsigned numbers. */
export async function evaluate(module: CombinationalModule, vectors: readonly (readonly number[])[]): Promise<number[][]> {
  const width = (ports: readonly CombinationalPort[]): number => ports.reduce((sum, [, bits]) => sum + bits, 0);
  const wiring = (ports: readonly CombinationalPort[], word: string): string[] => {
    let low = 0;
    return ports.map(([port, bits]) => {
      low += bits;
      return `.${port}(${word}[${low - 1}:${low - bits}])`;
    });
  };
  const parameters = Object.entries(module.parameters ?? {}).map(([name, value]) => `.${name}(${value})`);
  const bench = `
module bench;
    reg  [${width(module.inputs) - 1}:0] words [0:${vectors.length - 1}];
    reg  [${width(module.inputs) - 1}:0] word;
    wire [${width(module.outputs) - 1}:0] result;
    integer i;
    ${module.name} ${parameters.length === 0 ? '' : `#(${parameters.join(', ')})`} dut (${[...wiring(module.inputs, 'word'), ...wiring(module.outputs, 'result')].join(', ')});
    initial begin
        $readmemh("words.hex", words);
        for (i = 0; i < ${vectors.length}; i = i + 1) begin
            word = words[i];
            #1 $display("%h", result);
        end
    end
endmodule
`;
  const words = vectors.map((numbers) => packed(module.inputs, numbers).toString(16)).join('\n');
  const files = tileSources().set('bench.v', bench + (module.source ?? '')).set('words.hex', `${words}\n`);
  const sources = [...files.keys()].filter((path) => path.endsWith('.v'));
  const lines = (await toolOutput(files, ['iverilog', '-g2001', '-Wall', '-s', 'bench', '-o', 'bench.vvp', ...sources], ['vvp', '-n', 'bench.vvp'])).trim().split('\n');
  assert.equal(lines.length, vectors.length);
  return lines.map((line) => unpacked(module.outputs, BigInt(`0x${line}`)));
}

function packed(ports: readonly CombinationalPort[], numbers: readonly number[]): bigint {
  let [word, low] = [0n, 0n];
  ports.forEach(([, bits], i) => {
    word |= BigInt.asUintN(bits, BigInt(numbers[i]!)) << low;
    low += BigInt(bits);
  });
  return word;
}

function unpacked(ports: readonly CombinationalPort[], word: bigint): number[] {
  let rest = word;
  return ports.map(([, bits]) => {
    const number = Number(BigInt.asUintN(bits, rest));
    rest >>= BigInt(bits);
    return number;
  });
}
