import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument, type Document } from '../../src/sim/core/document.js';
import type { SimulationInput } from '../../src/sim/engine/simulate.js';
import type { SimulationResult } from '../../src/sim/model/result.js';
import { fileKind } from '../../src/experiment/file-kind.js';
import { runDocument, simulationInput } from '../../src/experiment/run.js';
import type { DspChainParameters } from '../../src/arch/dsp-chain/spec.js';

/** The folder of the package, wherever the tests are compiled to. */
export function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'examples'))) folder = dirname(folder);
  return folder;
}

/** Bundled examples of kind experiment. */
export function experimentExamples(): readonly string[] {
  return readdirSync(join(repositoryRoot(), 'examples')).filter((file) => file.endsWith('.json') && fileKind(example(file).value) === 'experiment');
}

export function exampleText(file: string): string {
  return readFileSync(join(repositoryRoot(), 'examples', file), 'utf8');
}

export function example(file: string): Document {
  return parseDocument(exampleText(file), file);
}

type Changes = Readonly<Record<string, unknown>>;

function pairs(changes: Changes): (readonly [string, string])[] {
  return Object.entries(changes).map(([path, value]) => [path, typeof value === 'string' ? value : JSON.stringify(value)]);
}

/** Runs a bundled example with changed values. */
export function runExample(file: string, changes: Changes = {}): SimulationResult {
  return runDocument(example(file), { set: pairs(changes) });
}

/** What the engine is given for a bundled example with changed values. */
export function inputOfExample(file: string, changes: Changes = {}): SimulationInput {
  return simulationInput(example(file), { set: pairs(changes) }).input;
}

/** The array parameters of the bundled U280 example, with small tensors in the main memory so that any HBM device takes them. */
export function flightllmParameters(): DspChainParameters {
  const value = example('flightllm.json').value as { architecture: { parameters: DspChainParameters } };
  const { parameters } = value.architecture;
  return { ...parameters, memory: { ...parameters.memory, parameters: { memory: 'main', channels: 4 } } };
}

/** One decode step that sees `context` tokens. */
export function stepAt(context: number): Changes {
  return { 'workload.scenario.promptTokens': context - 1, 'workload.scenario.outputTokens': 2 };
}

/** A reference table of the project, parsed. */
export function referenceTable(file: string): unknown {
  return JSON.parse(readFileSync(join(repositoryRoot(), 'reference', file), 'utf8'));
}
