import { join } from 'node:path';
import { InputError } from '../sim/core/diagnostics.js';
import type { Document } from '../sim/core/document.js';
import type { RunOptions } from '../experiment/run.js';
import { text, texts, type Arguments } from './command.js';
import { scenarioHasNoPage } from './scenario-diagnostics.js';
import { exitCodes, type ExitCode } from './exit.js';
import { freeName } from './free-name.js';
import { openFile } from './open-file.js';
import type { Terminal } from './terminal.js';
import { turn } from './turn.js';

/** Documents that are scenarios, as `archsim run` shows them. */
export async function runScenarios(documents: readonly Document[], options: RunOptions, args: Arguments, terminal: Terminal): Promise<ExitCode> {
  for (const option of ['report', 'trace']) if (args[option] !== undefined) throw new InputError([scenarioHasNoPage(option)]);
  const { runScenario } = await import('../serving/run-scenario.js');
  const { parseRequirement } = await import('./requirement.js');
  const { scenarioTable } = await import('../reports/text/scenario-table.js');
  const checks = await Promise.all(texts(args['require']).map(parseRequirement));
  const out = text(args['out']);
  const failed: string[] = [];
  const names = new Set<string>();
  for (const [i, document] of documents.entries()) {
    const result = runScenario(document, { ...options, open: openFile });
    if (!result.feasible) failed.push(`${result.scenario.name}: ${result.reasons.join('; ')}`);
    failed.push(...checks.map((check) => check(result)).filter(({ met }) => !met).map((verdict) => `${result.scenario.name}: ${verdict.text}`));
    if (out !== undefined) (await import('./write-result.js')).writeResult(join(out, `${freeName(result.scenario.name, names)}.result.json`), result, terminal);
    terminal.print(args['json'] === true ? JSON.stringify(result) : `${i === 0 ? '' : '\n\n'}${scenarioTable(result, terminal)}`);
    await turn();
  }
  for (const line of failed) terminal.note(line);
  return failed.length === 0 ? exitCodes.done : exitCodes.missed;
}
