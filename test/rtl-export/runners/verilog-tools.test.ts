import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type Context } from 'mocha';
import { findTool } from '../../../src/rtl-export/runners/find-tool.js';
import { benchVerdict, runIverilog, type IverilogResult } from '../../../src/rtl-export/runners/iverilog.js';
import { inTemporaryFolder } from '../../../src/rtl-export/runners/temporary-folder.js';
import { lintWarnings, runVerilatorLint, type LintResult } from '../../../src/rtl-export/runners/verilator.js';

const core = 'module core #(parameter WIDTH = 4) (input [WIDTH-1:0] a, output [WIDTH-1:0] y); assign y = ~a; endmodule\n';
const bench = (body: string): string => `module tb; reg [3:0] a; wire [3:0] y; core dut(.a(a), .y(y));\n  initial begin a = 4'd5; #1; ${body} end\nendmodule\n`;

async function needs(context: Context, tool: string): Promise<void> {
  if (await findTool(tool) !== undefined) return;
  console.log(`      skipped: no ${tool} on the PATH`);
  context.skip();
}

async function inExport<T>(files: Readonly<Record<string, string>>, use: (folder: string) => Promise<T>): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    for (const part of ['rtl', 'sim']) await mkdir(join(folder, part));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return use(folder);
  });
}

describe('the verdict of a testbench', () => {
  it('is passed with its numbers, failed with its reason, and failed where there is none', () => {
    assert.deepEqual(benchVerdict('loading\nARCHSIM PASS vectors=120 cycles=37\n'), { ok: true, vectors: 120, cycles: 37 });
    assert.deepEqual(benchVerdict('ARCHSIM PASS vectors=1 cycles=2\nARCHSIM FAIL phase b: beat 3\n'), { ok: false, failure: 'phase b: beat 3' });
    const silence = { ok: false, failure: 'the testbench ended without a verdict' };
    assert.deepEqual(benchVerdict(''), silence);
    assert.deepEqual(benchVerdict('ARCHSIM PASS\nit said ARCHSIM PASS vectors=1 cycles=2'), silence);
  });
});

describe('Icarus Verilog', () => {
  const run = (body: string, files: Readonly<Record<string, string>> = {}, timeLimitMs = 20_000): Promise<IverilogResult> => (
    inExport({ 'rtl/core.v': core, 'sim/tb.v': bench(body), ...files }, async (folder) => {
      const result = await runIverilog(folder, { timeLimitMs });
      assert.deepEqual((await readdir(folder)).sort(), ['rtl', 'sim']);
      return result;
    }));

  it('compiles and runs a folder without writing into it, and finds files from there', async function () {
    await needs(this, 'iverilog');
    const result = await run(`begin : read reg [3:0] golden [0:0]; $readmemh("sim/golden.hex", golden); if (y === golden[0]) $display("ARCHSIM PASS vectors=1 cycles=2"); end`, { 'sim/golden.hex': 'a\n' });
    assert.deepEqual([result.ok, result.vectors, result.cycles, result.warnings], [true, 1, 2, []]);
    assert.match(result.version, /Icarus Verilog version \d+/);
  });

  it('returns the reason of a failure, the errors of the compiler and its warnings', async function () {
    await needs(this, 'iverilog');
    const failed = await run('$display("ARCHSIM FAIL y is %d", y);');
    assert.deepEqual([failed.ok, failed.failure], [false, 'y is 10']);
    const broken = await run('', { 'rtl/core.v': 'module core(input a; endmodule\n' });
    assert.deepEqual([broken.ok, broken.failure], [false, 'it does not compile']);
    assert.ok(broken.warnings.some((line) => line.includes('syntax error')));
    const narrow = await run('$display("ARCHSIM PASS vectors=1 cycles=1");', { 'rtl/more.v': 'module more(input [7:0] a, output y); core dut(.a(a), .y(y)); endmodule\n' });
    assert.ok(narrow.ok && narrow.warnings.length > 0);
  });

  it('is stopped at the time limit, and does not wait for commands', async function () {
    await needs(this, 'iverilog');
    const endless = await run('forever #1 a = a + 1;', {}, 1500);
    assert.deepEqual([endless.ok, endless.failure], [false, 'stopped at the time limit of 1.5 s']);
    assert.equal((await run('$stop;')).failure, 'the testbench ended without a verdict');
  });

  it('says where there are no sources', async function () {
    await needs(this, 'iverilog');
    await inTemporaryFolder(async (folder) => { await assert.rejects(runIverilog(folder), /rtl\/no-sources/); });
  });
});

describe('Verilator', () => {
  const lint = (files: Readonly<Record<string, string>>, options: Parameters<typeof runVerilatorLint>[1] = {}): Promise<LintResult> => (
    inExport(files, (folder) => runVerilatorLint(folder, options)));

  it('has nothing to say about a clean module', async function () {
    await needs(this, 'verilator');
    const { ok, warnings, version } = await lint({ 'rtl/core.v': core }, { top: 'core', parameters: { WIDTH: 9 } });
    assert.deepEqual([ok, warnings], [true, []]);
    assert.match(version, /Verilator \d/);
  });

  it('returns one text for each warning and error', async function () {
    await needs(this, 'verilator');
    const { ok, warnings } = await lint({ 'rtl/core.v': 'module core(input [3:0] a, output [4:0] y, output z); assign y = a; endmodule\n' });
    assert.equal(ok, false);
    assert.ok(warnings.some((text) => text.startsWith('%Warning-WIDTH')) && warnings.some((text) => text.startsWith('%Warning-UNDRIVEN')), warnings.join('\n'));
    assert.equal((await lint({ 'rtl/core.v': 'module core(input a; endmodule\n' })).ok, false);
  });

  it('has its output taken apart at the warnings', () => {
    assert.deepEqual(lintWarnings('hello\n%Warning-A: x\n  : more\n%Error: y\n'), ['%Warning-A: x\n  : more', '%Error: y']);
    assert.deepEqual(lintWarnings(''), []);
  });
});
