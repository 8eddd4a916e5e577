import type { StudyAnswer } from '../../gym/study/answer.js';
import type { TrajectoryHeader, TrajectoryRow } from '../../gym/study/trajectory.js';
import { bestSoFar, quartilesOver } from '../figures/convergence-data.js';
import { convergenceFigure, convergenceTable, type ConvergenceData, type ConvergencePoint, type ConvergenceSeries } from '../figures/convergence.js';
import { spreadOver, type ExplorationData } from '../figures/exploration-data.js';
import { frontFigure } from '../figures/front.js';
import { parallelCoordinatesFigure } from '../figures/parallel-coordinates.js';
import { plateauFigure, plateauTable } from '../figures/plateau.js';
import { sensitivityFigure, sensitivityTable } from '../figures/sensitivity.js';
import { escapeHtml } from '../html.js';
import type { PageMeta } from '../page.js';
import { numberText } from '../quantity-text.js';
import { brushData, distinctRows } from './brush-data.js';
import { brushStyle } from './brush-style.js';
import { htmlDocument } from './document.js';
import { bestSection, boundSection, frontRows, frontSection, improvementsSection, limitsSection, madeSection } from './exploration-sections.js';
import { explorationSentence, keyNumbersOf, neighboursSentence } from './exploration-text.js';
import { figure, paragraph, section, type Place } from './section.js';

/** A search: its answer, and of its trajectory what was evaluated at the fidelity that counts; the header is null where only the answer is there. */
export interface Exploration {
  readonly answer: StudyAnswer;
  readonly header: TrajectoryHeader | null;
  readonly rows: readonly TrajectoryRow[];
  /** How the hypervolume grew, or why that is not known; left out where nobody looked. */
  readonly hypervolume?: { readonly points: readonly { readonly evaluations: number; readonly value: number }[] } | { readonly reason: string };
}

/** Objectives whose convergence is drawn. */
const mostConvergence = 3;
/** Room for what is said of selected designs. */
const brushPlace = '<div class="tools brush-told"></div>';
/** Places of designs on axes that a page holds: with fewer designs all of them are counted. */
const mostPlaces = 2_500_000;

/** One HTML file of what searches found: the answer, the front, what binds, what each parameter does, and how it was made; several searches are compared first. The answers are in it as JSON in `#archsim-explorations`. */
export function explorationPage(explorations: readonly Exploration[], meta: PageMeta): string {
  const only = explorations.length === 1 ? explorations[0] : undefined;
  const title = only === undefined ? `archsim: ${explorations.length} searches` : `${only.answer.study}, searched by ${only.answer.agent}`;
  const drawn = explorations.map((one) => drawnOf(one, Math.floor(mostPlaces / explorations.length)));
  const brushed = drawn.map(({ data, spreadOver: all }) => brushData(data, all));
  const articles = explorations.map((one, i) => explorationArticle(one, drawn[i]!.data, i, only === undefined, brushed[i] !== null, meta));
  return htmlDocument({
    title, body: [brushed.every((data) => data === null) ? '' : `<style>${brushStyle}</style>`, comparison(explorations), ...articles].filter((part) => part !== '').join('\n'),
    data: { 'archsim-explorations': explorations.map(({ answer }) => shortened(answer)), 'archsim-brush': brushed },
  });
}

/** What the figures of designs show: each design once, and evenly spread ones where they are more than a page holds. */
function drawnOf({ answer, rows }: Exploration, places: number): { readonly data: ExplorationData; readonly spreadOver: number | null } {
  const distinct = distinctRows(rows);
  const shown = spreadOver(distinct, Math.max(1, Math.floor(places / (answer.objectives.length + Object.keys(rows[0]?.design ?? {}).length))));
  return { data: { answer, rows: shown }, spreadOver: shown.length < distinct.length ? distinct.length : null };
}

/** The answer with the designs of the front that are shown, and the last steps; of a long sensitivity the sums without each value, which the page has in a table. */
function shortened(answer: StudyAnswer): StudyAnswer {
  const { sensitivity } = answer;
  const isLong = sensitivity !== null && sensitivity.variants > mostVariants;
  return { ...answer, front: frontRows(answer), improvements: answer.improvements.slice(-mostSteps), sensitivity: isLong ? { ...sensitivity, parameters: sensitivity.parameters.map((one) => ({ ...one, variants: [] })) } : sensitivity };
}

const [mostSteps, mostVariants] = [24, 300];

function explorationArticle(exploration: Exploration, drawn: ExplorationData, index: number, isNamed: boolean, isBrushed: boolean, meta: PageMeta): string {
  const { answer, rows } = exploration;
  const told = isBrushed ? brushPlace : '';
  const { objectives, best, sensitivity } = answer;
  const place: Place = isNamed ? { heading: 'h3', of: ` of search ${index + 1}` } : { heading: 'h2', of: '' };
  const parts = [
    isNamed ? `<h2>${escapeHtml(`${answer.study}, searched by ${answer.agent} (seed ${answer.seed})`)}</h2>` : '',
    paragraph(explorationSentence(answer), 'answer'),
    keyNumbersOf(answer),
    objectives.length > 1 ? section(place, 'Front', figure((width) => frontFigure(drawn, { width, embedStyle: false }), frontCaption(rows.length > 0), undefined, 'front'), told) : '',
    best === null ? '' : section(place, 'Designs', figure((width) => parallelCoordinatesFigure(drawn, { width, embedStyle: false }), 'Each line is a design: follow the front to see which parameters its designs share.', undefined, 'parallel-coordinates'), told),
    frontSection(answer, place),
    best === null ? '' : bestSection(answer, place),
    boundSection(answer, place, neighboursSentence(answer)),
    sensitivity === null ? '' : section(place, 'What each parameter does',
      figure((width) => sensitivityFigure({ objectives, sensitivity }, { width, embedStyle: false }),
        `One parameter changed at a time, the others as in the best design; the one that matters most first. ${neighboursSentence(answer)}`, sensitivityTable({ objectives, sensitivity })),
      figure((width) => plateauFigure({ sensitivity }, { width, embedStyle: false }), 'Values of one parameter that leave every objective within 1 % of the best design: how much room there is for other wishes.', plateauTable({ sensitivity }))),
    section(place, 'How fast it got there', ...objectives.slice(0, mostConvergence).map((_, i) => convergence(exploration, i)), volume(exploration)),
    improvementsSection(answer, place, mostSteps),
    limitsSection(answer, place),
    answer.assumptions.length === 0 ? '' : section(place, 'Taken though it is not modelled', `<ul>${answer.assumptions.map((one) => `<li>${escapeHtml(one)}</li>`).join('')}</ul>`),
    madeSection(exploration, place, meta.command),
  ];
  return `<article class="result" id="search-${index + 1}">\n${parts.filter((part) => part !== '').join('\n')}\n</article>`;
}

function frontCaption(isWhole: boolean): string {
  const missing = isWhole ? '' : ' The trajectory is not there: only the front is drawn.';
  return `Each dot is a design; no design of the front is better in every objective than another. The steps bound what the front dominates.${missing}`;
}

/** The best so far of one objective, beside what random search gets. */
function convergence({ answer, rows }: Exploration, objective: number): string {
  const goal = answer.objectives[objective]!;
  const random = answer.random?.best[objective] ?? null;
  const steps = rows.length > 0 ? bestSoFar(rows, goal, objective, answer.evaluations)
    : answer.improvements.filter((one) => one.objective === goal.name).map(({ evaluation, to }) => ({ evaluations: evaluation + 1, value: to }));
  const data: ConvergenceData = {
    objective: goal,
    series: [
      { name: answer.agent, isStepped: true, points: steps },
      ...(answer.random === null || random === null ? [] : [{ name: 'random, median', isStepped: false, points: [{ evaluations: answer.random.budget, value: random }] }]),
    ],
  };
  const beside = answer.random === null ? '' : ` Random search with the same budget, by the median: estimated from ${numberText(answer.random.designs)} random designs.`;
  return figure((width) => convergenceFigure(data, { width, embedStyle: false }), `The best legal ${goal.name} so far.${beside}`, convergenceTable(data));
}

/** How fast the front grew, or why that is not known; nothing for one objective. */
function volume({ answer, hypervolume }: Exploration): string {
  if (answer.objectives.length < 2 || hypervolume === undefined) return '';
  if ('reason' in hypervolume) return paragraph(hypervolume.reason, 'muted');
  const { random } = answer;
  return volumeFigure([{ name: answer.agent, isStepped: true, points: hypervolume.points }, ...(random?.hypervolume == null ? [] : [{ name: 'random, median', isStepped: false, points: [{ evaluations: random.budget, value: random.hypervolume }] }])],
    'The volume of objectives that the front so far dominates, up to the reference point.');
}

function volumeFigure(series: readonly ConvergenceSeries[], caption: string): string {
  const data: ConvergenceData = { objective: { name: 'hypervolume', direction: 'maximise' }, series };
  return figure((width) => convergenceFigure(data, { width, embedStyle: false }), caption, convergenceTable(data));
}

/** Searches of one study side by side: for each agent the best over evaluations, with median and quartiles where it has several seeds. Nothing for searches of different studies. */
function comparison(explorations: readonly Exploration[]): string {
  const [first] = explorations;
  if (first === undefined || explorations.length < 2 || explorations.some(({ answer }) => answer.study !== first.answer.study || JSON.stringify(answer.objectives) !== JSON.stringify(first.answer.objectives))) return '';
  const place: Place = { heading: 'h2', of: ' of all searches' };
  const goal = first.answer.objectives[0]!;
  const agents = [...new Set(explorations.map(({ answer }) => answer.agent))];
  const quarters = (direction: 'minimise' | 'maximise', lineOf: (one: Exploration) => readonly ConvergencePoint[]): ConvergenceSeries[] => agents.map((agent) => {
    const own = explorations.filter(({ answer }) => answer.agent === agent);
    const runs = own.map(lineOf);
    return { name: own.length > 1 ? `${agent}, ${own.length} searches` : agent, isStepped: true, points: own.length > 1 ? quartilesOver(runs, { direction }) : runs[0]! };
  });
  const links = explorations.map(({ answer }, i) => `<li><a href="#search-${i + 1}">${escapeHtml(`${answer.agent}, seed ${answer.seed}`)}</a>: ${escapeHtml(explorationSentence(answer))}</li>`).join('');
  const data: ConvergenceData = { objective: goal, series: quarters(goal.direction, ({ answer, rows }) => bestSoFar(rows, goal, 0, answer.evaluations)) };
  const caption = `The best legal ${goal.name} so far; of agents with several searches the median, and the quarters as a band.`;
  return section(place, 'Comparison', `<ul>${links}</ul>`, figure((width) => convergenceFigure(data, { width, embedStyle: false }), caption, convergenceTable(data)), volumes(explorations, quarters));
}

/** The hypervolume of several searches by agent, where all of them are measured from the same point. */
function volumes(explorations: readonly Exploration[], quarters: (direction: 'maximise', lineOf: (one: Exploration) => readonly ConvergencePoint[]) => ConvergenceSeries[]): string {
  if (explorations[0]!.answer.objectives.length < 2 || explorations.every(({ hypervolume }) => hypervolume === undefined)) return '';
  const unknown = explorations.flatMap(({ answer: { agent, seed }, hypervolume }) => (hypervolume !== undefined && 'points' in hypervolume ? [] : [`${agent}, seed ${seed}: ${hypervolume?.reason ?? 'its trajectory is not there.'}`]));
  if (unknown.length > 0) return paragraph(`The hypervolume is not compared. ${unknown[0]!}`, 'muted');
  if (new Set(explorations.map(({ header }) => JSON.stringify(header?.referencePoint))).size > 1) return paragraph('The hypervolume is not compared: the searches have different reference points.', 'muted');
  return volumeFigure(quarters('maximise', ({ hypervolume }) => (hypervolume !== undefined && 'points' in hypervolume ? hypervolume.points : [])),
    'The volume of objectives that the front so far dominates, up to the reference point; of agents with several searches the median, and the quarters as a band.');
}

/** True where a row was evaluated at the fidelity that counts: the last one of the search. */
export function countsFully({ fidelities }: Pick<TrajectoryHeader, 'fidelities'>, { fidelity }: Pick<TrajectoryRow, 'fidelity'>): boolean {
  return fidelity === undefined || fidelity === fidelities.at(-1);
}

