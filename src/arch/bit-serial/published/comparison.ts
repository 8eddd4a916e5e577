import { acceleratorOf, contenders, precisionOf, type Contender } from './contenders.js';
import type { DecoderShape } from './decoder-shape.js';
import type { ComparisonOptions } from './options.js';
import { passCost } from './pass-cost.js';

/** `discriminative`: one prefill of the prompt. `generative`: that and the decode steps. */
export const tasks = ['discriminative', 'generative'] as const;
export type TaskName = (typeof tasks)[number];

export interface TaskCost {
  readonly cycles: number;
  readonly energyPj: number;
}

/** Prompt of both tasks (HPCA 2025, section V-A). */
export const promptTokens = 256;
/** Decode steps of the released notebooks. */
export const notebookSteps = 20;

/** Cycles and energy of a task at batch 1. The energy is NaN where a buffer has none. Throws an `InputError` where the bits of a baseline are not known. */
export function taskCost(model: DecoderShape, contender: Contender, task: TaskName, options: ComparisonOptions): TaskCost {
  const accelerator = acceleratorOf(contender);
  const cost = (phase: 'prefill' | 'decode', context: number): TaskCost => {
    const { cycles, energyPj } = passCost(model, accelerator, precisionOf(contender, model.name, phase, options), { phase, context, batch: 1 }, options);
    return { cycles, energyPj: energyPj.total ?? NaN };
  };
  const prefill = cost('prefill', promptTokens);
  if (task === 'discriminative') return prefill;
  const steps = options.decodeSteps ?? notebookSteps;
  // A decode step sees the tokens before it and itself.
  const decode = options.frozenContext === true ? [[cost('decode', promptTokens), steps] as const] : Array.from({ length: steps }, (_, i) => [cost('decode', promptTokens + 1 + i), 1] as const);
  return decode.reduce((sum, [each, times]) => ({ cycles: sum.cycles + times * each.cycles, energyPj: sum.energyPj + times * each.energyPj }), prefill);
}

/** What a contender is worth against FP16 over all models: mean speed-up and mean normalised energy; energy is null where a buffer has none. */
export interface Standing {
  readonly speedup: number;
  readonly energy: number | null;
}

/** Standings of every contender in a task. The mean is geometric, or arithmetic by option. */
function standings(models: readonly DecoderShape[], task: TaskName, options: ComparisonOptions): Readonly<Record<Contender, Standing>> {
  const mean = options.arithmeticMean === true ? arithmeticMean : geometricMean;
  const costs = models.map((model) => Object.fromEntries(contenders.map((c) => [c, taskCost(model, c, task, options)])) as Record<Contender, TaskCost>);
  return Object.fromEntries(contenders.map((c): [Contender, Standing] => {
    const energy = mean(costs.map((cost) => cost[c].energyPj / cost.fp16.energyPj));
    return [c, { speedup: mean(costs.map((cost) => cost.fp16.cycles / cost[c].cycles)), energy: Number.isNaN(energy) ? null : energy }];
  })) as Record<Contender, Standing>;
}

/** Speed-up of lossy BitMoD over ANT and OliVe: in each task, and the mean of the two, which the abstract quotes. */
export interface Advantage {
  readonly discriminative: number;
  readonly generative: number;
  readonly mean: number;
}

/** The comparison of the paper under some options. */
export interface Comparison {
  readonly standings: Readonly<Record<TaskName, Readonly<Record<Contender, Standing>>>>;
  /** Lossy BitMoD over each baseline: the quotient of their mean speed-ups over FP16. */
  readonly over: Readonly<Record<'ant' | 'olive', Advantage>>;
}

/** All contenders on all models in both tasks. */
export function comparison(models: readonly DecoderShape[], options: ComparisonOptions): Comparison {
  const [discriminative, generative] = [standings(models, 'discriminative', options), standings(models, 'generative', options)];
  const advantage = (baseline: 'ant' | 'olive'): Advantage => {
    const [first, second] = [discriminative, generative].map((all) => all['bitmod-lossy'].speedup / all[baseline].speedup);
    return { discriminative: first!, generative: second!, mean: (first! + second!) / 2 };
  };
  return { standings: { discriminative, generative }, over: { ant: advantage('ant'), olive: advantage('olive') } };
}

function arithmeticMean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(arithmeticMean(values.map(Math.log)));
}
