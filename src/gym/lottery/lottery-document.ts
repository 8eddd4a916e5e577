import type { Claim } from './claim.js';
import type { EqualCompute } from './equal-compute.js';
import type { Lottery, LotteryAgent, LotteryPlan } from './lottery.js';
import { outcomeAt } from './lottery-run.js';
import type { RankStability } from './rank-stability.js';
import type { Spread } from './spread.js';
import type { Hyperparameters } from '../agents/agent.js';

/** A lottery as plain JSON. Intervals go from the smaller value to the larger one. Values are those of the objective, in its direction; null for nothing found, or not known. All but `times` is the same every time, as long as no run is stopped by the clock. */
export interface LotteryDocument {
  readonly kind: 'lottery';
  readonly study: string;
  readonly studyDigest: string;
  readonly objective: { readonly name: string; readonly direction: 'minimise' | 'maximise'; readonly unit: string | null };
  readonly budgets: readonly number[];
  readonly seeds: number;
  readonly seed: number;
  readonly random: {
    readonly how: 'exact' | 'estimated' | 'simulated';
    readonly designs: number;
    readonly legal: number;
    readonly isWhole: boolean;
    readonly possible: number | null;
    readonly curve: readonly { readonly samples: number; readonly expected: number | null; readonly anyLegal: number | null; readonly tenth: number | null; readonly median: number | null; readonly ninetieth: number | null }[];
  };
  readonly agents: readonly {
    readonly agent: string;
    readonly settings: readonly { readonly hyperparameters: Hyperparameters; readonly isDefault: boolean }[];
    readonly runs: number;
    readonly failures: readonly string[];
    readonly at: readonly {
      readonly budget: number;
      readonly censored: number;
      readonly nothing: number;
      readonly spread: Spread;
      readonly tuned: { readonly expected: number | null; readonly interval: readonly [number | null, number | null]; readonly runs: number; readonly settings: readonly number[] };
      readonly bestOf: readonly { readonly runs: number; readonly samples: number; readonly expected: number | null; readonly isBound: boolean; readonly between: readonly [number | null, number | null]; readonly anyLegal: number | null; readonly random: number | null }[];
    }[];
  }[];
  readonly ranks: readonly RankStability[];
  readonly claims: readonly Claim[];
  readonly times: { readonly secondsPerRandomSample: number; readonly evaluationSeconds: number | null; readonly equalCompute: readonly EqualCompute[] };
}

export function lotteryDocument({ score, random, randomAt, agents, ranks, claims, times }: Lottery, plan: LotteryPlan, study: { readonly name: string; readonly digest: string }): LotteryDocument {
  const value = (one: number | null): number | null => (one === null ? null : score.valueOf(one));
  const range = (low: number | null, high: number | null): readonly [number | null, number | null] => (score.direction === 'maximise' ? [value(low), value(high)] : [value(high), value(low)]);
  return {
    kind: 'lottery', study: study.name, studyDigest: study.digest, objective: { name: score.name, direction: score.direction, unit: score.unit ?? null },
    budgets: plan.budgets, seeds: plan.seeds, seed: plan.seed,
    random: {
      how: random.how, designs: random.designs, legal: random.legal, isWhole: random.isWhole, possible: value(random.possible),
      curve: plan.budgets.map((samples, i) => {
        const point = randomAt[i] ?? null;
        return { samples, expected: value(point?.expected ?? null), anyLegal: point?.anyScore ?? null, tenth: value(point?.low ?? null), median: value(point?.median ?? null), ninetieth: value(point?.high ?? null) };
      }),
    },
    agents: agents.map(({ agent, settings, runs, at }) => ({
      agent, settings, runs: runs.flat().length,
      failures: [...new Set(runs.flat().flatMap(({ reason }) => (reason === null ? [] : [reason])))],
      at: at.map(({ budget, censored, nothing, spread, tuned, bestOf }) => ({
        budget, censored, nothing,
        spread: {
          best: value(spread.best), upperQuarter: value(spread.upperQuarter), median: value(spread.median), lowerQuarter: value(spread.lowerQuarter), worst: value(spread.worst),
          worseThanRandom: spread.worseThanRandom, default: value(spread.default), defaultBeats: spread.defaultBeats,
        },
        tuned: { expected: value(tuned.mean), interval: range(tuned.interval.low, tuned.interval.high), runs: tuned.judged.length, settings: tuned.settings },
        bestOf: bestOf.map((one) => ({
          runs: one.k, samples: one.k * budget, expected: value(one.expected), isBound: one.isAtLeast, between: range(one.lowest, one.highest), anyLegal: one.anyScore, random: value(one.random),
        })),
      })),
    })),
    ranks, claims,
    times: { ...times, evaluationSeconds: plan.evaluationSeconds, equalCompute: times.equalCompute.map((one) => ({ ...one, randomExpected: value(one.randomExpected) })) },
  };
}

/** A column of a table. */
export interface LotteryColumn {
  readonly name: string;
  readonly values: readonly (number | boolean | string | null)[];
}

/** One row a run and budget: what was found, without times. `value` of a run that ended too soon is what it had. */
export function lotteryColumns(agents: readonly LotteryAgent[], { score }: Pick<Lottery, 'score'>, { budgets, seed }: Pick<LotteryPlan, 'budgets' | 'seed'>): readonly LotteryColumn[] {
  const rows = agents.flatMap(({ agent, settings, runs }) => runs.flatMap((own, setting) => own.flatMap((run, i) => budgets.map((budget) => {
    const { score: found, isCensored } = outcomeAt(run, budget);
    return { agent, setting, hyperparameters: JSON.stringify(settings[setting]!.hyperparameters), seed: seed + i, budget, value: found === null ? null : score.valueOf(found), censored: isCensored, end: run.end };
  }))));
  const column = (name: keyof (typeof rows)[number], as: string = name): LotteryColumn => ({ name: as, values: rows.map((row) => row[name]) });
  return [column('agent'), column('setting'), column('hyperparameters'), column('seed'), column('budget'), column('value', score.name), column('censored'), column('end')];
}
