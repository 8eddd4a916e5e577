import type { FoundDesign, StudyAnswer } from '../../gym/study/answer.js';
import type { TrajectoryHeader } from '../../gym/study/trajectory.js';
import { convergenceFigure, convergenceTable, type ConvergenceData, type ConvergencePoint } from '../figures/convergence.js';
import { foundValues, objectiveText, spreadOver, type ExploredDesign } from '../figures/exploration-data.js';
import type { FigureTable } from '../figures/figure-table.js';
import { frontFigure } from '../figures/front.js';
import { valueText } from '../figures/number-axis.js';
import { escapeHtml } from '../html.js';
import { inputText, numberText, percentText } from '../quantity-text.js';
import { htmlDocument } from './document.js';
import { htmlTable, type Cell } from './html-table.js';
import { figure, notice, paragraph, section, type Place } from './section.js';

/** What is known of a search while it runs. */
export interface LiveSearch {
  readonly header: Pick<TrajectoryHeader, 'study' | 'agent' | 'seed' | 'budget'>;
  /** Objectives and the best so far of each; the front so far, and its knee. */
  readonly answer: Pick<StudyAnswer, 'objectives' | 'front' | 'best' | 'bestOf' | 'knee'>;
  readonly evaluations: number;
  /** Evaluations at the fidelity that counts, and those of them that are legal. */
  readonly counted: number;
  readonly legal: number;
  readonly failures: number;
  /** Of the evaluations that count, how many break each limit. */
  readonly broken: Readonly<Record<string, number>>;
  /** For each objective the best so far, at every evaluation that improved it. */
  readonly curves: readonly (readonly ConvergencePoint[])[];
  /** Designs for the figure of the front: all, or evenly spread ones. */
  readonly rows: readonly ExploredDesign[];
  /** What the reader of the trajectory must be told; empty where all is well. */
  readonly notes: readonly string[];
}

export interface LivePageOptions {
  /** Seconds after which the page loads itself again; null for never. */
  readonly refreshSeconds: number | null;
}

/** Objectives whose convergence is drawn, and rows of the table behind the front. */
const [mostConvergence, mostFront] = [3, 200];
const place: Place = { heading: 'h2', of: '' };

/** A page of a search that is not at its end: how far it is, the best so far, and what the designs break. It holds no more than is read, so that it is made anew at each request. */
export function livePage(search: LiveSearch, options: LivePageOptions): string {
  const { header: { study, agent, seed }, answer, notes } = search;
  const body = [
    paragraph(liveSentence(search), 'answer'),
    bar(search),
    refreshing(options),
    notice(place, 'warning', 'About the trajectory', notes),
    keyNumbers(search),
    section(place, 'How fast it gets there', ...answer.objectives.slice(0, mostConvergence).map((_, i) => convergence(search, i))),
    frontPart(search),
    bestSection(search),
    limits(search),
  ].filter((part) => part !== '').join('\n');
  return htmlDocument({ title: `${study}, being searched by ${agent} (seed ${seed})`, body: `<article class="result">\n${body}\n</article>`, refreshSeconds: options.refreshSeconds });
}

/** A page that says why there is nothing to see yet. */
export function waitingPage(title: string, why: readonly string[], options: LivePageOptions): string {
  return htmlDocument({ title, body: [...why.map((one) => paragraph(one, 'answer')), refreshing(options)].join('\n'), refreshSeconds: options.refreshSeconds });
}

/** How far a search is, in one sentence. */
export function liveSentence({ header: { budget }, answer, evaluations, legal, broken }: LiveSearch): string {
  const far = `${numberText(evaluations)} of ${numberText(budget)} evaluations are done`;
  if (evaluations === 0) return `${far}.`;
  if (legal === 0) {
    const [worst] = byCount(broken);
    return `${far}, and no design is legal yet${worst === undefined || worst[1] === 0 ? '' : `; the limit that most designs break is ${worst[0]}`}.`;
  }
  const [only] = answer.objectives;
  if (answer.objectives.length === 1 && only !== undefined) return `${far}; the best design so far has ${objectiveText(only, answer.best === null ? null : foundValues(answer, answer.best)[0])}.`;
  const knee = answer.knee === null ? '' : `, and its knee has ${answer.objectives.map((one, i) => objectiveText(one, foundValues(answer, answer.knee!)[i])).join(', ')}`;
  return `${far}; the front so far has ${answer.front.length === 1 ? 'one design' : `${numberText(answer.front.length)} designs`}${knee}.`;
}

function bar({ header: { budget }, evaluations }: LiveSearch): string {
  return budget > 0 ? `<p><progress max="${budget}" value="${Math.min(evaluations, budget)}" aria-label="Evaluations of the budget"></progress> ${escapeHtml(percentText(Math.min(1, evaluations / budget)))}</p>` : '';
}

function refreshing({ refreshSeconds }: LivePageOptions): string {
  return refreshSeconds === null
    ? '<p class="muted">This page stands still. <a href="?">Renew it by itself</a></p>'
    : `<p class="muted">This page renews itself every ${refreshSeconds} s until the search is done. <a href="?still">Let it stand still</a></p>`;
}

function keyNumbers({ header, answer, evaluations, counted, legal, failures, broken }: LiveSearch): string {
  const [worst] = byCount(broken);
  const numbers: (readonly [name: string, text: string, isKnown: boolean])[] = [
    ...answer.objectives.map((one, i): readonly [string, string, boolean] => {
      const found = answer.bestOf[one.name] ?? null;
      return [`Best ${one.name} so far`, found === null ? 'nothing legal yet' : valueText(foundValues(answer, found)[i], one.unit ?? ''), found !== null];
    }),
    ['Evaluations', `${numberText(evaluations)} of ${numberText(header.budget)}`, true],
    ['Legal', counted === 0 ? 'none tried' : percentText(legal / counted), counted > 0],
    ...(failures > 0 ? [['Failed', numberText(failures), true] as const] : []),
    ...(answer.objectives.length > 1 ? [['Front', `${numberText(answer.front.length)} designs`, answer.front.length > 0] as const] : []),
    ...(worst === undefined || worst[1] === 0 ? [] : [['Limit broken most', `${worst[0]} (${percentText(worst[1] / counted)})`, true] as const]),
  ];
  return `<dl class="numbers">${numbers.map(([name, text, isKnown]) => `<div><dt>${escapeHtml(name)}</dt><dd${isKnown ? '' : ' class="missing"'}>${escapeHtml(text)}</dd></div>`).join('')}</dl>`;
}

/** The best of each objective, and the knee, beside one another. */
function bestSection({ answer }: LiveSearch): string {
  const { objectives, bestOf, knee } = answer;
  const columns = [
    ...objectives.map(({ name }) => ({ head: objectives.length > 1 ? `Best ${name}` : 'Value', found: bestOf[name] ?? null })), ...(objectives.length > 1 ? [{ head: 'Knee of the front', found: knee }] : []),
  ].filter((column): column is { readonly head: string; readonly found: FoundDesign } => column.found !== null);
  if (columns.length === 0) return '';
  const parameters = Object.keys(columns[0]!.found.parameters);
  const rows: (Cell | string)[][] = [
    ...objectives.map(({ name, unit }, i) => [name, ...columns.map(({ found }) => valueText(foundValues(answer, found)[i], unit ?? ''))]),
    ...parameters.map((name) => [name, ...columns.map(({ found }) => parameterText(found.parameters[name]))]),
    ['Evaluation', ...columns.map(({ found }) => numberText(found.evaluation))],
  ];
  const heading = columns.length === 1 ? 'The best design so far' : 'The best designs so far';
  return section(place, heading, htmlTable({ label: heading, columns: [{ head: 'Of', kind: 'text' }, ...columns.map(({ head }) => ({ head, kind: 'number' as const }))], rows }));
}

function parameterText(value: unknown): string {
  return typeof value === 'number' ? inputText(value) : String(value);
}

function convergence({ header, answer, curves, evaluations }: LiveSearch, objective: number): string {
  const goal = answer.objectives[objective]!;
  const points = curves[objective] ?? [];
  const last = points.at(-1);
  if (last === undefined) return '';
  const held = last.evaluations < evaluations ? [...points, { evaluations, value: last.value }] : points;
  const data: ConvergenceData = { objective: goal, series: [{ name: header.agent, isStepped: true, points: held }] };
  return figure((width) => convergenceFigure(data, { width, embedStyle: false }), `The best legal ${goal.name} so far.`, convergenceTable(data));
}

function frontPart({ answer, rows, counted }: LiveSearch): string {
  if (answer.objectives.length < 2 || answer.front.length === 0) return '';
  const thinned = rows.length < counted ? ` Of ${numberText(counted)} evaluations ${numberText(rows.length)}, spread evenly, were looked at for the dots.` : '';
  return section(place, 'Front so far', figure((width) => frontFigure({ answer, rows }, { width, embedStyle: false }), `Each dot is a design; no design of the front is better in every objective than another.${thinned}`, frontTable(answer)));
}

function frontTable(answer: LiveSearch['answer']): FigureTable {
  const shown = spreadOver(answer.front, mostFront);
  return {
    label: 'Front so far', columns: [{ head: 'design', kind: 'text' }, ...answer.objectives.map(({ name, unit }) => ({ head: unit === undefined ? name : `${name} (${unit})`, kind: 'number' as const }))],
    rows: shown.map((found) => [String(found.evaluation), ...foundValues(answer, found)]),
  };
}

function limits({ broken, counted }: LiveSearch): string {
  const all = byCount(broken);
  if (all.length === 0 || counted === 0) return '';
  const rows = all.map(([name, count]) => [name, numberText(count), percentText(count / counted)]);
  return section(place, 'Limits', htmlTable({ label: 'Limits that designs break', columns: [{ head: 'Limit', kind: 'text' }, { head: 'Designs that break it', kind: 'number' }, { head: 'Share', kind: 'number' }], rows }));
}

function byCount(broken: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(broken).sort((a, b) => b[1] - a[1]);
}
