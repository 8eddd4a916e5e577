import { fromUnit, valueOf, type Parameter, type ParameterValue } from '../../sim/model/design-space.js';
import type { Trial } from '../agents/agent.js';
import type { Executor } from '../executors/executor.js';
import { isLegal } from '../problem/evaluation.js';
import type { Evaluation, SearchProblem } from '../problem/search-problem.js';
import { relativeLoss } from './relative-loss.js';

/** The best design with another value of one parameter. */
export interface Variant {
  readonly value: ParameterValue;
  /** For each objective by how much it is worse than at the best, as a share of that (negative: better); null where the design is not legal. */
  readonly losses: readonly number[] | null;
  /** Why it is not legal. */
  readonly reasons: readonly string[];
}

/** What one parameter does around the best. */
export interface ParameterSensitivity {
  readonly parameter: string;
  readonly value: ParameterValue;
  readonly variants: readonly Variant[];
  /** Variants, and the best itself, that are within 1 % of it in every objective. */
  readonly nearBest: number;
  /** The largest loss of the first objective over legal variants; null where none is legal. */
  readonly worstLoss: number | null;
}

export interface Sensitivity {
  /** The parameter that matters most first. */
  readonly parameters: readonly ParameterSensitivity[];
  /** Variants in all, those that are legal, those within 1 % of the best in every objective, and those that are better in one and worse in none. */
  readonly variants: number;
  readonly legal: number;
  readonly nearBest: number;
  readonly better: number;
}

/** Values of one parameter that are tried. */
const mostValues = 32;
const near = 0.01;

/** Every other value of every parameter alone, the others as in the best design. */
export async function sensitivityOf(problem: SearchProblem, best: Trial, executor: Executor, signal: AbortSignal | undefined): Promise<Sensitivity> {
  const { space, objectives } = problem;
  const fidelity = (problem.fidelities?.length ?? 1) - 1;
  const tried = space.parameters.flatMap((parameter, i) => codesOf(parameter, best.design[i]!).map((code) => ({ parameter: i, code })));
  const evaluations: Evaluation[] = [];
  for await (const piece of executor.evaluate(tried.map(({ parameter, code }) => ({ design: best.design.with(parameter, code), fidelity })), signal)) evaluations.push(...piece);
  const own = best.evaluation.objectives!;
  const parameters = space.parameters.map((parameter, i): ParameterSensitivity => {
    const variants = tried.flatMap((one, j): Variant[] => {
      const evaluation = evaluations[j];
      if (one.parameter !== i || evaluation === undefined) return [];
      const values = isLegal(evaluation) ? evaluation.objectives! : null;
      return [{ value: valueOf(parameter, one.code), losses: values === null ? null : objectives.map((objective, k) => relativeLoss(objective, own[k]!, values[k]!)), reasons: evaluation.reasons }];
    });
    const losses = variants.flatMap((variant) => (variant.losses === null ? [] : [variant.losses[0]!]));
    return {
      parameter: parameter.name, value: valueOf(parameter, best.design[i]!), variants, nearBest: 1 + variants.filter(isNear).length,
      worstLoss: losses.length === 0 ? null : Math.max(...losses),
    };
  });
  const all = parameters.flatMap(({ variants }) => variants);
  return {
    parameters: parameters.sort((a, b) => (b.worstLoss ?? Infinity) - (a.worstLoss ?? Infinity) || 0),
    variants: all.length, legal: all.filter(({ losses }) => losses !== null).length, nearBest: all.filter(isNear).length,
    better: all.filter(({ losses }) => losses !== null && losses.every((loss) => loss <= 0) && losses.some((loss) => loss < 0)).length,
  };
}

function isNear({ losses }: Variant): boolean {
  return losses !== null && losses.every((loss) => loss <= near);
}

/** The other values of a parameter: all of a few, else some that are spread over it, nearest neighbours included. */
function codesOf(parameter: Parameter, own: number): number[] {
  const spread = (): number[] => Array.from({ length: mostValues }, (_, i) => fromUnit(parameter, i / (mostValues - 1)));
  switch (parameter.type) {
    case 'categorical': case 'ordinal': {
      const all = parameter.values.map((_, code) => code);
      return (all.length <= mostValues ? all : [...new Set([...spread(), own - 1, own + 1])].filter((code) => code >= 0 && code < all.length)).filter((code) => code !== own);
    }
    case 'integer': {
      const { low, high } = parameter;
      const all = high - low < mostValues ? Array.from({ length: high - low + 1 }, (_, i) => low + i) : [...new Set([...spread(), own - 1, own + 1])];
      return all.filter((code) => code !== own && code >= low && code <= high).sort((a, b) => a - b);
    }
    case 'real': return parameter.low === parameter.high ? [] : spread().filter((code) => code !== own);
  }
}
