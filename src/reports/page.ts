import type { SimulationResult } from '../sim/model/result.js';
import { answerSentence } from './answer.js';
import { breakdownFigure } from './figures/breakdown.js';
import { passesRoof, roofText, undrawnOperators } from './figures/roofline-data.js';
import { rooflineFigure } from './figures/roofline.js';
import { escapeHtml } from './html.js';
import { phaseNames } from './operator-share.js';
import { htmlDocument } from './page/document.js';
import { hardwareSection } from './page/hardware-section.js';
import { operatorSection } from './page/operator-section.js';
import { phaseSection } from './page/phase-section.js';
import { figure, paragraph, section, type Place } from './page/section.js';
import { comparisonTable, keyNumbers, notices, scenarioText } from './page/summary.js';
import { assumptionsSection, notModelledSection, provenanceSection, publishedSection } from './page/trust-sections.js';
import { notModelledText } from './quantity-text.js';
import { whySentences } from './why.js';

export interface PageMeta {
  /** The command line that made the page, shown so that anybody can make it again. */
  readonly command: string;
}

/** One HTML file that holds everything: the answers, figures, tables, what they rest on, and the results as JSON in `#archsim-results`. It asks nothing of a network. */
export function reportPage(results: readonly SimulationResult[], meta: PageMeta): string {
  const only = results.length === 1 ? results[0] : undefined;
  const title = only === undefined ? `archsim: ${results.length} results` : only.experiment.name;
  const comparison = only === undefined && results.length > 0 ? `<section class="comparison">\n<h2>Comparison</h2>\n${comparisonTable(results)}\n</section>` : '';
  const sections = results.map((result, index) => resultSection(result, index, only === undefined, meta));
  return htmlDocument({ title, body: [comparison, ...sections].filter((part) => part !== '').join('\n'), data: { 'archsim-results': results } });
}

function resultSection(result: SimulationResult, index: number, named: boolean, meta: PageMeta): string {
  const hasPhase = result.phases.prefill !== null || result.phases.decode !== null;
  const place: Place = named ? { heading: 'h3', of: ` of result ${index + 1}` } : { heading: 'h2', of: '' };
  const parts = [
    named ? `<h2>${escapeHtml(result.experiment.name)}</h2>` : '',
    paragraph(answerSentence(result), 'answer'),
    ...whySentences(result).map((sentence) => paragraph(sentence)),
    paragraph(scenarioText(result), 'muted'),
    notices(result, place),
    keyNumbers(result),
    section(place, 'Roofline', figure((width) => rooflineFigure(result, { width, embedStyle: false }), rooflineCaption(result))),
    section(place, 'Where the time goes', hasPhase ? figure((width) => breakdownFigure(result, { width, embedStyle: false }), 'Shares of each phase: first what the whole phase waits for, then its longest operators, coloured by what binds them.') : paragraph(`Phases are ${notModelledText}.`)),
    operatorSection(result, place),
    phaseSection(result, place),
    hardwareSection(result, place),
    publishedSection(result, place),
    assumptionsSection(result, place),
    notModelledSection(result, place),
    provenanceSection(result, place, meta.command),
  ];
  return `<article class="result" id="result-${index + 1}">\n${parts.filter((part) => part !== '').join('\n')}\n</article>`;
}

function rooflineCaption(result: SimulationResult): string {
  const undrawn = undrawnOperators(result);
  const dense = passesRoof(result) ? ' Operations are counted dense, so that an operator that skips zeros may stand above it.' : '';
  const roof = `The roof is ${roofText(result.roofline)}.${dense}`;
  if (result.operators.length === 0) return `${roof} Operators are ${notModelledText}.`;
  if (undrawn.length === 0) return roof;
  const names = phaseNames.flatMap((phase) => {
    const ofPhase = undrawn.filter((op) => op.phase === phase).map((op) => op.name);
    const rest = ofPhase.length > 12 ? [`${ofPhase.length - 12} more`] : [];
    return ofPhase.length === 0 ? [] : [`${phase}: ${[...ofPhase.slice(0, 12), ...rest].join(', ')}`];
  });
  return `${roof} Not drawn, because they do no operations or cause no DRAM traffic: ${names.join('; ')}.`;
}
