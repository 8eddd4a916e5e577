import { printable, wrapped } from '../reports/text/plain-text.js';
import { tableLinesWithin } from '../reports/text/table.js';
import type { LotteryDocument } from '../gym/lottery/lottery-document.js';
import { leastJudged } from '../gym/lottery/claim.js';

/** What `archsim lottery` prints. No line end of its own. */
export function lotteryText(lottery: LotteryDocument, width: number): string {
  const columns = Number.isFinite(width) ? Math.max(80, Math.floor(width)) : 100;
  const lines: string[] = [];
  const say = (text: string): void => { lines.push(...wrapped(printable(text), columns)); };
  const table = (head: readonly string[], rows: readonly (readonly string[])[]): void => { lines.push('', ...tableLinesWithin(columns, head, rows)); };
  const { objective, random, agents, seeds, seed, budgets } = lottery;
  const unit = objective.unit === null ? '' : ` in ${objective.unit}`;
  say(`${lottery.study}: ${objective.name}${unit}, to ${objective.direction}; ${agents.reduce((sum, one) => sum + one.runs, 0)} runs of ${agents.length} agents, ${seeds} seeds from ${seed}, budgets ${budgets.map(counted).join(', ')}`);
  say(randomText(random));
  const several = budgets.length > 1;
  for (const [i, budget] of budgets.entries()) {
    if (several) lines.push('', `${counted(budget)} evaluations`);
    const point = random.curve[i]!;
    table(['Agent', 'Settings', 'Best', 'Quarter', 'Median', 'Quarter', 'Worst', 'Default', '< random'], [
      ...agents.map(({ agent, settings, at }) => {
        const { spread, censored, nothing } = at[i]!;
        const marks = `${censored > 0 ? ` (${censored} runs not whole)` : ''}${nothing > 0 ? ` (${nothing} found nothing)` : ''}`;
        return [`${agent}${marks}`, String(settings.length), ...[spread.best, spread.upperQuarter, spread.median, spread.lowerQuarter, spread.worst, spread.default].map(shown), percent(spread.worseThanRandom)];
      }),
      [`random, ${random.how} (90, 50, 10 %)`, '–', '–', shown(point.ninetieth), shown(point.median), shown(point.tenth), '–', '–', '–'],
    ]);
    table(['Agent, tuned', 'Mean', '95 % from', 'to', 'Random, same samples', 'same seconds', 'in samples'], agents.map(({ agent, at }) => {
      const { tuned } = at[i]!;
      const compute = lottery.times.equalCompute.find((one) => one.agent === agent && one.budget === budget)!;
      return [agent, shown(tuned.expected), shown(tuned.interval[0]), shown(tuned.interval[1]), shown(point.expected), shown(compute.randomExpected), compute.randomSamples === null ? 'unknown' : counted(compute.randomSamples)];
    }));
  }
  const most = agents[0]!.at.at(-1)!.bestOf.map(({ runs }) => runs);
  lines.push('', `Best of k runs with any setting, ${counted(budgets.at(-1)!)} evaluations each; random search gets k times the samples`);
  table(['Agent', ...most.map((k) => `k = ${k}`)], [
    ...agents.map(({ agent, at }) => [agent, ...most.map((k) => {
      const one = at.at(-1)!.bestOf.find(({ runs }) => runs === k);
      if (one === undefined) return 'unknown';
      return `${one.isBound && one.expected !== null ? (objective.direction === 'minimise' ? '≤' : '≥') : ''}${shown(one.expected)}`;
    })]),
    ['random', ...agents[0]!.at.at(-1)!.bestOf.map((one) => shown(one.random))],
  ]);
  if (lottery.ranks.length > 0) {
    table(['Evaluations', 'Order of the tuned agents', 'tau, last budget', 'tau, resampled', 'Same best'], lottery.ranks.map((rank) => [counted(rank.budget), rank.order.join(', '), shown(rank.withLast), shown(rank.withResamples), percent(rank.sameBest)]));
  }
  lines.push('', 'ArchGym says: tuned, and with enough samples, no agent is better than another. Here:');
  for (const claim of lottery.claims) say(`- ${claimText(claim, agents.map(({ agent }) => agent))}`);
  for (const { agent, failures } of agents) for (const failure of failures) say(`${agent} failed: ${failure}`);
  lines.push('');
  say(`Settings: means over seeds, from the best to the worst setting, and the share of them that is worse than the mean of random search. Tuned: each half of the seeds judges the setting that the other half chose. Same seconds: random search in the measured seconds of the median run, ${lottery.times.evaluationSeconds === null ? `a sample taking ${shown(lottery.times.secondsPerRandomSample)} s` : `an evaluation counting ${shown(lottery.times.evaluationSeconds)} s`}.`);
  return lines.join('\n');
}

function randomText({ how, designs, legal, isWhole, possible }: LotteryDocument['random']): string {
  const source = isWhole ? `all ${counted(designs)} designs, ${counted(legal)} legal, the best ${shown(possible)}` : `${counted(designs)} random designs, ${counted(legal)} legal`;
  const way = how === 'exact' ? 'exact, in closed form' : how === 'estimated' ? 'estimated, in closed form' : 'simulated, the mean of 100 searches';
  return `Random search, no design twice: ${way}, from ${source}`;
}

function claimText({ budget, verdict, reason, best, apart, aboveRandom }: LotteryDocument['claims'][number], agents: readonly string[]): string {
  const over = aboveRandom.length === agents.length ? 'all are better than random search' : aboveRandom.length === 0 ? 'none is better than random search for certain' : `better than random search for certain: ${aboveRandom.join(', ')}`;
  switch (verdict) {
    case 'open': return `${counted(budget)} evaluations: open, as ${reason ?? `it takes ${leastJudged} seeds`}`;
    case 'holds': return `${counted(budget)} evaluations: holds, the intervals of all agents overlap (these runs tell none from another); ${over}`;
    case 'fails': return `${counted(budget)} evaluations: does not hold, there is no value in all intervals; the best mean is that of ${best}, ${apart.length === 0 ? 'whose interval meets those of all others' : `clearly better than ${apart.join(', ')}`}; ${over}`;
  }
}

function percent(share: number | null): string {
  return share === null ? 'unknown' : `${Math.round(100 * share)} %`;
}

function counted(count: number): string {
  return count.toLocaleString('en-US');
}

function shown(value: number | null): string {
  return value === null ? 'none' : value === 0 ? '0' : String(Number(value.toPrecision(4)));
}
