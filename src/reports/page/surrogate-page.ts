import type { SurrogateReport } from '../../gym/surrogate/surrogate-report.js';
import { valueText } from '../figures/number-axis.js';
import { surrogateParityFigure, surrogateParityTable } from '../figures/surrogate-parity.js';
import { surrogateErrorsFigure, surrogateErrorsTable } from '../figures/surrogate-errors.js';
import { escapeHtml } from '../html.js';
import type { PageMeta } from '../page.js';
import { numberText, percentText, siText } from '../quantity-text.js';
import { htmlDocument } from './document.js';
import { htmlTable, type Cell, type Column } from './html-table.js';
import { figure, paragraph, section, type Place } from './section.js';

/** What `archsim surrogate --json` prints. */
export interface SurrogateDocument extends SurrogateReport {
  /** What else a reader should know. */
  readonly notes?: readonly string[];
}

/** One HTML file of surrogates: how wrong they are on designs that they have not seen, what they rest on, and whether they are worth their time. The reports are in it as JSON in `#archsim-surrogates`. */
export function surrogatePage(reports: readonly SurrogateDocument[], meta: PageMeta): string {
  const only = reports.length === 1 ? reports[0] : undefined;
  const title = only === undefined ? `archsim: ${reports.length} surrogates` : `Surrogate of ${only.source}`;
  return htmlDocument({ title, body: reports.map((one, i) => surrogateArticle(one, i, only === undefined, meta)).join('\n'), data: { 'archsim-surrogates': reports } });
}

function surrogateArticle(report: SurrogateDocument, index: number, isNamed: boolean, meta: PageMeta): string {
  const place: Place = isNamed ? { heading: 'h3', of: ` of surrogate ${index + 1}` } : { heading: 'h2', of: '' };
  const { family, published, notes = [] } = report;
  const parts = [
    isNamed ? `<h2>${escapeHtml(report.source)}</h2>` : '',
    paragraph(surrogateSentence(report), 'answer'),
    paragraph(`${numberText(report.trees)} trees for each of ${report.objectives.length === 1 ? 'one objective' : `${report.objectives.length} objectives`}, ${numberText(report.designs)} designs with values${report.without === 0 ? '' : `; ${numberText(report.without)} without are left out`}.`, 'muted'),
    ...notes.map((note) => paragraph(note, 'muted')),
    section(place, 'Errors on unseen designs', figure((width) => surrogateErrorsFigure(report, { width, embedStyle: false }), 'Unseen points: random designs, drawn as those that were learnt from: the easiest question. Unseen region: the upper quarter of one parameter. Unseen value: all designs with one value of a parameter. R² is of the tested values, rank is Spearman\'s correlation.', surrogateErrorsTable(report)),
      family.reason === null ? '' : paragraph(`Unseen families are not tested, as ${family.reason}.`)),
    section(place, 'Predicted and simulated', figure((width) => surrogateParityFigure(report, { width, embedStyle: false }), 'Each mark is a design that was not learnt from. On the line a prediction is what the simulation gives; below it is too small.', surrogateParityTable(report))),
    importanceSection(report, place),
    timesSection(report, place),
    section(place, 'What ArchGym publishes', paragraph(`A root mean square error of ${published.rmsePercent} % and a factor of ${numberText(published.speedUp)} (${published.source}). It is no number to be met here:`), `<ul>${published.caveats.map((one) => `<li>${escapeHtml(one)}</li>`).join('')}</ul>`),
    section(place, 'How it was made', '<p>The page by</p>', `<pre><code>${escapeHtml(meta.command)}</code></pre>`, htmlTable({ label: `How the surrogate was made${place.of}`, columns: [{ head: 'Of', kind: 'text' }, { head: 'Value', kind: 'text' }], rows: [
      ['Learnt from', report.source], ['Trees', numberText(report.trees)], ['Seed', String(report.seed)], ['Parameters', report.parameters.join(', ')], ['Objectives', report.objectives.join(', ')],
    ] })),
  ];
  return `<article class="result" id="surrogate-${index + 1}">\n${parts.filter((part) => part !== '').join('\n')}\n</article>`;
}

/** What a surrogate is worth, in one sentence: on unseen points, and on the worst of what else was held out. */
export function surrogateSentence({ points, regions, family, objectives }: SurrogateReport): string {
  const test = points.at(-1);
  if (test === undefined) return 'Nothing was held out to test on.';
  const each = test.errors.slice(0, 4).map(({ objective, rmspe, spearman, pickLoss }) => `${objective} ${valueText(rmspe, '%')} off (rank correlation ${spearman === null ? 'unknown' : spearman.toFixed(2)}; the design that it likes best is ${valueText(pickLoss, '%')} worse than the best)`);
  const worst = [...regions, ...family.tests].flatMap(({ held, errors }) => errors.flatMap(({ objective, rmspe }) => (rmspe === null ? [] : [{ held, objective, rmspe }]))).sort((a, b) => b.rmspe - a.rmspe)[0];
  const beyond = worst === undefined ? '' : `; beyond what it has seen up to ${valueText(worst.rmspe, '%')}${objectives.length > 1 ? ` in ${worst.objective}` : ''} (${worst.held})`;
  return `Learnt from ${numberText(test.train)} designs, it predicts ${each.join(', ')}${beyond}.`;
}

/** What cuts of each parameter explain. */
function importanceSection({ importance, parameters, objectives }: SurrogateReport, place: Place): string {
  if (parameters.length === 0 || importance.length === 0) return '';
  const columns: Column[] = [{ head: 'Parameter', kind: 'text' }, ...objectives.map((head): Column => ({ head, kind: 'number' }))];
  const rows = parameters.map((name, i) => [name, ...objectives.map((_, k): Cell => ({ text: percentText(importance[k]?.[i] ?? null, 'unknown'), value: importance[k]?.[i] ?? null }))]);
  return section(place, 'What decides', paragraph('The share of what all cuts explain that cuts of a parameter explain.', 'muted'), htmlTable({ label: `What decides${place.of}`, columns, rows, sortable: true }));
}

function timesSection({ times }: SurrogateReport, place: Place): string {
  const { evaluation, prediction, training, trainingRows, speedUp } = times;
  const factor = (value: number | null): string => (value === null ? 'unknown' : `${Number(value.toPrecision(3))} ×`);
  const rows = [
    ['An evaluation', siText(evaluation, 's', 'unknown')], ['A prediction', siText(prediction, 's')], [`Training, from ${numberText(trainingRows)} designs`, siText(training, 's')], ['Speed-up of a design', factor(speedUp.perDesign)],
    ...speedUp.whole.map(({ designs, factor: own }) => [`Speed-up of ${numberText(designs)} designs, with learning`, factor(own)]), ['Less time than evaluating from', speedUp.breakEven === null ? (evaluation === null ? 'unknown' : 'never') : `${numberText(speedUp.breakEven)} designs on`],
  ];
  return section(place, 'Time', htmlTable({ label: `Time${place.of}`, columns: [{ head: 'Of', kind: 'text' }, { head: 'Value', kind: 'number' }], rows }));
}
