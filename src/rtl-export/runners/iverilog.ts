import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../sim/core/diagnostics.js';
import { noSources, noTool } from './diagnostics.js';
import { findTool } from './find-tool.js';
import { runTool } from './run-tool.js';
import { inTemporaryFolder } from './temporary-folder.js';

/** What a self-checking testbench said. */
export interface BenchVerdict {
  readonly ok: boolean;
  /** Output beats that were compared, and cycles of the first run; only where it passed. */
  readonly vectors?: number;
  readonly cycles?: number;
  /** Why it did not pass. */
  readonly failure?: string;
}

export interface IverilogResult extends BenchVerdict {
  /** Version of Icarus Verilog. */
  readonly version: string;
  /** Lines that the compiler wrote. */
  readonly warnings: readonly string[];
  readonly log: string;
}

export interface IverilogOptions {
  readonly timeLimitMs?: number;
  /** The module to simulate; by default all that no other instantiates. */
  readonly testbench?: string;
  /** Parameters of that module. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** A list of the files, by path in the folder, in place of rtl/*.v and sim/*.v. */
  readonly fileList?: string;
}

/**
 * Compiles rtl/*.v and sim/*.v of a folder, or the files of a list, with Icarus Verilog (Verilog-2001, all warnings) and runs the testbench in the folder. Nothing is
 * written there. Throws an InputError where iverilog or vvp is not installed, or the folder has no sources.
 */
export async function runIverilog(folder: string, { timeLimitMs = 300_000, testbench, parameters = {}, fileList }: IverilogOptions = {}): Promise<IverilogResult> {
  const [iverilog, vvp] = [await findTool('iverilog'), await findTool('vvp')];
  if (iverilog === undefined || vvp === undefined) throw new InputError([noTool('iverilog')]);
  const { version } = iverilog;
  const sources = fileList === undefined ? [...await verilogFiles(folder, 'rtl'), ...await verilogFiles(folder, 'sim')] : ['-c', fileList];
  const chosen = testbench === undefined ? [] : ['-s', testbench, ...Object.entries(parameters).map(([name, value]) => `-P${testbench}.${name}=${value}`)];
  return inTemporaryFolder(async (place) => {
    const program = join(place, 'bench.vvp');
    const compiled = await runTool(iverilog.path, ['-g2001', '-Wall', ...chosen, '-o', program, ...sources], { folder, timeLimitMs });
    const warnings = linesOf(compiled.output);
    if (compiled.code !== 0) {
      return { version, ok: false, failure: compiled.timedOut ? timeText(timeLimitMs) : 'it does not compile', warnings, log: compiled.output };
    }
    // -n: a $stop ends the simulation, where else it would wait for commands.
    const { output, timedOut } = await runTool(vvp.path, ['-n', program], { folder, timeLimitMs });
    return { version, ...(timedOut ? { ok: false, failure: timeText(timeLimitMs) } : benchVerdict(output)), warnings, log: output };
  });
}

/** Reads `ARCHSIM PASS vectors=<n> cycles=<c>` or `ARCHSIM FAIL <what>` from what a testbench wrote; a failure outweighs all, and silence is one. */
export function benchVerdict(output: string): BenchVerdict {
  const lines = linesOf(output);
  const failed = lines.find((line) => line.startsWith('ARCHSIM FAIL'));
  if (failed !== undefined) return { ok: false, failure: failed.slice('ARCHSIM FAIL'.length).trim() };
  const passed = lines.map((line) => /^ARCHSIM PASS vectors=(\d+) cycles=(\d+)$/.exec(line)).find((match) => match !== null);
  if (passed == null) return { ok: false, failure: 'the testbench ended without a verdict' };
  return { ok: true, vectors: Number(passed[1]), cycles: Number(passed[2]) };
}

/** Verilog files of a part of the folder, as paths from the folder. Throws `rtl/no-sources` where `rtl` has none. */
export async function verilogFiles(folder: string, part: 'rtl' | 'sim'): Promise<string[]> {
  const names = await readdir(join(folder, part)).catch(() => []);
  const files = names.filter((name) => name.endsWith('.v')).sort();
  if (files.length === 0 && part === 'rtl') throw new InputError([noSources(folder)]);
  return files.map((name) => `${part}/${name}`);
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

function timeText(timeLimitMs: number): string {
  return `stopped at the time limit of ${timeLimitMs / 1000} s`;
}
