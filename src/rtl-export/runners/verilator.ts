import { InputError } from '../../sim/core/diagnostics.js';
import { noTool } from './diagnostics.js';
import { findTool } from './find-tool.js';
import { verilogFiles } from './iverilog.js';
import { runTool } from './run-tool.js';

export interface LintResult {
  /** Whether there is not a single warning. */
  readonly ok: boolean;
  /** Version of Verilator. */
  readonly version: string;
  /** One text a warning or error, beginning with `%Warning-NAME` or `%Error`. */
  readonly warnings: readonly string[];
}

export interface LintOptions {
  /** By default the module that no other instantiates. */
  readonly top?: string;
  readonly parameters?: Readonly<Record<string, number>>;
  readonly timeLimitMs?: number;
}

/** Lints rtl/*.v of a folder with all of Verilator's warnings. Throws an InputError where verilator is not installed, or there are no sources. */
export async function runVerilatorLint(folder: string, { top, parameters = {}, timeLimitMs = 120_000 }: LintOptions = {}): Promise<LintResult> {
  const tool = await findTool('verilator');
  if (tool === undefined) throw new InputError([noTool('verilator')]);
  const { output, code, timedOut } = await runTool(tool.path, [
    '--lint-only', '-Wall',
    ...(top === undefined ? [] : ['--top-module', top]),
    ...Object.entries(parameters).map(([name, value]) => `-G${name}=${value}`),
    ...await verilogFiles(folder, 'rtl'),
  ], { folder, timeLimitMs });
  const warnings = lintWarnings(output);
  if (timedOut) warnings.push(`%Error: stopped at the time limit of ${timeLimitMs / 1000} s`);
  else if (code !== 0 && warnings.length === 0) warnings.push(`%Error: ${output.trim()}`);
  return { ok: warnings.length === 0, version: tool.version, warnings };
}

/** The warnings and errors of Verilator's output, each with the lines that show where it is. */
export function lintWarnings(output: string): string[] {
  return output.split(/^(?=%(?:Warning|Error))/m).filter((text) => /^%(?:Warning|Error)/.test(text)).map((text) => text.trim());
}
