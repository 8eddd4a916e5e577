import type { FoundDesign, StudyAnswer } from './answer.js';
import type { Bound } from './bound.js';
import type { ParameterSensitivity, Sensitivity } from './sensitivity.js';

/** Designs of a front that are shown; files have all of them. */
const mostShown = 20;
const mostImprovements = 8;

/** An answer in words, for a terminal. */
export function answerText(answer: StudyAnswer): string {
  const { study, agent, seed, evaluations, budget, legal, failures, end, seconds, front, best } = answer;
  const ended = end === 'budget' ? '' : end === 'stopped' ? `, stopped before its budget of ${budget}` : ', and there was nothing more to try';
  const lines = [
    `${study}: ${evaluations} evaluations by ${agent} (seed ${seed}) in ${shown(seconds)} s${ended}`,
    `${percent(legal, evaluations)} of them legal${failures > 0 ? `, ${failures} failed` : ''}${brokenText(answer)}`,
  ];
  if (best === null) return [...lines, '', 'No design that was tried is legal.', ...answer.assumptions].join('\n');
  lines.push('', ...bestLines(answer, best));
  if (front.length > 1) lines.push('', `Front of ${front.length} designs${answer.hypervolume === null ? '' : `, hypervolume ${shown(answer.hypervolume)}`}:`, ...frontLines(answer));
  if (answer.binding !== null) lines.push('', 'Why the best is not better:', ...boundLines(answer.binding), ...(answer.sensitivity === null ? [] : [neighbourLine(answer.sensitivity)]));
  if (answer.sensitivity !== null) lines.push('', 'One parameter changed at a time, the others as in the best:', ...answer.sensitivity.parameters.map((one) => `  ${sensitivityLine(one)}`));
  if (answer.random !== null) lines.push('', randomLine(answer));
  if (answer.improvements.length > 0) {
    const { improvements } = answer;
    const told = improvements.length <= mostImprovements ? improvements : improvements.slice(-mostImprovements);
    lines.push('', told.length < improvements.length ? `How it got there, the last ${told.length} of ${improvements.length} steps:` : 'How it got there:');
    lines.push(...told.map(({ evaluation, objective, text }) => `  ${evaluation}${answer.objectives.length > 1 ? `, ${objective}` : ''}: ${text}`));
  }
  return [...lines, ...(answer.assumptions.length > 0 ? ['', ...answer.assumptions] : [])].join('\n');
}

function brokenText({ broken, evaluations }: StudyAnswer): string {
  const most = Object.entries(broken).filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
  return most.length === 0 ? '' : `; limits that are broken: ${most.map(([name, count]) => `${name} ${percent(count, evaluations)}`).join(', ')}`;
}

function bestLines({ objectives }: StudyAnswer, { evaluation, parameters, metrics }: FoundDesign): string[] {
  return [
    `${objectives.length === 1 ? 'Best' : 'Knee of the front'} (evaluation ${evaluation}): ${objectives.map(({ name, unit }) => `${name} ${shownOrNone(metrics[name])}${unit === undefined ? '' : ` ${unit}`}`).join(', ')}`,
    `  ${Object.entries(parameters).map(([name, value]) => `${name} ${value}`).join(', ')}`,
  ];
}

function frontLines({ front, objectives }: StudyAnswer): string[] {
  const lines = front.slice(0, mostShown).map(({ parameters, metrics }, i) => `  ${String(i + 1).padStart(2, '0')}  ${objectives.map(({ name }) => `${name} ${shownOrNone(metrics[name])}`).join(', ')}  (${Object.entries(parameters).map(([name, value]) => `${name} ${value}`).join(', ')})`);
  return front.length > mostShown ? [...lines, `  … and ${front.length - mostShown} more`] : lines;
}

function boundLines({ phases, full }: Bound): string[] {
  return [
    ...phases.map(({ phase, seconds, lowerBoundSeconds, bindingResource, part, share }) => `  ${phase} takes ${shown(seconds)} s, ${shown(seconds / lowerBoundSeconds)} times the ${shown(lowerBoundSeconds)} s that no schedule on this machine can beat; bound by ${bindingResource}, ${part} ${(100 * share).toFixed(0)} % of the time`),
    ...full.map(({ name, used, available }) => `  ${name}: ${shown(used)} of ${shown(available)} used`),
  ];
}

function neighbourLine({ variants, legal, better, nearBest }: Sensitivity): string {
  const change = better === 0 ? 'none is better' : `${better} are better`;
  return `  of ${variants} designs that differ in one parameter ${legal} are legal, ${change}, ${nearBest} are within 1 %`;
}

function sensitivityLine({ parameter, value, variants, nearBest, worstLoss }: ParameterSensitivity): string {
  const legal = variants.filter(({ losses }) => losses !== null).length;
  const worst = worstLoss === null ? 'no other value is legal' : `up to ${(100 * worstLoss).toPrecision(3)} % worse`;
  return `${parameter} = ${value}: ${worst}; ${legal} of ${variants.length} others legal, ${nearBest} of ${variants.length + 1} within 1 %`;
}

function randomLine({ random, objectives, bestOf }: StudyAnswer): string {
  const each = objectives.map(({ name }, i) => {
    const value = random!.best[i] ?? null;
    return `${name} ${value === null ? 'nothing legal' : shown(value)} against ${shownOrNone(bestOf[name]?.metrics[name])}`;
  });
  return `Random search with the same budget gets, by the median: ${each.join(', ')} (from ${random!.designs} random designs, ${percent(random!.legal, random!.designs)} legal)`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${((100 * part) / whole).toPrecision(3)} %`;
}

function shownOrNone(value: number | null | undefined): string {
  return value == null ? 'not known' : shown(value);
}

function shown(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(4)));
}
