import { computed, given, identifier, summed, type Explained } from '../core/explained.js';
import type { Op } from '../model/op-graph.js';
import type { SimulationResult } from '../model/result.js';
import { decodePass, passCount, prefillPass, type Pass } from '../model/scenario.js';
import { addAnalyticCost } from './analytic.js';
import { cacheText } from './cache-text.js';
import { emptyCost } from './cost.js';
import { explainArea, explainEnergy, explainPhaseEnergy } from './explain-energy.js';
import { explainEvents } from './explain-event.js';
import { fabricKinds } from './limits.js';
import { planOf } from './mapping-plan.js';
import { taskGrows, type MappingPlan } from './phase.js';
import { addRooflineCost } from './roofline.js';
import type { SimulationInput } from './simulate.js';
import { tasksOf, type Task } from './task.js';
import { passOf } from './task-pass.js';
import { growsWithContext, productsOf } from './work.js';

/** What `explain` can take apart. */
export const explainable: readonly string[] = [
  'totals.latencySeconds', 'totals.firstTokenSeconds', 'totals.secondsPerOutputToken', 'totals.tokensPerSecond', 'totals.energyJoules',
  ...(['prefill', 'decode'] as const).flatMap((phase) => ['latencySeconds', 'tokensPerSecond', 'computeUtilization', 'dramUtilization', 'energyJoules'].map((metric) => `phases.${phase}.${metric}`)),
  'memory.weightBytes', 'memory.kvCacheBytes',
  ...fabricKinds.map((kind) => `resources.${kind}.used`),
  'area.totalMm2',
];

/** The tree behind one number of a result, made by the model code that made the result. Undefined for metrics not in `explainable`, or null ones. */
export function explainMetric(input: SimulationInput, result: SimulationResult, path: string): Explained | undefined {
  const [area, key, metric] = path.split('.');
  if (path === 'totals.energyJoules') return explainEnergy(input, result);
  if (path === 'area.totalMm2') return explainArea(input, result);
  if (metric === 'energyJoules' && (key === 'prefill' || key === 'decode')) return explainPhaseEnergy(input, result, key);
  if (area === 'totals') return explainTotal(input, result, key!);
  if (area === 'phases' && (key === 'prefill' || key === 'decode')) return explainPhase(input, result, key, metric!);
  if (area === 'memory') return explainMemory(input, result, key!);
  if (area === 'resources') return explainResource(result, key!);
  return undefined;
}

function explainTotal(input: SimulationInput, result: SimulationResult, key: string): Explained | undefined {
  const { scenario } = input;
  const { totals } = result;
  switch (key) {
    case 'firstTokenSeconds': return totals.firstTokenSeconds === null ? undefined : phaseLatency(input, 'prefill');
    case 'latencySeconds': return requestLatency(input, totals.latencySeconds);
    case 'tokensPerSecond': {
      const latency = requestLatency(input, totals.latencySeconds);
      return latency === undefined || totals.tokensPerSecond === null ? undefined : computed('tokens_per_second', totals.tokensPerSecond, 'token/s', 'batch * output_tokens / latency', [given('batch', scenario.batch, 'requests', 'the scenario'), given('output_tokens', scenario.outputTokens, 'tokens', 'the scenario'), latency]);
    }
    case 'secondsPerOutputToken': {
      const decode = totals.secondsPerOutputToken === null ? undefined : phaseLatency(input, 'decode');
      return decode === undefined ? undefined : computed('seconds_per_output_token', totals.secondsPerOutputToken!, 's', 'decode / steps', [decode, given('steps', scenario.outputTokens - 1, 'steps', 'the scenario: output tokens but the first')]);
    }
    default: return undefined;
  }
}

/** Prefill and decode together. */
function requestLatency(input: SimulationInput, seconds: number | null): Explained | undefined {
  if (seconds === null) return undefined;
  return summed('latency', seconds, 's', [phaseLatency(input, 'prefill'), phaseLatency(input, 'decode')].filter((phase) => phase !== undefined));
}

function explainPhase(input: SimulationInput, result: SimulationResult, phase: 'prefill' | 'decode', metric: string): Explained | undefined {
  const values = result.phases[phase];
  const latency = values === null ? undefined : phaseLatency(input, phase);
  if (values === null || latency === undefined) return undefined;
  switch (metric) {
    case 'latencySeconds': return latency;
    case 'tokensPerSecond': return computed('tokens_per_second', values.tokensPerSecond, 'token/s', `tokens / ${latency.name}`, [given('tokens', values.tokens, 'tokens', 'batch x prompt tokens, or batch x decode steps'), latency]);
    case 'computeUtilization': return computed('compute_utilization', values.computeUtilization, '', `flops / (peak * ${latency.name})`, [given('flops', values.flops, 'OP', '2 x dense MACs of all ops'), given('peak', result.roofline.peakOpsPerSecond, 'OP/s', 'nominal peak of the format'), latency]);
    case 'dramUtilization': return computed('dram_utilization', values.dramUtilization, '', `dram_bytes / (peak * ${latency.name})`, [given('dram_bytes', values.dramBytes, 'B', 'all transfers of the phase'), given('peak', result.roofline.peakBytesPerSecond, 'B/s', `nominal peak of the ${result.roofline.memory}`), latency]);
    default: return undefined;
  }
}

/** Latency of a phase as the sum over its ops, each taken apart. */
function phaseLatency(input: SimulationInput, phase: 'prefill' | 'decode'): Explained | undefined {
  const pass = phase === 'prefill' ? prefillPass(input.scenario) : decodePass(input.scenario);
  if (pass === undefined) return undefined;
  const plan = planOf(input.mapping ?? 'rule');
  const ops = tasksOf(input.graph, input.scheme).flatMap((task) => {
    const own = passOf(task, pass);
    return own === null ? [] : explainTask(input, plan, task, own);
  });
  return summed(phase, ops.reduce((sum, op) => sum + op.value, 0), 's', ops);
}

/** The op of a task and its epilogues, each over all its layers and steps. */
function explainTask(input: SimulationInput, plan: MappingPlan, task: Task, pass: Pass): Explained[] {
  const execution = executions(input, plan, task, pass);
  const members = [task.op, ...task.epilogues];
  const layers = given('layers', task.group.repeat, 'layers', `layers of the group "${task.group.name}"`);
  const nameOf = (op: Op): string => `${identifier(task.group.name)}_${identifier(op.name)}`;
  if (!execution.grows) {
    const steps = passCount(pass);
    // The execution of a roofline is that of all products.
    const products = input.fidelity === 'roofline' ? 1 : productsOf(task.op, task.group, pass);
    const counted = [layers, given('steps', steps, 'steps', 'passes of the phase'), ...(products === 1 ? [] : [given('products', products, 'products', 'expected distinct experts of a pass')])];
    const formula = `layers * steps *${products === 1 ? '' : ' products *'} execution`;
    return execution.at(pass.lastContext).map((one, i) => computed(nameOf(members[i]!), task.group.repeat * steps * products * one.value, 's', formula, [...counted, one]));
  }
  const steps: Explained[][] = members.map(() => []);
  for (let context = pass.firstContext; context <= pass.lastContext; context++) {
    execution.at(context).forEach((one, i) => steps[i]!.push({ ...one, name: `context_${context}` }));
  }
  return members.map((op, i) => {
    const all = summed('all_steps', steps[i]!.reduce((sum, s) => sum + s.value, 0), 's', steps[i]!);
    return computed(nameOf(op), task.group.repeat * all.value, 's', 'layers * all_steps', [layers, all]);
  });
}

/** One execution of a task over a context, member by member; and whether it costs more the longer the context is. */
interface Executions {
  readonly grows: boolean;
  at(context: number): Explained[];
}

function executions(input: SimulationInput, plan: MappingPlan, task: Task, pass: Pass): Executions {
  const { machine, scheme, fidelity } = input;
  const members = [task.op, ...task.epilogues];
  if (fidelity === 'roofline') {
    return {
      grows: members.some(growsWithContext),
      at: (context) => members.map((op) => rooflineExecution(input, task, op, { ...pass, firstContext: context, lastContext: context, steps: 1 })),
    };
  }
  const { at, mode } = plan.choose({ machine, tiled: machine.tiled!, scheme, pass }, task);
  if (fidelity === 'event') return { grows: taskGrows(at, task), at: (context) => explainEvents(at, task, mode, context) };
  return {
    grows: taskGrows(at, task),
    at: (context) => {
      const found: Explained[] = [];
      addAnalyticCost(at, task, mode, context, 1, members.map(emptyCost), (i, explained) => {
        found[i] = explained;
      });
      return found;
    },
  };
}

/** max(work at the peak, bytes at the bandwidth) of one execution. */
function rooflineExecution(input: SimulationInput, task: Task, op: Op, pass: Pass): Explained {
  const cost = emptyCost();
  addRooflineCost(input.machine, task.group, op, task.format, input.scheme, pass, cost);
  const work = cost.busyArray0 + cost.busyVector;
  return computed('execution', cost.latency, 's', 'max(work, memory)', [
    given('work', work, 's', 'MACs or elements over the nominal peak of the format'),
    computed('memory', cost.busyLoad, 's', 'bytes / bytes_per_second', [given('bytes', cost.dramBytes, 'B', 'compulsory bytes of the op'), given('bytes_per_second', input.machine.peakBytesPerSecond, 'B/s', `nominal peak of the ${input.machine.memoryName}`)]),
  ]);
}

function explainMemory({ graph }: SimulationInput, result: SimulationResult, key: string): Explained | undefined {
  const { memory, workload } = result;
  if (key === 'kvCacheBytes') return given('kv_cache_bytes', memory.kvCacheBytes, 'B', cacheText(graph));
  if (key !== 'weightBytes') return undefined;
  return computed('weight_bytes', memory.weightBytes, 'B', 'linear + embedding + small', [
    computed('linear', memory.linearWeightBytes, 'B', 'weights * bits_per_weight / 8', [
      given('weights', (memory.linearWeightBytes * 8) / workload.bitsPerWeight, 'weights', `linear layers of ${workload.model}`),
      given('bits_per_weight', workload.bitsPerWeight, 'bit', `${workload.quantization}: values, scales, zero points, indices`),
    ]),
    given('embedding', memory.embeddingBytes, 'B', 'embedding tables in the format of the scheme'),
    given('small', memory.weightBytes - memory.linearWeightBytes - memory.embeddingBytes, 'B', 'norm gains and biases'),
  ]);
}

function explainResource(result: SimulationResult, kind: string): Explained | undefined {
  const known = fabricKinds.find((name) => name === kind);
  const entry = known === undefined ? undefined : result.resources?.[known];
  return entry?.used == null ? undefined : given(kind, entry.used, kind, entry.source, entry.quality ?? 'derived');
}
