import type { SimulationResult } from '../../sim/model/result.js';
import { assumedText } from '../assumption-text.js';
import { escapeHtml } from '../html.js';
import { metricText } from '../metric-text.js';
import { relativeErrorText } from '../quantity-text.js';
import { htmlTable, type Column } from './html-table.js';
import { resultFigure, section, type Place } from './section.js';

/** Published figures next to ours, misses included. */
export function publishedSection(result: SimulationResult, place: Place): string {
  const { published } = result;
  if (published.length === 0) return '';
  const rows = published.map((row) => [
    row.metric, metricText(row.metric, row.published), metricText(row.metric, row.simulated), relativeErrorText(row.relativeError, row.simulated, row.published), row.source,
  ]);
  const columns: Column[] = [{ head: 'Metric', kind: 'text' }, { head: 'Published', kind: 'number' }, { head: 'Simulated', kind: 'number' }, { head: 'Error', kind: 'number' }, { head: 'Source', kind: 'text' }];
  return section(place, 'Published and simulated', resultFigure('published', result), htmlTable({ label: `Published and simulated${place.of}`, columns, rows }));
}

/** Every number the answer rests on that somebody measured, published, fitted or assumed. */
export function assumptionsSection({ assumptions }: SimulationResult, place: Place): string {
  if (assumptions.length === 0) return '';
  const rows = assumptions.map((a) => [a.name, assumedText(a), a.quality, a.source, a.affects]);
  const columns = ['Assumption', 'Value', 'Quality', 'Source', 'Affects'].map((head): Column => ({ head, kind: 'text' }));
  return section(place, 'Assumptions', htmlTable({ label: `Assumptions${place.of}`, columns, rows }));
}

export function notModelledSection({ notModelled }: SimulationResult, place: Place): string {
  if (notModelled.length === 0) return '';
  const items = notModelled.map(({ path, reason }) => `<li><code>${escapeHtml(path)}</code>: ${escapeHtml(reason)}</li>`);
  return section(place, 'Not modelled', `<ul>${items.join('')}</ul>`);
}

/** What is needed to get the same result again. */
export function provenanceSection({ provenance, experiment }: SimulationResult, place: Place, command: string): string {
  const rows = [
    ['archsim', provenance.archsimVersion],
    ['Seed', String(provenance.seed)],
    ['Experiment digest', experiment.digest],
    ...Object.entries(provenance.digests).map(([name, digest]) => [`${name} digest`, digest]),
  ];
  const columns: Column[] = [{ head: 'Of', kind: 'text' }, { head: 'Value', kind: 'text' }];
  return section(place, 'Provenance', `<p>Made by</p>\n<pre><code>${escapeHtml(command)}</code></pre>`, htmlTable({ label: `Provenance${place.of}`, columns, rows }));
}
