import { areaResult } from '../../sim/engine/area.js';
import { addCost, emptyCost, type Cost } from '../../sim/engine/cost.js';
import { energyJoules } from '../../sim/engine/energy.js';
import { linearWeights, memoryUse } from '../../sim/engine/memory-use.js';
import { resourceResult } from '../../sim/engine/limits.js';
import { lowerBoundSeconds } from '../../sim/engine/lower-bound.js';
import { planOf } from '../../sim/engine/mapping-plan.js';
import { costPhase, rulePlan, type MappingPlan } from '../../sim/engine/phase.js';
import { simulate, type SimulationInput } from '../../sim/engine/simulate.js';
import type { Task } from '../../sim/engine/task.js';
import type { Architecture, Fidelity } from '../../sim/model/architecture.js';
import type { MappingChoice } from '../../sim/model/mapping.js';
import type { AreaResult, MemoryResult, SimulationResult } from '../../sim/model/result.js';
import { decodePass, passCount, prefillPass, type Pass } from '../../sim/model/scenario.js';

/** What designs of one workload share: found and parsed once. */
export interface Bench {
  readonly input: SimulationInput;
  readonly tasks: readonly Task[];
  /** Memory use by what of a machine it depends on. */
  readonly memory: KnownMemory[];
}

/** Memory use depends on the workload and on four properties of a machine. */
interface KnownMemory {
  readonly machine: Pick<Architecture, 'capacityBytes' | 'holdsEmbeddings' | 'keepsActivations' | 'fusesAttention'>;
  readonly use: MemoryResult;
}

/** Totals of one phase, with the digits of `simulate`. */
export interface PhaseFigures {
  readonly pass: Pass;
  /** Prompt tokens, or decode steps; times the batch. */
  readonly tokens: number;
  readonly total: Cost;
  /** Null where a part of the energy is not known. */
  readonly joules: number | null;
}

/** The figures of one design, each worked out when it is asked for: a search pays for what it looks at. Times are for designs that fit. */
export interface Figures {
  readonly bench: Bench;
  readonly machine: Architecture;
  readonly fidelity: Fidelity;
  readonly mapping: MappingChoice;
  prefill(): PhaseFigures;
  /** Null where there are no decode steps. */
  decode(): PhaseFigures | null;
  /** Watts that stand for an energy model that is not there; null where none are assumed. */
  readonly assumedWatts: number | null;
  memory(): MemoryResult;
  resources(): SimulationResult['resources'];
  /** Null where no part of it is modelled. */
  area(): AreaResult | null;
  lowerBound(phase: PhaseFigures): number;
  bitsPerWeight(): number;
  /** The whole result, for what is asked for rarely. */
  result(): SimulationResult;
}

export interface FigureOptions {
  readonly bench: Bench;
  readonly machine: Architecture;
  readonly fidelity: Fidelity;
  readonly mapping: MappingChoice;
  /** Whether energies are wanted: they cost as much as the times. */
  readonly withEnergy: boolean;
  /** Whether the board's power may stand for an energy model. */
  readonly acceptAssumed: boolean;
}

export function figuresOf(options: FigureOptions): Figures {
  const { bench, machine, fidelity, mapping, withEnergy, acceptAssumed } = options;
  const { input: { graph, scheme, scenario }, tasks } = bench;
  let plan: MappingPlan | undefined;
  let [prefill, decode]: (PhaseFigures | null | undefined)[] = [];
  let resources: SimulationResult['resources'] | undefined;
  let area: AreaResult | null | undefined;
  let result: SimulationResult | undefined;
  const planned = (): MappingPlan => (plan ??= mapping === 'rule' ? rulePlan : planOf(mapping));
  const assumedWatts = acceptAssumed && machine.energy === undefined ? machine.device.tdpWatts : null;
  const phase = (pass: Pass): PhaseFigures => {
    const tokens = scenario.batch * (pass.phase === 'prefill' ? scenario.promptTokens : passCount(pass));
    const costs = costsOf(machine, tasks, bench, pass, fidelity, planned(), withEnergy);
    return { pass, tokens, total: costs.total, joules: assumedWatts === null ? costs.joules : assumedWatts * costs.total.latency };
  };
  return {
    bench, machine, fidelity, mapping, assumedWatts,
    prefill: () => (prefill ??= phase(prefillPass(scenario))),
    decode: () => {
      if (decode !== undefined) return decode;
      const pass = decodePass(scenario);
      return (decode = pass === undefined ? null : phase(pass));
    },
    memory: () => memoryOf(bench, machine),
    resources: () => (resources === undefined ? (resources = resourceResult(machine)) : resources),
    area: () => (area === undefined ? (area = areaResult(machine)) : area),
    lowerBound: ({ pass }) => lowerBoundSeconds(machine, tasks, scheme, pass, fidelity === 'roofline' ? rulePlan : planned()),
    bitsPerWeight: () => {
      const weights = linearWeights(graph, scheme);
      return weights.count === 0 ? 0 : (weights.bytes * 8) / weights.count;
    },
    result: () => (result ??= simulate({ ...bench.input, machine, fidelity, mapping })),
  };
}

function costsOf(machine: Architecture, tasks: readonly Task[], { input: { scheme } }: Bench, pass: Pass, fidelity: Fidelity, plan: MappingPlan, withEnergy: boolean): { readonly total: Cost; readonly joules: number | null } {
  const total = emptyCost();
  let joules: number | null = withEnergy && machine.energy !== undefined ? 0 : null;
  costPhase(machine, tasks, scheme, pass, fidelity, (task, op, cost, repeat) => {
    addCost(total, cost, repeat);
    if (joules === null) return;
    const each = energyJoules(machine, op, task.format, scheme, cost);
    joules = each === null ? null : joules + each * repeat;
  }, plan);
  return { total, joules };
}

function memoryOf(bench: Bench, machine: Architecture): MemoryResult {
  const { capacityBytes, holdsEmbeddings, keepsActivations, fusesAttention } = machine;
  for (const known of bench.memory) {
    const { machine: own } = known;
    if (own.capacityBytes === capacityBytes && own.holdsEmbeddings === holdsEmbeddings && own.keepsActivations === keepsActivations && own.fusesAttention === fusesAttention) return known.use;
  }
  const { graph, scheme, scenario } = bench.input;
  const use = memoryUse(machine, graph, scheme, scenario);
  bench.memory.push({ machine: { capacityBytes, holdsEmbeddings, keepsActivations, fusesAttention }, use });
  return use;
}
