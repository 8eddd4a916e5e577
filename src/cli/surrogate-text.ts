import { printable, wrapped } from '../reports/text/plain-text.js';
import { tableLinesWithin } from '../reports/text/table.js';
import type { ForestTest } from '../gym/surrogate/forest-test.js';
import type { SurrogateReport } from '../gym/surrogate/surrogate-report.js';

/** What `archsim surrogate` prints. No line end of its own. */
export function surrogateText(report: SurrogateReport, notes: readonly string[], width: number): string {
  const columns = Number.isFinite(width) ? Math.max(80, Math.floor(width)) : 100;
  const lines: string[] = [];
  const say = (text: string): void => { lines.push(...wrapped(printable(text), columns)); };
  const table = (title: string, tests: readonly ForestTest[]): void => {
    lines.push('', title);
    lines.push(...tableLinesWithin(columns, ['Held out', 'Objective', 'Learnt', 'Asked', 'RMSPE', 'R2', 'Rank', 'Pick loss'], tests.flatMap(({ held, train, test, errors }) => errors.map((one) => [
      held, `${one.objective}${one.isLog ? ' (log)' : ''}`, counted(train), counted(test), percent(one.rmspe), shown(one.r2), shown(one.spearman), percent(one.pickLoss),
    ]))));
  };
  say(`${report.source}: ${report.trees} trees for each of ${report.objectives.length === 1 ? 'one objective' : `${report.objectives.length} objectives`}, ${counted(report.designs)} designs with values${report.without === 0 ? '' : `; ${counted(report.without)} without are left out`}`);
  notes.forEach(say);
  table('Unseen points', report.points);
  if (report.regions.length > 0) table('Unseen regions', report.regions);
  if (report.family.tests.length > 0) table(`Unseen families, by ${report.family.parameter}`, report.family.tests);
  if (report.family.reason !== null) {
    lines.push('');
    say(`Unseen families: not tested, as ${report.family.reason}`);
  }
  lines.push('');
  say('RMSPE: root mean squared relative error. Rank: Spearman\'s correlation. Pick loss: by how much the design with the best prediction is worse than the best.');
  lines.push('');
  timeLines(report).forEach(say);
  const { published } = report;
  lines.push('');
  say(`ArchGym publishes a root mean square error of ${published.rmsePercent} % and a factor of ${counted(published.speedUp)} (${published.source}):`);
  for (const caveat of published.caveats) say(`- ${caveat}`);
  return lines.join('\n');
}

function timeLines({ times }: SurrogateReport): readonly string[] {
  const { evaluation, prediction, training, trainingRows, speedUp } = times;
  const own = `A prediction takes ${seconds(prediction)}, the training from ${counted(trainingRows)} designs ${seconds(training)}`;
  if (evaluation === null) return [`${own}; what an evaluation takes is not known without the study (--study)`];
  const whole = speedUp.whole.map(({ designs, factor }) => `${factorText(factor)} for ${counted(designs)} designs`).join(', ');
  return [
    `An evaluation takes ${seconds(evaluation)}. ${own}`,
    `Speed-up: ${factorText(speedUp.perDesign)} a design; with the designs to learn from and the training ${whole}`,
    speedUp.breakEven === null ? 'It never takes less time than evaluating' : `It takes less time than evaluating from ${counted(speedUp.breakEven)} designs on`,
  ];
}

function factorText(factor: number | null): string {
  return factor === null ? 'unknown' : `${Number(factor.toPrecision(3))} times`;
}

function seconds(value: number): string {
  return value >= 1 ? `${value.toPrecision(3)} s` : value >= 1e-3 ? `${(1e3 * value).toPrecision(3)} ms` : `${(1e6 * value).toPrecision(3)} us`;
}

function percent(share: number | null): string {
  return share === null ? 'unknown' : `${Number((100 * share).toPrecision(3))} %`;
}

function counted(count: number): string {
  return count.toLocaleString('en-US');
}

function shown(value: number | null): string {
  return value === null ? 'unknown' : value.toFixed(3);
}
