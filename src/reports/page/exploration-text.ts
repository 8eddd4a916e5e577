import type { FoundDesign, StudyAnswer } from '../../gym/study/answer.js';
import type { PhaseBound } from '../../gym/study/bound.js';
import { objectiveText } from '../figures/exploration-data.js';
import { valueText } from '../figures/number-axis.js';
import { escapeHtml } from '../html.js';
import { numberText, percentText, siText } from '../quantity-text.js';

/** What a search found, in one sentence: how good, whether a neighbour is better, and what binds. */
export function explorationSentence(answer: StudyAnswer): string {
  const { evaluations, objectives, best, front, sensitivity, end, budget } = answer;
  const stopped = end === 'stopped' ? ` (stopped before its budget of ${numberText(budget)})` : '';
  const tried = evaluations === 1 ? 'one evaluation' : `${numberText(evaluations)} evaluations`;
  if (best === null) {
    const [worst] = Object.entries(answer.broken).sort((a, b) => b[1] - a[1]);
    const why = worst === undefined || worst[1] === 0 ? '' : `; the limit that most designs break is ${worst[0]}`;
    return `No design of ${tried}${stopped} is legal${why}.`;
  }
  const several = front.length === 1 ? 'one design dominates all others, with' : `${numberText(front.length)} designs are the front, and its knee has`;
  const told = `${objectives.length === 1 ? `The best of ${tried}${stopped} has` : `Of ${tried}${stopped}, ${several}`} ${valuesText(answer, best)}`;
  const neighbours = sensitivity === null || sensitivity.variants === 0 ? [] : [sensitivity.better === 0 ? 'no design that differs from it in one parameter is better' : `${numberText(sensitivity.better)} designs that differ from it in one parameter are better`];
  const bound = longest(answer);
  return `${[told, ...neighbours, ...(bound === null ? [] : [`${bound.bindingResource} binds ${bound.phase}`])].join('; ')}.`;
}

function longest({ binding }: StudyAnswer): PhaseBound | null {
  return binding?.phases.reduce<PhaseBound | null>((a, b) => (a === null || b.seconds > a.seconds ? b : a), null) ?? null;
}

/** All objectives of a design. */
export function valuesText({ objectives }: Pick<StudyAnswer, 'objectives'>, { metrics }: FoundDesign): string {
  return objectives.map((one) => objectiveText(one, metrics[one.name] ?? null)).join(', ');
}

/** What changing one parameter at a time does, in one sentence; empty where nobody looked. */
export function neighboursSentence({ sensitivity }: StudyAnswer): string {
  if (sensitivity === null || sensitivity.variants === 0) return '';
  const { variants, legal, better, nearBest } = sensitivity;
  return `Of ${numberText(variants)} designs that differ from the best in one parameter ${numberText(legal)} are legal, ${better === 0 ? 'none is' : `${numberText(better)} are`} better, and ${numberText(nearBest)} are within 1 % in every objective.`;
}

/** The numbers that most readers look for. */
export function keyNumbersOf(answer: StudyAnswer): string {
  const { objectives, best, evaluations, legal, front, hypervolume, random, seconds, failures } = answer;
  const numbers: (readonly [name: string, text: string, isKnown: boolean])[] = [
    ...objectives.map(({ name, unit }): readonly [string, string, boolean] => {
      const value = (objectives.length > 1 ? answer.bestOf[name] : best)?.metrics[name] ?? null;
      return [objectives.length > 1 ? `Best ${name}` : name, value === null ? 'nothing legal' : valueText(value, unit ?? ''), value !== null];
    }),
    ...(random === null ? [] : objectives.map(({ name, unit }, i): readonly [string, string, boolean] => {
      const value = random.best[i] ?? null;
      return [`${objectives.length > 1 ? `Best ${name}` : name} of random search`, value === null ? 'nothing legal' : valueText(value, unit ?? ''), value !== null];
    })),
    ['Evaluations', numberText(evaluations), true],
    ['Legal', evaluations === 0 ? 'none tried' : percentText(legal / evaluations), evaluations > 0],
    ...(failures > 0 ? [['Failed', numberText(failures), true] as const] : []),
    ...(objectives.length > 1 ? [['Front', `${numberText(front.length)} designs`, true] as const, ['Hypervolume', hypervolume === null ? 'no reference point' : numberText(hypervolume), hypervolume !== null] as const] : []),
    ['Time', siText(seconds, 's'), true],
  ];
  return `<dl class="numbers">${numbers.map(([name, text, isKnown]) => `<div><dt>${escapeHtml(name)}</dt><dd${isKnown ? '' : ' class="missing"'}>${escapeHtml(text)}</dd></div>`).join('')}</dl>`;
}
