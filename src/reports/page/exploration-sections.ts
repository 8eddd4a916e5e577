import type { FoundDesign, StudyAnswer } from '../../gym/study/answer.js';
import { foundValues, spreadOver } from '../figures/exploration-data.js';
import { valueText } from '../figures/number-axis.js';
import { escapeHtml } from '../html.js';
import { inputText, numberText, percentText, ratioText, siText } from '../quantity-text.js';
import type { Exploration } from './exploration-page.js';
import { htmlTable, type Cell, type Column } from './html-table.js';
import { paragraph, section, type Place } from './section.js';

/** Rows and cells of the table of a front. */
const [mostRows, mostCells] = [300, 1600];

/** The designs of a front that a page shows: all, or some that are spread evenly over it, the knee and the ends among them. */
export function frontRows({ front, knee, objectives }: StudyAnswer): readonly FoundDesign[] {
  const columns = 1 + objectives.length + Object.keys(front[0]?.parameters ?? {}).length;
  const shown = spreadOver(front, Math.max(10, Math.min(mostRows, Math.floor(mostCells / columns))));
  return knee === null || shown.includes(knee) || shown.some(({ evaluation }) => evaluation === knee.evaluation) ? shown : [...shown, knee];
}

/** The front as a table that can be sorted; the best design alone needs none. */
export function frontSection(answer: StudyAnswer, place: Place): string {
  const { objectives, front, knee } = answer;
  if (objectives.length < 2 || front.length === 0) return '';
  const shown = frontRows(answer);
  const parameters = Object.keys(front[0]!.parameters);
  const isNumber = (name: string): boolean => front.every((found) => typeof found.parameters[name] === 'number');
  const columns: Column[] = [
    { head: 'Design', kind: 'text' }, ...objectives.map(({ name, unit }): Column => ({ head: unit === undefined ? name : `${name} (${unit})`, kind: 'number' })), ...parameters.map((name): Column => ({ head: name, kind: isNumber(name) ? 'number' : 'text' })),
  ];
  const rows = shown.map((found) => [
    { text: `${found.evaluation}${found.evaluation === knee?.evaluation ? ' (knee)' : ''}`, value: found.evaluation },
    ...foundValues(answer, found).map((value): Cell => ({ text: numberText(value, 'unknown'), value })),
    ...parameters.map((name): Cell => parameterCell(found.parameters[name])),
  ]);
  const note = `${shown.length < front.length ? `${shown.length} of ${numberText(front.length)} designs, spread evenly over the front` : `${front.length} designs`}; a design is named by its place among the evaluations.`;
  return section(place, 'Designs of the front', paragraph(note, 'muted'), htmlTable({ label: `Designs of the front${place.of}`, columns, rows, ids: shown.map(({ evaluation }) => String(evaluation)), sortable: true }));
}

function parameterCell(value: unknown): Cell {
  return typeof value === 'number' ? { text: inputText(value), value } : { text: String(value) };
}

/** The parameters of the best design, or of the knee of a front. */
export function bestSection(answer: StudyAnswer, place: Place): string {
  const { best, objectives } = answer;
  if (best === null) return '';
  const heading = objectives.length === 1 ? 'The best design' : 'The knee of the front';
  const rows = [
    ...objectives.map(({ name, unit }, i) => [name, valueText(foundValues(answer, best)[i], unit ?? '')]),
    ...Object.entries(best.parameters).map(([name, value]) => [name, parameterCell(value).text]),
    ['Evaluation', numberText(best.evaluation)],
  ];
  return section(place, heading, htmlTable({ label: `${heading}${place.of}`, columns: [{ head: 'Of', kind: 'text' }, { head: 'Value', kind: 'number' }], rows }));
}

const partNames = { compute: 'computing', memory: 'waiting for memory', vector: 'elementwise work', overhead: 'overhead' } as const;

/** What keeps the best design from being better: each phase against what no schedule can beat, and what is full. */
export function boundSection({ binding, best }: StudyAnswer, place: Place, neighbours: string): string {
  if (best === null) return '';
  const told = neighbours === '' ? '' : paragraph(neighbours);
  if (binding === null) return section(place, 'Why it is not better', told, told === '' ? '' : paragraph('What binds a design is not known of formulas.', 'muted'));
  const columns: Column[] = [
    { head: 'Phase', kind: 'text' }, ...['Takes', 'Lower bound', 'Takes / lower bound'].map((head): Column => ({ head, kind: 'number' })), { head: 'Bound by', kind: 'text' }, { head: 'Most of its time', kind: 'text' },
  ];
  const rows = binding.phases.map(({ phase, seconds, lowerBoundSeconds, bindingResource, part, share }) => [
    phase, siText(seconds, 's'), siText(lowerBoundSeconds, 's'), ratioText(seconds, lowerBoundSeconds), bindingResource, `${partNames[part]}, ${percentText(share)}`,
  ]);
  const full = binding.full.map(({ name, used, available }) => `<li>${escapeHtml(`${name}: ${numberText(used)} of ${numberText(available)} used`)}</li>`).join('');
  return section(place, 'Why it is not better', told, paragraph('No schedule on this machine can beat the lower bound of a phase.', 'muted'),
    htmlTable({ label: `What binds the best design${place.of}`, columns, rows }), full === '' ? paragraph('No block of the device and no memory is used to more than nine tenths.', 'muted') : `<p>Nearly full:</p>\n<ul>${full}</ul>`);
}

/** The last steps to better designs, each with its reason. */
export function improvementsSection({ improvements, objectives }: StudyAnswer, place: Place, most: number): string {
  if (improvements.length === 0) return '';
  const shown = improvements.slice(-most);
  const columns: Column[] = [{ head: 'Evaluation', kind: 'text' }, ...(objectives.length > 1 ? [{ head: 'Objective', kind: 'text' as const }] : []), { head: 'What was better, and why', kind: 'text' }];
  const rows = shown.map(({ evaluation, objective, text }) => [numberText(evaluation), ...(objectives.length > 1 ? [objective] : []), text]);
  const note = shown.length < improvements.length ? paragraph(`The last ${shown.length} of ${improvements.length} steps.`, 'muted') : '';
  return section(place, 'How it got there', note, htmlTable({ label: `Steps to better designs${place.of}`, columns, rows }));
}

/** How many designs break each limit. */
export function limitsSection({ broken, evaluations }: StudyAnswer, place: Place): string {
  const limits = Object.entries(broken).sort((a, b) => b[1] - a[1]);
  if (limits.length === 0 || evaluations === 0) return '';
  const rows = limits.map(([name, count]) => [name, { text: numberText(count), value: count }, { text: percentText(count / evaluations), value: count / evaluations }]);
  return section(place, 'Limits', htmlTable({ label: `Limits that designs break${place.of}`, columns: [{ head: 'Limit', kind: 'text' }, { head: 'Designs that break it', kind: 'number' }, { head: 'Share', kind: 'number' }], rows }));
}

/** What is needed to get the same search again. */
export function madeSection({ answer, header, rows }: Exploration, place: Place, command: string): string {
  const settings = Object.entries(header?.hyperparameters ?? {}).map(([name, value]) => `${name}=${String(value)}`).join(', ');
  const list = [
    ['Study', answer.study], ['Agent', answer.agent], ...(header === null ? [] : [['Hyperparameters', settings === '' ? 'as they are by default' : settings]]), ['Seed', String(answer.seed)], ['Budget', numberText(answer.budget)],
    ['Ended', answer.end === 'budget' ? 'with its budget' : answer.end === 'stopped' ? 'before its budget' : 'with nothing more to try'],
    ...(header === null ? [['Trajectory', 'not there']] : [
      ['Trajectory', `${numberText(rows.length)} evaluations at the fidelity that counts${header.fidelities.length === 0 ? '' : ` (${header.fidelities.at(-1)!})`}`],
      ['archsim', header.archsimVersion], ['Study digest', header.studyDigest],
    ]),
  ];
  return section(place, 'How it was made', '<p>The page by</p>', `<pre><code>${escapeHtml(command)}</code></pre>`,
    htmlTable({ label: `How the search was made${place.of}`, columns: [{ head: 'Of', kind: 'text' }, { head: 'Value', kind: 'text' }], rows: list }));
}
