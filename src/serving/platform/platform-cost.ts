import type { Task } from '../../sim/engine/task.js';
import { passOf } from '../../sim/engine/task-pass.js';
import { growsWithContext, rowsOf } from '../../sim/engine/work.js';
import type { OpGraph } from '../../sim/model/op-graph.js';
import { passCount, type Pass } from '../../sim/model/scenario.js';
import { costOfTasks, type Costed, type PassCost } from '../task-cost.js';
import { collectiveSeconds, sentBytes } from './collective.js';
import { fullestExperts } from './expert-balance.js';
import { devicesOf, isRouted, layerCount } from './parallelism.js';
import { evenParts, lineSeconds, loopSeconds } from './pipeline.js';
import type { Platform } from './platform.js';
import { exchangesBehind } from './split-graph.js';
import { layerShares, sectionOf } from './stages.js';

/** What a pass costs on several devices, all of them together. */
export interface PlatformCost extends PassCost {
  /** Of the slowest micro-batch on its way through all stages, what is exchange. */
  readonly exchangeSeconds: number;
  /** What all devices send. */
  readonly exchangeBytes: number;
}

/** A deployment on a platform, in what its costs depend on. */
export interface Spread extends Costed {
  readonly graph: OpGraph;
  readonly tasks: readonly Task[];
}

/**
 * What a pass, or a run of decode passes, costs on a platform. Within a stage exchanges wait for what stands before them, and what follows waits for them. Micro-batches go
 * through stages and the links between them: prefill takes `lineSeconds`, until the last one is through; each decode step `loopSeconds`, since the first micro-batch goes on
 * while others are on their way. Of a run the mean step counts.
 *
 * With `only` it is a part of a step of unequal sequences. Tasks that see each token alone are split by tokens then. Of tasks that see a context the pass is some sequences among
 * others, which are taken to fill the pipeline: they take what the fullest stage works on them.
 */
export function platformPassCost(spread: Spread, platform: Platform, pass: Pass, only?: (task: Task) => boolean): PlatformCost {
  const { parallelism, link } = platform;
  const tasks = only === undefined ? spread.tasks : spread.tasks.filter(only);
  const fillsUp = only !== undefined && tasks.some(({ op }) => growsWithContext(op));
  const byTokens = only !== undefined && !fillsUp;
  const passes = fillsUp ? [pass] : parts(pass, parallelism.microBatches ?? parallelism.pipeline, byTokens);
  const totals = emptyTotals();
  const known = new Map<number, BatchTimes>();
  const times = passes.map((each) => {
    const size = each.batch * each.queryTokens;
    const found = known.get(size) ?? batchTimes(spread, platform, tasks, each, byTokens);
    known.set(size, found);
    addTotals(totals, found.totals, 1);
    return found;
  });
  const seconds = pipelineSeconds(times.map(({ stations }) => stations), passCount(pass), fillsUp ? 'full' : byTokens || pass.phase === 'decode' ? 'loop' : 'line', only === undefined ? link.latencySeconds : 0);
  const { busySeconds, exchangeBytes, joules, ...counts } = totals;
  return {
    seconds, exchangeSeconds: Math.max(...times.map((batch) => batch.exchangeSeconds)), exchangeBytes, ...counts,
    joules: joules === null ? null : joules + idleJoules(spread, devicesOf(parallelism) * seconds - busySeconds),
  };
}

/** Seconds of micro-batches with these times at each station, in all steps. In a loop a token goes back to the first stage before the next step. */
function pipelineSeconds(times: readonly (readonly number[])[], steps: number, way: 'full' | 'loop' | 'line', backSeconds: number): number {
  const [first] = times;
  if (way === 'full' || (times.length === 1 && first!.length === 1)) return Math.max(...first!);
  const line = times.map((stations) => [...stations.map((seconds) => seconds / steps), ...(way === 'loop' ? [backSeconds] : [])]);
  return steps * (way === 'loop' ? loopSeconds(line) : lineSeconds(line));
}

/** A pass in so many parts at most, the larger ones first: by its sequences, or by tokens where these are all of one sequence and nothing but tokens counts. */
function parts(pass: Pass, most: number, byTokens: boolean): readonly Pass[] {
  if (most === 1) return [pass];
  if (byTokens && pass.batch === 1) return evenParts(pass.queryTokens, most).map((queryTokens) => ({ ...pass, queryTokens }));
  return evenParts(pass.batch, most).map((batch) => ({ ...pass, batch }));
}

interface Totals {
  joules: number | null;
  macs: number;
  dramBytes: number;
  weightBytes: number;
  kvCacheBytes: number;
  exchangeBytes: number;
  /** Seconds that devices compute or load, all of them. */
  busySeconds: number;
}

function emptyTotals(): Totals {
  return { joules: 0, macs: 0, dramBytes: 0, weightBytes: 0, kvCacheBytes: 0, exchangeBytes: 0, busySeconds: 0 };
}

/** A micro-batch: its time at each station of the line (stage, link, stage, .. stage), and what it adds to the totals. */
interface BatchTimes { readonly stations: readonly number[]; readonly exchangeSeconds: number; readonly totals: Totals }

/** Layers are alike: each stage takes its share of the time of all of them. */
function batchTimes(spread: Spread, platform: Platform, tasks: readonly Task[], pass: Pass, byTokens: boolean): BatchTimes {
  const { link, hiddenSize, exchangedBytes, parallelism: { tensor, pipeline, expert, sequence } } = platform;
  const totals = emptyTotals();
  const sections = { before: [] as Task[], layers: [] as Task[], behind: [] as Task[] };
  for (const task of tasks) sections[pipeline === 1 ? 'layers' : sectionOf(spread.graph, task.group)].push(task);
  let exchangeSeconds = 0;
  const secondsOf = (section: readonly Task[]): number => {
    const found = sectionTimes(spread, platform, section, pass, byTokens, totals);
    exchangeSeconds += found.exchangeSeconds;
    return found.seconds;
  };
  const [before, layers, behind] = [secondsOf(sections.before), secondsOf(sections.layers), secondsOf(sections.behind)];
  // What sees each token alone is what a stage hands on: attention alone sends nothing.
  const sends = pipeline > 1 && sections.layers.some(({ op }) => op.kind === 'linear');
  const [own] = parts(pass, expert, byTokens);
  const bytes = sends ? Math.ceil((own!.batch * own!.queryTokens) / (sequence ? tensor : 1)) * hiddenSize * exchangedBytes : 0;
  const sendSeconds = passCount(pass) * collectiveSeconds('send', bytes, 2, link);
  totals.exchangeBytes += (pipeline - 1) * passCount(pass) * bytes * tensor * expert;
  const stations = layerShares(layerCount(spread.graph), pipeline).flatMap((share, stage) => {
    const seconds = layers * share + (stage === 0 ? before : 0) + (stage === pipeline - 1 ? behind : 0);
    return stage === 0 ? [seconds] : [sendSeconds, seconds];
  });
  return { stations, exchangeSeconds: exchangeSeconds + (pipeline - 1) * sendSeconds, totals };
}

/**
 * Some tasks of a micro-batch. The device of `expert` with the most sequences tells how long everything but experts takes, and the one with the most distinct experts how long
 * these do. Counts are of all devices, each with its own sequences.
 */
function sectionTimes(spread: Spread, platform: Platform, tasks: readonly Task[], pass: Pass, byTokens: boolean, totals: Totals): { readonly seconds: number; readonly exchangeSeconds: number } {
  if (tasks.length === 0) return { seconds: 0, exchangeSeconds: 0 };
  const { parallelism: { tensor, expert }, experts } = platform;
  const isSpread = ({ op }: Task): boolean => expert > 1 && isRouted(op);
  const [routed, plain] = [tasks.filter(isSpread), tasks.filter((task) => !isSpread(task))];
  const own = parts(pass, expert, byTokens);
  let seconds = 0;
  for (let first = 0, next = 0; first < own.length; first = next) {
    while (next < own.length && own[next]!.batch === own[first]!.batch && own[next]!.queryTokens === own[first]!.queryTokens) next++;
    const cost = costOfTasks(spread, plain, own[first]!);
    if (first === 0) seconds = cost.seconds;
    addCostTo(totals, cost, tensor * (next - first));
  }
  if (routed.length > 0 && experts !== null) {
    const cost = costOfTasks(spread, routed, pass);
    const held = Math.ceil(experts.count / expert);
    addCostTo(totals, cost, (tensor * experts.count) / held);
    const tokens = rowsOf(routed[0]!.group, passOf(routed[0]!, pass) ?? pass);
    const mean = -held * Math.expm1(tokens * Math.log1p(-experts.active / experts.count));
    seconds += (cost.seconds * fullestExperts(experts.count, experts.active, expert, tokens)) / mean;
  }
  let exchangeSeconds = 0;
  for (const task of tasks) {
    const { op, group } = task;
    const mine = passOf(task, own[0]!);
    if (mine === null) continue;
    for (const { kind, among, valuesPerRow } of exchangesBehind(op, group, platform)) {
      const devices = among === 'tensor' ? tensor : expert;
      const bytes = rowsOf(group, mine) * valuesPerRow * platform.exchangedBytes;
      const count = group.repeat * passCount(mine);
      exchangeSeconds += count * collectiveSeconds(kind, bytes, devices, platform.link);
      totals.exchangeBytes += count * sentBytes(kind, bytes, devices) * tensor * expert;
    }
  }
  return { seconds: seconds + exchangeSeconds, exchangeSeconds };
}

/** Adds what so many devices cost that each cost the same. */
function addCostTo(sum: Totals, { seconds, ...cost }: PassCost, devices: number): void {
  addTotals(sum, { ...cost, busySeconds: seconds, exchangeBytes: 0 }, devices);
}

function addTotals(sum: Totals, more: Totals, times: number): void {
  sum.joules = sum.joules === null || more.joules === null ? null : sum.joules + more.joules * times;
  sum.macs += more.macs * times;
  sum.dramBytes += more.dramBytes * times;
  sum.weightBytes += more.weightBytes * times;
  sum.kvCacheBytes += more.kvCacheBytes * times;
  sum.exchangeBytes += more.exchangeBytes * times;
  sum.busySeconds += more.busySeconds * times;
}

/** What devices draw that wait. Links have no energy of their own. */
function idleJoules({ machine }: Costed, seconds: number): number {
  return Math.max(0, seconds) * (machine.energy?.staticPower.value ?? 0);
}
