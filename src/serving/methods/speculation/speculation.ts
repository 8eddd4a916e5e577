import { reject } from '../../../sim/core/diagnostics.js';
import { freePass, passCost, plus, times, type PassCost } from '../../pass-cost.js';
import { defineScenario } from '../../scenario-kind.js';
import { answerOf, expectation, figure, part, waitPart, type MethodRun } from '../answer.js';
import { contextCurve, costCurve, interpolatedNote, isConvex, maskBreaks } from '../context-curve.js';
import { deployAt } from '../deploy-at.js';
import { vocabulary } from '../layers.js';
import { linkOf } from '../link.js';
import { checkPass, decodeRun, needDecoder, needOneStage, promptPass, requestOf, scenarioOf } from '../request.js';
import { cacheBytes, memoryOf, useOf, weightsHeld } from '../../resident.js';
import { reasonsAgainst } from '../runnable.js';
import { blocksOf, coldPassSeconds, serialSeconds } from '../streamed/pipeline.js';
import { bytesAway, slotBytes } from '../streamed/resident-share.js';
import { streamedTimes } from '../streamed/streamed.js';
import { stagesOf, weightStreamOf } from '../streamed/weight-stream.js';
import { depthChances, lengthChances, meanYield, yieldChances, type Acceptance } from './acceptance.js';
import { draftPasses, draftTree } from './draft-tree.js';
import { speculationSchema } from './schema.js';
import { recordedVisits, visitsOf } from './visits.js';

/** Most tokens of a tree. */
const largestTree = 512;

/** Speculative decoding: expected over what is accepted, exact for each count. */
export const speculationKind = defineScenario({
  kind: 'speculation',
  summary: 'a draft model or tree of drafts, checked by the large model in one pass, resident or streamed',
  schema: speculationSchema,
  run: (spec, setting) => {
    const { draftTokens = 4, acceptance, fallback = 0, stream } = spec;
    if (spec.tree !== undefined && spec.draftTokens !== undefined) reject('scenario/row-or-tree', 'drafts are a row ("draftTokens") or a tree ("tree"), not both', { pointer: '/workload/scenario/tree', remedy: 'leave one of them out' });
    const tree = draftTree(spec.tree ?? new Array<number>(draftTokens).fill(1));
    if (tree.size > largestTree) reject('scenario/tree-too-large', `a tree has at most ${largestTree} tokens, not ${tree.size}`, { pointer: '/workload/scenario/tree', remedy: 'give fewer children or depths' });
    const large = setting.deployment;
    const drafts = tree.size > 0;
    const draft = spec.draft === undefined || !drafts ? null : deployAt(setting, spec.draft, '/workload/scenario/draft');
    needDecoder(large);
    if (draft !== null) needDecoder(draft, '/workload/scenario/draft/model');
    if (stream !== undefined) needOneStage(large);
    const request = requestOf(spec);
    const { batch, promptTokens, outputTokens } = request;
    const scenario = scenarioOf(request);
    const link = stream === undefined ? null : linkOf(stream.link, '/workload/scenario/stream/link');
    const weights = link === null ? null : weightStreamOf(large);
    const share = stream?.residentShare ?? (link === null ? 1 : 0);
    const loadedShare = 1 - share;
    const use = useOf(large, scenario);
    const longest = promptTokens + outputTokens - 1 + tree.size;
    const memory = memoryOf(large.machine, use, {
      ...(weights === null ? {} : { weightBytes: use.weightBytes - bytesAway(weights, share) }),
      ...(drafts ? { kvCacheBytes: cacheBytes(large, batch, longest) } : {}),
    }, {
      ...(draft === null ? {} : { 'draft model': weightsHeld(draft), 'keys and values of the draft': cacheBytes(draft, batch, longest) }),
      ...(weights === null || share === 1 ? {} : { 'slots for streamed layers': slotBytes(weights, share) }),
    });
    return answerOf(setting, reasonsAgainst(draft === null ? [large] : [large, draft], scenario, memory), memory, (): MethodRun => {
      const prompt = passCost(large, promptPass(batch, promptTokens));
      const plainRun = decodeRun(batch, promptTokens + 1, outputTokens - 1);
      const plainSteps = plainRun === undefined ? freePass : passCost(large, plainRun);
      const streams = weights !== null && link !== null && share < 1;
      const plain = streams ? streamedTimes(large, weights, request, loadedShare, link, stream?.overlap === 'none' ? 'none' : 'layers') : { firstSeconds: prompt.seconds, restSeconds: plainSteps.seconds, isExact: true };
      const { depths, lengths, visits, yields } = chancesOf(acceptance, tree.widths, fallback, outputTokens - 1);
      const steps = visits.reduce((sum, count) => sum + count, 0);
      if (!drafts) {
        return {
          requests: batch, outputTokens, firstSeconds: plain.firstSeconds, restSeconds: plain.restSeconds,
          parts: [part('prompt', 1, prompt), ...(plainRun === undefined ? [] : [part('decode', outputTokens - 1, plainSteps)]), ...(streams ? [waitPart('waits for weights', outputTokens, plain.firstSeconds + plain.restSeconds - prompt.seconds - plainSteps.seconds)] : [])],
          figures: speculationFigures(1, 1, outputTokens - 1, 1, 0), notes: plain.isExact ? [] : [interpolatedNote], ...(streams ? { energyUnknown } : {}),
        };
      }
      // Tokens that are there when the first step begins, the first output token among them.
      const start = promptTokens + 1;
      const end = start + Math.max(0, outputTokens - 2);
      const draftPrompt = draft === null ? freePass : passCost(draft, promptPass(batch, promptTokens));
      const draftStep = (context: number): PassCost => (draft === null ? freePass : draftPasses(tree, depths.length).reduce((sum, { tokens, before }, d) => {
        const goes = lengths.slice(d + 1).reduce((total, one) => total + one, 0);
        return goes === 0 ? sum : plus(sum, times(passCost(draft, checkPass(batch, tokens, context + before - 1)), goes));
      }, freePass));
      const sizes = lengths.flatMap((likely, length) => (likely === 0 ? [] : [{ likely, tokens: tree.nodes.slice(0, length).reduce((sum, count) => sum + count, 0) }]));
      const check = (context: number): PassCost => sizes.reduce((sum, { likely, tokens }) => plus(sum, times(passCost(large, checkPass(batch, 1 + tokens, context + tokens)), likely)), freePass);
      const convex = isConvex(large) && (draft === null || isConvex(draft));
      const breaks = [...maskBreaks(large.graph, 1 + tree.size), ...(draft === null ? [] : maskBreaks(draft.graph, 1 + tree.size))].flatMap((at) => [at, at - tree.size]);
      const drafting = costCurve(draftStep, start, end, convex, breaks);
      const checking = costCurve(check, start, end, convex, breaks);
      const drafted = weigh(visits, start, drafting.at);
      const checked = weigh(visits, start, checking.at);
      // Over a link the checks wait for layers, the first of which may come while the draft works.
      const streamed = !streams || outputTokens < 2 ? null : contextCurve((context) => sizes.reduce((sum, { likely, tokens }) => {
        const stages = stagesOf(weights, checkPass(batch, 1 + tokens, context + tokens), loadedShare, link);
        const ahead = drafting.at(context).seconds;
        return sum + likely * (stream?.overlap === 'none' ? ahead + serialSeconds(stages) : stream?.overlap === 'layers' ? ahead + coldPassSeconds(blocksOf(stages)) : coldPassSeconds(blocksOf(stages), ahead));
      }, 0), start, end, convex, breaks);
      const cycles = streamed === null ? drafted.seconds + checked.seconds : visits.reduce((sum, count, n) => sum + (count === 0 ? 0 : count * streamed.at(start + n)), 0);
      const restSeconds = draftPrompt.seconds + cycles;
      const waits = plain.firstSeconds - prompt.seconds + cycles - drafted.seconds - checked.seconds;
      return {
        requests: batch, outputTokens, firstSeconds: plain.firstSeconds, restSeconds,
        parts: [
          part('prompt', 1, prompt),
          ...(draft === null ? [] : [part('prompt of the draft', 1, draftPrompt), part('drafts', steps * draftsPerStep(lengths), drafted)]),
          part('checks', steps, checked),
          ...(streams ? [waitPart('waits for weights, less what drafting hides', steps + 1, waits)] : []),
        ],
        figures: [
          ...speculationFigures(yields, steps === 0 ? 1 : (outputTokens - 1) / steps, steps, (plain.firstSeconds + plain.restSeconds) / (plain.firstSeconds + restSeconds), tree.size),
          expectation('decodeSpeedup', restSeconds === 0 ? 1 : plain.restSeconds / restSeconds, '', 'seconds of all tokens but the first without drafts / with drafts'),
          expectation('draftShare', cycles === 0 ? 0 : drafted.seconds / (drafted.seconds + checked.seconds), '', 'seconds of drafting / seconds of drafting and checking'),
          figure('costRatio', checking.at(start).seconds === 0 ? null : drafting.at(start).seconds / checking.at(start).seconds, '', 'seconds of the drafts of a step / seconds of its check, at the first step'),
        ],
        ...(streams ? { energyUnknown } : {}),
        notes: [
          ...(draft === null || vocabulary(draft.graph) === vocabulary(large.graph) ? [] : ['the draft has another vocabulary than the large model: its tokens cannot be taken as they are']),
          ...(draft === null ? ['drafts cost nothing: they are looked up'] : ['the draft reads the prompt behind the first token, and the last token that it drafted itself, where all were taken, with the next one']),
          ...(drafting.isExact && checking.isExact && plain.isExact && (streamed === null || streamed.isExact) ? [] : [interpolatedNote]),
          ...(batch > 1 ? ['sequences of a batch take their own numbers of tokens in each step and go on independently: times are those of the mean sequence, not of the last one'] : []),
          ...(spec.tree === undefined ? [] : ['a token of a tree is seen by all tokens behind it in the pass that checks it: a mask of the tree would leave out a few pairs']),
          ...(acceptance.kind === 'trace' && fallback > 0 ? ['a recorded trace has the lengths of its drafts: the chance of a fallback changes what is drafted, not what is taken'] : []),
        ],
      };
    });
  },
});

const energyUnknown = 'what flash, host and link take for a byte is not given';

interface Chances {
  readonly depths: readonly number[];
  readonly lengths: readonly number[];
  readonly visits: readonly number[];
  /** Mean tokens of a step of a long run. */
  readonly yields: number;
}

function chancesOf(acceptance: Acceptance, widths: readonly number[], fallback: number, tokens: number): Chances {
  const lengths = lengthChances(widths.length, widths.length === 0 ? 0 : fallback);
  if (acceptance.kind === 'trace') {
    const { accepted } = acceptance;
    const yields = 1 + accepted.reduce((sum, taken) => sum + Math.min(widths.length, taken), 0) / accepted.length;
    return { depths: widths, lengths, visits: recordedVisits(accepted, widths.length, tokens), yields };
  }
  const depths = depthChances(acceptance, widths);
  const chances = yieldChances(depths, lengths);
  return { depths, lengths, visits: visitsOf(chances, tokens), yields: meanYield(chances) };
}

function draftsPerStep(lengths: readonly number[]): number {
  return lengths.reduce((sum, chance_, length) => sum + chance_ * length, 0);
}

/** Sum over steps of what each costs: visits times the cost at the context of the step. */
function weigh(visits: readonly number[], start: number, at: (context: number) => Pick<PassCost, 'seconds' | 'joules' | 'dramBytes'>): Pick<PassCost, 'seconds' | 'joules' | 'dramBytes'> {
  let [seconds, dramBytes] = [0, 0];
  let joules: number | null = 0;
  visits.forEach((count, n) => {
    if (count === 0) return;
    const cost = at(start + n);
    seconds += count * cost.seconds;
    dramBytes += count * cost.dramBytes;
    joules = joules === null || cost.joules === null ? null : joules + count * cost.joules;
  });
  return { seconds, joules, dramBytes };
}

function speculationFigures(yields: number, inRun: number, steps: number, speedup: number, size: number): MethodRun['figures'] {
  return [
    expectation('tokensPerStep', yields, 'tokens', 'E = 1 + sum over depths d of p_1 .. p_d, of a long run; with one chance a and g drafts (1 - a^(g + 1)) / (1 - a) (Leviathan et al., ICML 2023, equation 1)'),
    expectation('tokensPerStepOfRun', inRun, 'tokens', '(output tokens - 1) / expected steps: the last step may yield tokens that nobody asked for'),
    expectation('steps', steps, '', 'sum of v(n), v(0) = 1, v(n) = sum over k of P(k tokens in a step) v(n - k)'),
    expectation('speedup', speedup, '', 'seconds of the request without drafts / with drafts'),
    figure('draftedTokens', size, 'tokens', 'tokens of the row or tree that a step checks beside the last one that was taken'),
  ];
}
