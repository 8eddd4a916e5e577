import { parseDocument } from '../../src/sim/core/document.js';
import { run } from '../../src/experiment/run.js';
import { runScenario } from '../../src/serving/run-scenario.js';
import type { ScenarioResult } from '../../src/serving/scenario-result.js';
import type { SimulationResult } from '../../src/sim/model/result.js';
import { example } from '../kit/fixtures.js';

/** Where scenarios of the tests run unless a test says otherwise. */
export interface ServeOptions {
  readonly model?: unknown;
  readonly quantization?: unknown;
  readonly attention?: unknown;
  /** A whole architecture, in place of a GPU of the catalogue. */
  readonly architecture?: unknown;
  readonly device?: unknown;
  readonly fidelity?: 'roofline' | 'analytic';
  readonly platform?: unknown;
}

/** The architecture of a bundled experiment. */
export function architectureOf(file: string): unknown {
  return (example(file).value as { readonly architecture: unknown }).architecture;
}

const noFiles = (path: string): never => { throw new Error(`a test opens no ${path}`); };

const parts = ({ model = 'tinyllama-1.1b', quantization = 'fp16', attention, device = 'a100-sxm-80gb', architecture = { family: 'gpu', device }, fidelity = 'roofline' }: ServeOptions) =>
  ({ workload: { model, quantization, ...(attention === undefined ? {} : { attention }) }, architecture, fidelity });

/** The text of a scenario file. */
export function scenarioText(scenario: object, options: ServeOptions = {}, more: object = {}): string {
  const { workload, ...others } = parts(options);
  return JSON.stringify({ kind: 'scenario', name: 'test', workload: { ...workload, scenario }, ...others, ...(options.platform === undefined ? {} : { platform: options.platform }), ...more });
}

/** What a scenario answers. */
export function serve(scenario: object, options: ServeOptions = {}): ScenarioResult {
  return runScenario(parseDocument(scenarioText(scenario, options), 'test.json'), { open: noFiles });
}

/** The plain run of one batch of requests on the same machine. */
export function plainRun(scenario: { readonly batch?: number; readonly promptTokens: number; readonly outputTokens: number }, options: ServeOptions = {}): SimulationResult {
  const { workload, ...others } = parts(options);
  return run({ kind: 'experiment', name: 'test', workload: { ...workload, scenario }, ...others });
}

/** The figure of an answer with this name. */
export function figureOf(answer: Pick<ScenarioResult, 'figures'>, name: string): number | null {
  const found = answer.figures.find((figure) => figure.name === name);
  if (found === undefined) throw new Error(`no figure ${name}: ${answer.figures.map((figure) => figure.name).join(', ')}`);
  return found.value;
}
