import type { Architecture, Fidelity } from '../model/architecture.js';
import type { MappingChoice } from '../model/mapping.js';
import { isEncoder, parameterCount, type Op, type OpGraph } from '../model/op-graph.js';
import type { QuantizationScheme } from '../model/quantization.js';
import type { OperatorResult, PhaseResult, SimulationResult, Totals } from '../model/result.js';
import { decodePass, passCount, prefillPass, type Pass, type Scenario } from '../model/scenario.js';
import { areaResult } from './area.js';
import { addCost, emptyCost, type Cost } from './cost.js';
import { energyGap, energyJoules } from './energy.js';
import { stallTimes } from './event/stall-times.js';
import { lowerBoundSeconds } from './lower-bound.js';
import { exceededLimits, fabricKinds, planningWarnings, resourceResult, unsupportedOps } from './limits.js';
import { linearWeights, memoryUse } from './memory-use.js';
import { mappingLimits, planOf } from './mapping-plan.js';
import { mappingResult } from './mapping-result.js';
import { costPhase, rulePlan, type MappingPlan } from './phase.js';
import { tasksOf, type Task } from './task.js';

/** Everything that an answer depends on. */
export interface SimulationInput {
  readonly name: string;
  readonly graph: OpGraph;
  readonly scheme: QuantizationScheme;
  readonly scenario: Scenario;
  readonly machine: Architecture;
  readonly fidelity: Fidelity;
  /** How matrix products are mapped; by the rule where it is left out. */
  readonly mapping?: MappingChoice;
  readonly digests: Readonly<Record<string, string>>;
  readonly version: string;
  readonly warnings: readonly string[];
}

/** The full answer for one experiment: phases, totals, memory, resources and every operator. */
export function simulate(input: SimulationInput): SimulationResult {
  const { graph, scheme, scenario, machine, fidelity, mapping = 'rule' } = input;
  if (scenario.outputTokens > 1 && isEncoder(graph)) throw new RangeError(`an encoder gives one output, not ${scenario.outputTokens}`);
  const weights = linearWeights(graph, scheme);
  const memory = memoryUse(machine, graph, scheme, scenario);
  const resources = resourceResult(machine, scheme.weights.type);
  const tasks = tasksOf(graph, scheme);
  const reasons = [...machine.infeasibilities(), ...unsupportedOps(machine, graph, scheme), ...exceededLimits(memory, machine, resources), ...mappingLimits(machine, tasks, scheme, scenario, mapping)];
  const operators: OperatorResult[] = [];
  const runs = reasons.length === 0;
  const first = prefillPass(scenario);
  const steps = decodePass(scenario);
  const plan = planOf(mapping);
  const prefill = runs ? phaseResult(input, tasks, first, plan, operators) : null;
  const decode = runs && steps !== undefined ? phaseResult(input, tasks, steps, plan, operators) : null;
  const mapped = runs && fidelity !== 'roofline' && mapping !== 'rule' ? mappingResult(machine, tasks, scheme, scenario, mapping, plan) : undefined;
  if (!runs) for (const pass of [first, steps]) if (pass !== undefined) operators.push(...untimedOperators(input, tasks, pass));
  return {
    schemaVersion: 1,
    experiment: { name: input.name, digest: input.digests.experiment ?? '' },
    architecture: { family: machine.family, name: `${machine.family} on ${machine.device.name}`, device: machine.device.name },
    workload: {
      model: graph.name, quantization: scheme.name, parameters: parameterCount(graph), bitsPerWeight: weights.count === 0 ? 0 : (weights.bytes * 8) / weights.count,
      batch: scenario.batch, promptTokens: scenario.promptTokens, outputTokens: scenario.outputTokens,
    },
    fidelity,
    feasible: runs,
    reasons,
    warnings: [...input.warnings, ...machine.warnings(), ...planningWarnings(resources)],
    phases: { prefill, decode },
    totals: totalsOf(scenario, prefill, decode, machine.device.priceDollars),
    memory,
    resources,
    area: areaResult(machine),
    roofline: { peakOpsPerSecond: 2 * nominalPeak(machine, scheme), peakBytesPerSecond: machine.peakBytesPerSecond, memory: machine.memoryName },
    operators,
    ...(mapped === undefined ? {} : { mapping: mapped }),
    assumptions: machine.assumptions(),
    notModelled: notModelled(machine, scheme, resources),
    published: [],
    comparisons: machine.comparisons?.() ?? [],
    provenance: { archsimVersion: input.version, seed: 0, digests: input.digests },
  };
}

function nominalPeak(machine: Architecture, scheme: QuantizationScheme): number {
  return machine.peakMacsPerSecond(scheme.weights.type, scheme.activations);
}

function phaseResult(input: SimulationInput, tasks: readonly Task[], pass: Pass, plan: MappingPlan, operators: OperatorResult[]): PhaseResult {
  const { machine, scheme, fidelity, scenario } = input;
  const { total, joules, byName } = costsOf(machine, tasks, scheme, pass, fidelity, plan);
  const peak = nominalPeak(machine, scheme);
  for (const entry of byName.values()) operators.push(operatorResult(entry, pass, machine, peak));
  const tokens = scenario.batch * (pass.phase === 'prefill' ? scenario.promptTokens : passCount(pass));
  const busySeconds = busy(machine, fidelity, total);
  return {
    tokens,
    cycles: cyclesOf(machine, total.latency),
    latencySeconds: total.latency,
    lowerBoundSeconds: lowerBoundSeconds(machine, tasks, scheme, pass, fidelity === 'roofline' ? rulePlan : plan),
    tokensPerSecond: tokens / total.latency,
    flops: 2 * total.macs,
    dramBytes: total.dramBytes,
    energyJoules: joules,
    computeUtilization: total.macs / (peak * total.latency),
    dramUtilization: total.dramBytes / (machine.peakBytesPerSecond * total.latency),
    bindingResource: Object.entries(busySeconds).reduce((a, b) => (b[1] > a[1] ? b : a))[0],
    boundBy: { compute: total.compute, memory: total.memory, vector: total.vector, overhead: total.overhead },
    busySeconds,
    stallSeconds: stallTimes(total),
  };
}

interface OpCost {
  readonly name: string;
  readonly op: Op;
  readonly cost: Cost;
  count: number;
  joules: number | null;
}

/** The costs of a phase in all, and of each op over its layers and steps. */
function costsOf(machine: Architecture, tasks: readonly Task[], scheme: QuantizationScheme, pass: Pass, fidelity: Fidelity, plan: MappingPlan): { total: Cost; joules: number | null; byName: ReadonlyMap<string, OpCost> } {
  const total = emptyCost();
  let joules: number | null = 0;
  const byName = new Map<string, OpCost>();
  // An encoder and the decoder behind it have ops of one name and other shapes.
  const paired = tasks.some(({ group }) => group.stack === 'decoder');
  costPhase(machine, tasks, scheme, pass, fidelity, (task, op, cost, repeat) => {
    addCost(total, cost, repeat);
    const name = paired && task.group.stack === 'encoder' ? `encoder.${op.name}` : op.name;
    let entry = byName.get(name);
    if (entry === undefined) {
      entry = { name, op, cost: emptyCost(), count: 0, joules: 0 };
      byName.set(name, entry);
    }
    addCost(entry.cost, cost, repeat);
    entry.count += task.group.repeat * passCount(pass);
    const each = energyJoules(machine, op, task.format, scheme, cost);
    entry.joules = sumOrNull(entry.joules, each, repeat);
    joules = sumOrNull(joules, each, repeat);
  }, plan);
  return { total, joules, byName };
}

function sumOrNull(sum: number | null, each: number | null, times: number): number | null {
  return sum === null || each === null ? null : sum + each * times;
}

/** The operators of a design that does not fit: what does not depend on the machine's speed, and compulsory bytes. */
function untimedOperators({ machine, scheme }: SimulationInput, tasks: readonly Task[], pass: Pass): OperatorResult[] {
  const { byName } = costsOf(machine, tasks, scheme, pass, 'roofline', rulePlan);
  return [...byName.values()].map((entry) => ({
    ...operatorResult(entry, pass, machine, 1), bound: null, cycles: null, latencySeconds: null, energyJoules: null, computeUtilization: null,
  }));
}

function busy(machine: Architecture, fidelity: Fidelity, total: Cost): Readonly<Record<string, number>> {
  const first = fidelity === 'roofline' || machine.tiled === null ? 'matrix units' : machine.tiled.modes[0]!.unit;
  const second = fidelity === 'roofline' ? undefined : machine.tiled?.modes[1]?.unit;
  return {
    [first]: total.busyArray0,
    ...(second === undefined ? {} : { [second]: total.busyArray1 }),
    'vector unit': total.busyVector,
    [`${machine.memoryName} load`]: total.busyLoad,
    [`${machine.memoryName} store`]: total.busyStore,
    ...(fidelity === 'roofline' || machine.tiled?.feed === undefined ? {} : { feed: total.busyFeed }),
  };
}

function operatorResult({ name, op, cost, count, joules }: OpCost, pass: Pass, machine: Architecture, peak: number): OperatorResult {
  const parts: [NonNullable<OperatorResult['bound']>, number][] = [['compute', cost.compute], ['memory', cost.memory], ['vector', cost.vector], ['overhead', cost.overhead]];
  return {
    name, kind: op.kind, phase: pass.phase, count,
    m: cost.m, n: cost.n === 0 ? null : cost.n, k: cost.k === 0 ? null : cost.k,
    flops: 2 * cost.macs,
    weightBytes: cost.weightBytes, activationBytes: cost.activationBytes, kvCacheBytes: cost.kvCacheBytes, dramBytes: cost.dramBytes,
    arithmeticIntensity: cost.dramBytes === 0 ? null : (2 * cost.macs) / cost.dramBytes,
    bound: parts.reduce((a, b) => (b[1] > a[1] ? b : a))[0],
    cycles: cyclesOf(machine, cost.latency),
    latencySeconds: cost.latency,
    energyJoules: joules,
    computeUtilization: cost.latency === 0 ? null : cost.macs / (peak * cost.latency),
  };
}

/** Clock cycles in that time, rounded to whole ones; null where the machine has no clock. */
function cyclesOf(machine: Architecture, seconds: number): number | null {
  return machine.clockHz === null ? null : Math.round(seconds * machine.clockHz);
}

function totalsOf(s: Scenario, prefill: PhaseResult | null, decode: PhaseResult | null, price: number | null): Totals {
  if (prefill === null) return { firstTokenSeconds: null, secondsPerOutputToken: null, tokensPerSecond: null, latencySeconds: null, energyJoules: null, averagePowerWatts: null, tokensPerJoule: null, tokensPerSecondPerDollar: null };
  const latencySeconds = prefill.latencySeconds + (decode?.latencySeconds ?? 0);
  const tokensPerSecond = (s.batch * s.outputTokens) / latencySeconds;
  const energyJoules = sumOrNull(prefill.energyJoules, decode === null ? 0 : decode.energyJoules, 1);
  return {
    firstTokenSeconds: prefill.latencySeconds,
    secondsPerOutputToken: decode === null ? null : decode.latencySeconds / (s.outputTokens - 1),
    tokensPerSecond, latencySeconds,
    energyJoules, averagePowerWatts: energyJoules === null ? null : energyJoules / latencySeconds, tokensPerJoule: energyJoules === null ? null : (s.batch * s.outputTokens) / energyJoules,
    tokensPerSecondPerDollar: price === null ? null : tokensPerSecond / price,
  };
}

function notModelled(machine: Architecture, scheme: QuantizationScheme, resources: SimulationResult['resources']): SimulationResult['notModelled'] {
  const energy = energyGap(machine, scheme);
  const list = energy === null ? [] : [{ path: 'totals.energyJoules', reason: energy }];
  if (machine.device.priceDollars === null) list.push({ path: 'totals.tokensPerSecondPerDollar', reason: 'the device has no price: give one in a device of your own' });
  if (resources !== null) for (const kind of fabricKinds) if (resources[kind].used === null) list.push({ path: `resources.${kind}`, reason: resources[kind].source });
  if (machine.clockHz === null) list.push({ path: 'phases.*.cycles', reason: machine.tiled === null ? 'a device known by its peaks has no cycle model' : 'no single clock counts the cycles of this machine' });
  return list;
}
