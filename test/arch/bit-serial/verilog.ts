import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from 'mocha';
import { verilog } from '../../../src/arch/bit-serial/rtl/verilog.js';
import type { RtlDesign } from '../../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../../src/rtl-export/kit/shared-sources.js';
import { testbenchFiles } from '../../../src/rtl-export/kit/testbench.js';
import { wrapperSource } from '../../../src/rtl-export/kit/wrapper.js';
import { findTool } from '../../../src/rtl-export/runners/find-tool.js';
import { runTool } from '../../../src/rtl-export/runners/run-tool.js';
import { inTemporaryFolder } from '../../../src/rtl-export/runners/temporary-folder.js';

const timeLimitMs = 60_000;

/** Skips the suite, and says so, where a program is not installed. */
export async function requireTool(suite: Context, name: string, versionFlag?: string): Promise<void> {
  if (await findTool(name, versionFlag) !== undefined) return;
  console.log(`      skipped: no ${name} on the PATH`);
  suite.skip();
}

/** All modules of the tile, by path. */
export function tileSources(): Map<string, string> {
  return new Map(Object.entries(withSharedSources(verilog)));
}

/** What a program writes about these files, in a folder that holds them. */
export function toolOutput(files: ReadonlyMap<string, string>, name: string, args: readonly string[]): Promise<string> {
  return inTemporaryFolder(async (folder) => {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return (await runTool(name, args, { folder, timeLimitMs })).output;
  });
}

/** What a simulation writes. All `.v` files are compiled as Verilog-2001, without any warning. */
export function simulate(files: ReadonlyMap<string, string>, top: string): Promise<string> {
  return inTemporaryFolder(async (folder) => {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const sources = [...files.keys()].filter((path) => path.endsWith('.v'));
    const compiled = await runTool('iverilog', ['-g2001', '-Wall', '-s', top, '-o', 'bench.vvp', ...sources], { folder, timeLimitMs });
    assert.equal(compiled.output, '');
    return (await runTool('vvp', ['-n', 'bench.vvp'], { folder, timeLimitMs })).output;
  });
}

/** A design inside the kit's wrapper `tile_top`, by path. */
export function wrapped(design: RtlDesign): Map<string, string> {
  return new Map([...Object.entries(design.sources), ['tile_top.v', wrapperSource(design, 'tile_top', 'test')]]);
}

/** What the kit's testbench says of a design. */
export async function testbenchVerdict(design: RtlDesign): Promise<string> {
  const output = await simulate(new Map([...wrapped(design), ...testbenchFiles(design, 'tile', 'tile_top', 'test')]), 'tb_tile');
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
  const lines = (await simulate(files, 'bench')).trim().split('\n');
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
