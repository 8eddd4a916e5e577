import type { Architecture, Fidelity } from '../model/architecture.js';
import type { MappingChoice } from '../model/mapping.js';
import type { OpGraph } from '../model/op-graph.js';
import type { QuantizationScheme } from '../model/quantization.js';
import { decodePass, passCount, prefillPass, type Pass, type Scenario } from '../model/scenario.js';
import { planOf } from './mapping-plan.js';
import { costPhase, type MappingPlan } from './phase.js';
import { rooflineSeconds } from './roofline.js';
import { formatOf, tasksOf, type Task } from './task.js';
import { opPass } from './task-pass.js';

/** The answer a search loop needs, and nothing else. Null where there is no decode. */
export interface FastTotals {
  readonly firstTokenSeconds: number;
  readonly secondsPerOutputToken: number | null;
  readonly tokensPerSecond: number;
  readonly latencySeconds: number;
}

/**
 * Latencies of a whole request at a fidelity, without per-op records: the same model code as `simulate`, to the last digit. Whether the design fits is not asked;
 * throws `RangeError` where a given mapping does not.
 */
export function fastTotals(machine: Architecture, graph: OpGraph, scheme: QuantizationScheme, scenario: Scenario, fidelity: Fidelity, mapping: MappingChoice = 'rule'): FastTotals {
  const tasks = fidelity === 'roofline' ? undefined : tasksOf(graph, scheme);
  const plan = planOf(mapping);
  const seconds = (pass: Pass): number => (tasks === undefined ? rooflinePhase(machine, graph, scheme, pass) : recordedPhase(machine, tasks, scheme, pass, fidelity, plan));
  const prefill = seconds(prefillPass(scenario));
  const pass = decodePass(scenario);
  const decode = pass === undefined ? 0 : seconds(pass);
  return {
    firstTokenSeconds: prefill,
    secondsPerOutputToken: pass === undefined ? null : decode / passCount(pass),
    tokensPerSecond: (scenario.batch * scenario.outputTokens) / (prefill + decode),
    latencySeconds: prefill + decode,
  };
}

function recordedPhase(machine: Architecture, tasks: readonly Task[], scheme: QuantizationScheme, pass: Pass, fidelity: Fidelity, plan: MappingPlan): number {
  let latency = 0;
  costPhase(machine, tasks, scheme, pass, fidelity, (_task, _op, cost, repeat) => {
    latency += cost.latency * repeat;
  }, plan);
  return latency;
}

/** The same sum as over the records of `costPhase`, op after op, without the records. */
function rooflinePhase(machine: Architecture, graph: OpGraph, scheme: QuantizationScheme, pass: Pass): number {
  let seconds = 0;
  const { groups } = graph;
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i]!;
    for (let j = 0; j < group.ops.length; j++) {
      const op = group.ops[j]!;
      const own = opPass(group, op, pass);
      if (own !== null) seconds += rooflineSeconds(machine, group, op, formatOf(op, scheme), scheme, own) * group.repeat;
    }
  }
  return seconds;
}
