import type { Architecture, Fidelity } from '../model/architecture.js';
import type { OpGraph } from '../model/op-graph.js';
import type { QuantizationScheme } from '../model/quantization.js';
import { decodePass, passCount, prefillPass, type Pass, type Scenario } from '../model/scenario.js';
import type { Cost } from './cost.js';
import { costPhase, type CostSink } from './phase.js';
import { rooflineSeconds } from './roofline.js';
import { tasksOf, type Task } from './task.js';

/** The answer a search loop needs, and nothing else. Null where there is no decode. */
export interface FastTotals {
  readonly firstTokenSeconds: number;
  readonly secondsPerOutputToken: number | null;
  readonly tokensPerSecond: number;
  readonly latencySeconds: number;
}

let latency = 0;
const addLatency: CostSink = (_task, _op, cost: Cost, repeat) => {
  latency += cost.latency * repeat;
};

/** Latencies of a whole request at a fidelity, without per-op records: the same model code as `simulate`, to the last digit. */
export function fastTotals(machine: Architecture, graph: OpGraph, scheme: QuantizationScheme, scenario: Scenario, fidelity: Fidelity): FastTotals {
  const tasks = tasksOf(graph, scheme);
  const prefill = phaseSeconds(machine, tasks, scheme, prefillPass(scenario), fidelity);
  const pass = decodePass(scenario);
  const decode = pass === undefined ? 0 : phaseSeconds(machine, tasks, scheme, pass, fidelity);
  return {
    firstTokenSeconds: prefill,
    secondsPerOutputToken: pass === undefined ? null : decode / passCount(pass),
    tokensPerSecond: (scenario.batch * scenario.outputTokens) / (prefill + decode),
    latencySeconds: prefill + decode,
  };
}

function phaseSeconds(machine: Architecture, tasks: readonly Task[], scheme: QuantizationScheme, pass: Pass, fidelity: Fidelity): number {
  if (fidelity === 'roofline') return rooflinePhase(machine, tasks, scheme, pass);
  latency = 0;
  costPhase(machine, tasks, scheme, pass, fidelity, addLatency);
  return latency;
}

/** The same sum as over the records of `costPhase`, without the records. */
function rooflinePhase(machine: Architecture, tasks: readonly Task[], scheme: QuantizationScheme, pass: Pass): number {
  let seconds = 0;
  for (let i = 0; i < tasks.length; i++) {
    const task = tasks[i]!;
    const { op, epilogues } = task;
    const { repeat } = task.group;
    seconds += rooflineSeconds(machine, task, op, scheme, pass) * repeat;
    for (let j = 0; j < epilogues.length; j++) seconds += rooflineSeconds(machine, task, epilogues[j]!, scheme, pass) * repeat;
  }
  return seconds;
}
