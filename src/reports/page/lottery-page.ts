import type { LotteryDocument } from '../../gym/lottery/lottery-document.js';
import { boxPlotsFigure, boxPlotsTable } from '../figures/box-plots.js';
import { convergenceFigure, convergenceTable, type ConvergenceData } from '../figures/convergence.js';
import { valueText } from '../figures/number-axis.js';
import { escapeHtml } from '../html.js';
import type { PageMeta } from '../page.js';
import { numberText, percentText, siText } from '../quantity-text.js';
import { htmlDocument } from './document.js';
import { htmlTable, type Cell, type Column } from './html-table.js';
import { figure, paragraph, section, type Place } from './section.js';

/** Budgets that get a figure of their own, and settings of an agent in the table. */
const [mostBudgets, mostSettings] = [4, 200];

const tunedCaption = 'Means of tuned agents at each budget, with 95 % intervals as bands; of random search the mean, and 80 % of its searches as a band. '
  + 'Each half of the seeds judges the setting that the other half chose.';
const boxCaption = 'A box holds the middle half of the settings of an agent, by their means over seeds; its ends are the best and the worst setting. Below it what the agent gets when it is tuned.';

/** One HTML file of lotteries: which agent is better for certain, how much settings decide, and what random search gets. The lotteries are in it as JSON in `#archsim-lotteries`. */
export function lotteryPage(lotteries: readonly LotteryDocument[], meta: PageMeta): string {
  const only = lotteries.length === 1 ? lotteries[0] : undefined;
  const title = only === undefined ? `archsim: ${lotteries.length} lotteries` : `Agents on ${only.study}`;
  return htmlDocument({ title, body: lotteries.map((one, i) => lotteryArticle(one, i, only === undefined, meta)).join('\n'), data: { 'archsim-lotteries': lotteries } });
}

function lotteryArticle(lottery: LotteryDocument, index: number, isNamed: boolean, meta: PageMeta): string {
  const { objective, agents, budgets, random } = lottery;
  const place: Place = isNamed ? { heading: 'h3', of: ` of lottery ${index + 1}` } : { heading: 'h2', of: '' };
  const overBudgets = curves(lottery);
  const goal = `${objective.name}${objective.unit === null ? '' : ` in ${objective.unit}`}`;
  const runs = agents.reduce((sum, one) => sum + one.runs, 0);
  const parts = [
    isNamed ? `<h2>${escapeHtml(lottery.study)}</h2>` : '',
    paragraph(lotterySentence(lottery), 'answer'),
    paragraph(`${goal}, to ${objective.direction}; ${numberText(runs)} runs of ${agents.length} agents, ${lottery.seeds} seeds from ${lottery.seed}. ${randomText(random, objective)}`, 'muted'),
    budgets.length > 1 ? section(place, 'Tuned agents and random search', figure((width) => convergenceFigure(overBudgets, { width, embedStyle: false }), tunedCaption, convergenceTable(overBudgets))) : '',
    ...budgets.slice(-mostBudgets).map((budget) => section(place, `With ${numberText(budget)} evaluations`,
      figure((width) => boxPlotsFigure({ ...lottery, budget }, { width, embedStyle: false }), boxCaption, boxPlotsTable({ ...lottery, budget })),
      budgetTable(lottery, budget, place))),
    bestOfSection(lottery, place),
    claimsSection(lottery, place),
    ranksSection(lottery, place),
    settingsSection(lottery, place),
    failuresSection(lottery, place),
    section(place, 'How it was made', '<p>The page by</p>', `<pre><code>${escapeHtml(meta.command)}</code></pre>`, htmlTable({ label: `How the lottery was made${place.of}`, columns: [{ head: 'Of', kind: 'text' }, { head: 'Value', kind: 'text' }], rows: [
      ['Study', lottery.study], ['Study digest', lottery.studyDigest], ['Budgets', budgets.map((one) => numberText(one)).join(', ')], ['Seeds', `${lottery.seeds} from ${lottery.seed}`],
      ['A sample of random search', siText(lottery.times.secondsPerRandomSample, 's')], ['An evaluation counts', lottery.times.evaluationSeconds === null ? 'what it took' : siText(lottery.times.evaluationSeconds, 's')],
    ] })),
  ];
  return `<article class="result" id="lottery-${index + 1}">\n${parts.filter((part) => part !== '').join('\n')}\n</article>`;
}

/** What a lottery says of the largest budget, in one sentence. */
export function lotterySentence({ claims, agents, objective, random, budgets }: LotteryDocument): string {
  const claim = claims.at(-1);
  const budget = budgets.at(-1) ?? 0;
  if (claim === undefined) return 'No agent was played.';
  const unit = objective.unit ?? '';
  const tuned = agents.find(({ agent }) => agent === claim.best)?.at.at(-1)?.tuned.expected ?? null;
  const expected = random.curve.at(-1)?.expected ?? null;
  const beside = expected === null ? '' : ` (random search: ${valueText(expected, unit)})`;
  const best = claim.best === null || tuned === null ? 'no agent finds a legal design for certain' : `the best mean is ${claim.best}'s, ${objective.name} ${valueText(tuned, unit)}${beside}`;
  const told = `With ${numberText(budget)} evaluations and tuned settings, ${best}`;
  switch (claim.verdict) {
    case 'open': return `${told}; which agent is better is open, as ${claim.reason ?? 'there are too few runs'}.`;
    case 'holds': return `${told}; these runs tell no agent from another.`;
    case 'fails': return `${told}; ${claim.apart.length === 0 ? 'no value is in all intervals, yet its own meets those of all others' : `it is clearly better than ${claim.apart.join(', ')}`}.`;
  }
}

function randomText({ how, designs, legal, isWhole, possible }: LotteryDocument['random'], { unit, name }: LotteryDocument['objective']): string {
  const source = isWhole ? `all ${numberText(designs)} designs of the space, ${numberText(legal)} of them legal` : `${numberText(designs)} random designs, ${numberText(legal)} of them legal`;
  const best = possible === null ? '' : `; the best ${name} that there is: ${valueText(possible, unit ?? '')}`;
  return `Random search, no design twice, ${how === 'exact' ? 'exactly' : how === 'estimated' ? 'estimated in closed form' : 'simulated'} from ${source}${best}.`;
}

function curves({ objective, agents, random }: LotteryDocument): ConvergenceData {
  return {
    objective: { name: objective.name, direction: objective.direction, ...(objective.unit === null ? {} : { unit: objective.unit }) },
    series: [
      ...agents.map(({ agent, at }) => ({ name: agent, isStepped: false, points: at.map(({ budget, tuned }) => ({ evaluations: budget, value: tuned.expected, low: tuned.interval[0], high: tuned.interval[1] })) })),
      { name: `random, ${random.how}`, isStepped: false, points: random.curve.map(({ samples, expected, tenth, ninetieth }) => ({ evaluations: samples, value: expected, low: tenth, high: ninetieth })) },
    ],
  };
}

function budgetTable({ agents, objective, random, times }: LotteryDocument, budget: number, place: Place): string {
  const unit = objective.unit ?? '';
  const cell = (value: number | null, missing = 'none'): Cell => ({ text: value === null ? missing : valueText(value, unit), value });
  const columns: Column[] = [
    { head: 'Agent', kind: 'text' }, ...['Tuned mean', '95 % from', 'to', 'Random, same samples', 'Random, same seconds', 'in samples', 'Settings worse than random', 'Defaults beat'].map((head): Column => ({ head, kind: 'number' })), { head: 'Remarks', kind: 'text' },
  ];
  const expected = random.curve.find(({ samples }) => samples === budget)?.expected ?? null;
  const rows = agents.map(({ agent, at }) => {
    const own = at.find((one) => one.budget === budget);
    const compute = times.equalCompute.find((one) => one.agent === agent && one.budget === budget);
    const remarks = [...(own !== undefined && own.censored > 0 ? [`${own.censored} runs not whole`] : []), ...(own !== undefined && own.nothing > 0 ? [`${own.nothing} found nothing`] : [])].join(', ');
    const share = (value: number | null | undefined): Cell => ({ text: percentText(value ?? null, 'unknown'), value: value ?? null });
    return [agent, cell(own?.tuned.expected ?? null), cell(own?.tuned.interval[0] ?? null), cell(own?.tuned.interval[1] ?? null), cell(expected), cell(compute?.randomExpected ?? null, 'unknown'), { text: numberText(compute?.randomSamples ?? null, 'unknown'), value: compute?.randomSamples ?? null }, share(own?.spread.worseThanRandom), share(own?.spread.defaultBeats), remarks];
  });
  return htmlTable({ label: `Agents with ${numberText(budget)} evaluations${place.of}`, columns, rows, sortable: true });
}

/** The best of several runs with any setting, beside random search with as many samples in all. */
function bestOfSection({ agents, objective, budgets }: LotteryDocument, place: Place): string {
  const counts = agents[0]?.at.at(-1)?.bestOf.map(({ runs }) => runs) ?? [];
  if (counts.length === 0) return '';
  const unit = objective.unit ?? '';
  const bound = objective.direction === 'minimise' ? '≤ ' : '≥ ';
  const columns: Column[] = [{ head: 'Agent', kind: 'text' }, ...counts.map((k): Column => ({ head: k === 1 ? '1 run' : `best of ${k}`, kind: 'number' }))];
  const rows = [
    ...agents.map(({ agent, at }) => [agent, ...counts.map((k) => {
      const one = at.at(-1)?.bestOf.find(({ runs }) => runs === k);
      return one?.expected == null ? 'unknown' : `${one.isBound ? bound : ''}${valueText(one.expected, unit)}`;
    })]),
    ['random search, as many samples', ...(agents[0]!.at.at(-1)!.bestOf.map(({ random }) => (random === null ? 'unknown' : valueText(random, unit))))],
  ];
  return section(place, 'Best of several runs', paragraph(`Runs of ${numberText(budgets.at(-1) ?? 0)} evaluations with any setting: drawing more tickets of the lottery.`, 'muted'), htmlTable({ label: `Best of several runs${place.of}`, columns, rows }));
}

function claimsSection({ claims }: LotteryDocument, place: Place): string {
  if (claims.length === 0) return '';
  const columns: Column[] = [{ head: 'Evaluations', kind: 'number' }, ...['Verdict', 'Best mean', 'Clearly better than', 'Better than random for certain'].map((head): Column => ({ head, kind: 'text' }))];
  const rows = claims.map(({ budget, verdict, reason, best, apart, aboveRandom }) => [numberText(budget), verdict === 'open' ? `open, as ${reason ?? 'there are too few runs'}` : verdict === 'holds' ? 'holds: the intervals of all agents overlap' : 'does not hold', best ?? 'none', apart.join(', ') || 'none', aboveRandom.join(', ') || 'none']);
  return section(place, 'Is no agent better than another?', paragraph('ArchGym (Krishnan et al., ISCA 2023) says: tuned, and with enough samples, no agent is better than another. What these runs say of it:', 'muted'), htmlTable({ label: `Whether no agent is better than another${place.of}`, columns, rows }));
}

function ranksSection({ ranks }: LotteryDocument, place: Place): string {
  if (ranks.length === 0) return '';
  const columns: Column[] = [{ head: 'Evaluations', kind: 'number' }, { head: 'Order of the tuned agents', kind: 'text' }, ...['Tau with the last budget', 'Tau, resampled', 'Same best'].map((head): Column => ({ head, kind: 'number' }))];
  const rows = ranks.map(({ budget, order, withLast, withResamples, sameBest }) => [numberText(budget), order.join(', '), numberText(withLast, 'unknown'), numberText(withResamples, 'unknown'), percentText(sameBest)]);
  return section(place, 'How sure the order is', paragraph('Kendall\'s tau: 1 for the same order, −1 for the opposite one.', 'muted'), htmlTable({ label: `How sure the order is${place.of}`, columns, rows }));
}

function settingsSection({ agents }: LotteryDocument, place: Place): string {
  const rows = agents.flatMap(({ agent, settings, at }) => settings.map(({ hyperparameters, isDefault }, i) => [
    agent, `${i}${isDefault ? ' (defaults)' : ''}`, Object.entries(hyperparameters).map(([name, value]) => `${name} ${String(value)}`).join(', ') || 'none', at.flatMap(({ budget, tuned }) => (tuned.settings.includes(i) ? [numberText(budget)] : [])).join(', ') || '–',
  ]));
  const note = rows.length > mostSettings ? paragraph(`The first ${mostSettings} of ${rows.length}.`, 'muted') : '';
  return section(place, 'Settings', note, htmlTable({ label: `Settings${place.of}`, columns: ['Agent', 'Setting', 'Hyperparameters', 'Chosen at'].map((head): Column => ({ head, kind: 'text' })), rows: rows.slice(0, mostSettings) }));
}

function failuresSection({ agents }: LotteryDocument, place: Place): string {
  const items = agents.flatMap(({ agent, failures }) => failures.map((failure) => `<li>${escapeHtml(`${agent}: ${failure}`)}</li>`));
  return items.length === 0 ? '' : section(place, 'Failures', `<ul>${items.slice(0, 50).join('')}</ul>`);
}
