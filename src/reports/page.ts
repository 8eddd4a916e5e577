import type { Slice } from '../sim/engine/event/timeline.js';
import type { SimulationResult } from '../sim/model/result.js';
import { answerSentence } from './answer.js';
import { escapeHtml } from './html.js';
import { htmlDocument } from './page/document.js';
import { explainedSection, type ExplainedMetric } from './page/explained-section.js';
import { hardwareSection } from './page/hardware-section.js';
import { operatorSection } from './page/operator-section.js';
import { phaseSection } from './page/phase-section.js';
import { paragraph, resultFigure, section, type Place } from './page/section.js';
import { comparisonTable, keyNumbers, notices, scenarioText } from './page/summary.js';
import { timelineSection } from './page/timeline-section.js';
import { assumptionsSection, notModelledSection, provenanceSection, publishedSection } from './page/trust-sections.js';
import { whatIfSection } from './page/what-if-section.js';
import { notModelledText } from './quantity-text.js';
import type { WhatIfData } from './what-if/page-data.js';
import { whySentences } from './why.js';

export interface PageMeta {
  /** The command line that made the page, shown so that anybody can make it again. */
  readonly command: string;
  /** What else is known of each result, in their order. */
  readonly extras?: readonly ResultExtras[];
}

/** What a page shows of a result beside the result itself. */
export interface ResultExtras {
  /** The experiment that gave it, as `archsim run` reads it. */
  readonly experiment?: unknown;
  /** How some of its numbers come about. */
  readonly explained?: readonly ExplainedMetric[];
  readonly timeline?: readonly Slice[];
  /** What its reader may change, and the program that simulates that. */
  readonly whatIf?: { readonly data: WhatIfData; readonly engine: string };
}

/** Slices that a page holds for its script, some megabytes; of more it has the figure alone. */
const mostSlices = 20_000;

/** One HTML file that holds everything: the answers, figures, tables, what they rest on, and the results as JSON in `#archsim-results`. It asks nothing of a network. */
export function reportPage(results: readonly SimulationResult[], meta: PageMeta): string {
  const only = results.length === 1 ? results[0] : undefined;
  const title = only === undefined ? `archsim: ${results.length} results` : only.experiment.name;
  const comparison = only === undefined && results.length > 0 ? `<section class="comparison">\n<h2>Comparison</h2>\n${comparisonTable(results)}\n</section>` : '';
  const sections = results.map((result, index) => resultSection(result, index, only === undefined, meta));
  const extras = meta.extras ?? [];
  const experiments = extras.flatMap(({ experiment }) => (experiment === undefined ? [] : [experiment]));
  const whatIf = only === undefined ? undefined : extras[0]?.whatIf;
  const timeline = only === undefined ? [] : extras[0]?.timeline ?? [];
  const zoomed = isZoomed(timeline, placeOf(only === undefined, 0)) ? timeline : [];
  return htmlDocument({
    title, body: [comparison, ...sections].filter((part) => part !== '').join('\n'),
    data: {
      'archsim-results': results,
      ...(experiments.length === 0 ? {} : { 'archsim-experiments': experiments }),
      ...(zoomed.length === 0 ? {} : { 'archsim-timeline': zoomed }),
      ...(whatIf === undefined ? {} : { 'archsim-what-if': whatIf.data }),
    },
    ...(whatIf === undefined ? {} : { programs: { 'archsim-engine': whatIf.engine } }),
  });
}

function placeOf(named: boolean, index: number): Place {
  return named ? { heading: 'h3', of: ` of result ${index + 1}` } : { heading: 'h2', of: '' };
}

/** Whether a reader can go into a timeline: that of a single result, since the place is kept in the address. */
function isZoomed({ length }: readonly Slice[], { of }: Place): boolean {
  return of === '' && length > 0 && length <= mostSlices;
}

function resultSection(result: SimulationResult, index: number, named: boolean, meta: PageMeta): string {
  const extras = meta.extras?.[index] ?? {};
  const hasPhase = result.phases.prefill !== null || result.phases.decode !== null;
  const place = placeOf(named, index);
  const parts = [
    named ? `<h2>${escapeHtml(result.experiment.name)}</h2>` : '',
    paragraph(answerSentence(result), 'answer'),
    ...whySentences(result).map((sentence) => paragraph(sentence)),
    paragraph(scenarioText(result), 'muted'),
    notices(result, place),
    keyNumbers(result),
    extras.whatIf === undefined || place.of !== '' ? '' : whatIfSection(result, extras.whatIf.data, place),
    section(place, 'Roofline', resultFigure('roofline', result)),
    section(place, 'Where the time goes', hasPhase ? resultFigure('breakdown', result) : paragraph(`Phases are ${notModelledText}.`)),
    section(place, 'Kinds of operators', resultFigure('kinds', result)),
    timelineSection(extras.timeline ?? [], place, isZoomed(extras.timeline ?? [], place)),
    operatorSection(result, place),
    phaseSection(result, place),
    hardwareSection(result, place),
    publishedSection(result, place),
    assumptionsSection(result, place),
    notModelledSection(result, place),
    explainedSection(extras.explained ?? [], place),
    provenanceSection(result, place, meta.command),
  ];
  return `<article class="result" id="result-${index + 1}">\n${parts.filter((part) => part !== '').join('\n')}\n</article>`;
}
