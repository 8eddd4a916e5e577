import { parseDocument } from '../../sim/core/document.js';
import { runScenario } from '../../serving/run-scenario.js';
import type { ScenarioResult } from '../../serving/scenario-result.js';

/** What a scenario says on one device, at the roofline. */
export function serve(scenario: object, { model, quantization, device }: { readonly model: string; readonly quantization: string; readonly device: unknown }): ScenarioResult {
  const file = { kind: 'scenario', name: 'the case of a claim', workload: { model, quantization, scenario }, architecture: { family: 'gpu', device }, fidelity: 'roofline' };
  return runScenario(parseDocument(JSON.stringify(file), 'claim'), { open: (path) => { throw new Error(`a claim opens no ${path}`); } });
}

/** A figure of an answer that has it; throws where the case of a claim cannot run. */
export function figureOf({ figures, reasons }: ScenarioResult, name: string): number {
  const value = figures.find((figure) => figure.name === name)?.value;
  if (typeof value !== 'number') throw new Error(`no figure ${name}: ${reasons.join('; ')}`);
  return value;
}
