import { reject } from '../../../sim/core/diagnostics.js';
import { quote } from '../../../sim/core/quote.js';
import { prefillPass } from '../../../sim/model/scenario.js';
import type { Deployment } from '../../deployment.js';
import { freePass, passCost, plus, times, type PassCost } from '../../pass-cost.js';
import { defineScenario, type Setting } from '../../scenario-kind.js';
import { answerOf, expectation, figure, part, waitPart, type MethodRun } from '../answer.js';
import { contextCurve, costCurve, interpolatedNote, isConvex, maskBreaks } from '../context-curve.js';
import { addedProduct, hiddenSize, layerCount, productAlone, withLayerWeights } from '../layers.js';
import { deployAt, type DeployInput } from '../deploy-at.js';
import { linkOf } from '../link.js';
import { decodeRun, needDecoder, needOneStage, promptPass, requestOf, scenarioOf } from '../request.js';
import { memoryOf, useOf, weightsHeld } from '../../resident.js';
import { reasonsAgainst } from '../runnable.js';
import { meanPlace, placesOf, possible } from './chain.js';
import { checkChoice } from './check-choice.js';
import { branchesSchema } from './schema.js';

interface BranchInput extends DeployInput {
  readonly name: string;
  readonly layers?: number;
}

/** A branch with the key of its weights: branches that differ in their layers share them. */
interface Branch {
  readonly name: string;
  readonly weights: string;
  readonly whole: Deployment;
  readonly of: Deployment;
}

function branchOf(input: BranchInput, i: number, setting: Setting): Branch {
  const { name, layers } = input;
  const other = input.model !== undefined || input.quantization !== undefined;
  const whole = other ? deployAt(setting, input, `/workload/scenario/branches/${i}`) : setting.deployment;
  needDecoder(whole, input.model === undefined ? undefined : `/workload/scenario/branches/${i}/model`);
  const count = layerCount(whole.graph);
  if (layers !== undefined && layers > count) reject('scenario/no-such-layer', `${whole.graph.name} has ${count} layers, of which ${layers} cannot run`, { pointer: `/workload/scenario/branches/${i}/layers`, remedy: `give at most ${count}` });
  return { name, weights: JSON.stringify([input.model ?? null, input.quantization ?? null]), whole, of: layers === undefined ? whole : withLayerWeights(whole, new Array<number>(count).fill(layers / count)) };
}

/** Conditional computation: the mean over what is taken, and the most that can be. */
export const branchesKind = defineScenario({
  kind: 'branches',
  summary: 'conditional branches by chance or recorded: expected and worst case, predictor and switches',
  schema: branchesSchema,
  run: (spec, setting) => {
    const { choice, unit = 'request' } = spec;
    const { deployment } = setting;
    const { machine } = deployment;
    const branches = spec.branches.map((input, i) => branchOf(input, i, setting));
    checkChoice(choice, branches.length);
    if (unit === 'token' && spec.branches.some((branch) => branch.model !== undefined)) reject('scenario/one-model', 'tokens take branches of one model, since they share its keys and values', { pointer: '/workload/scenario/unit', remedy: 'give the branches layers or schemes, let requests take them, or use the kind "routing"' });
    if (spec.branches.some((branch) => branch.layers !== undefined)) needOneStage(deployment);
    const link = spec.switchLink === undefined ? null : linkOf(spec.switchLink, '/workload/scenario/switchLink');
    const request = requestOf(spec);
    const { batch, promptTokens, outputTokens } = request;
    const scenario = scenarioOf(request);
    const predictor = spec.predictor === undefined ? null : {
      model: spec.predictor.model === undefined ? null : deployAt(setting, spec.predictor, '/workload/scenario/predictor'),
      product: spec.predictor.outputs === undefined ? null : productAlone(deployment, addedProduct('branch_predictor', hiddenSize(deployment.graph), spec.predictor.outputs)),
    };
    const places = placesOf(choice, branches.length, unit === 'token' ? outputTokens : choice.kind === 'shares' ? 1 : choice.kind === 'trace' ? choice.trace.length : spec.requests ?? 1000);
    const mean = meanPlace(places, branches.length);
    const can = possible(places, branches.length);
    const weightSets = new Map(branches.map(({ weights, whole }) => [weights, weightsHeld(whole)]));
    const uses = branches.map(({ whole }) => useOf(whole, scenario));
    const largest = uses.reduce((most, use) => (use.heldBytes > most.heldBytes ? use : most), uses[0]!);
    const largestKey = branches[uses.indexOf(largest)]!.weights;
    const others = [...weightSets].reduce((sum, [key, bytes]) => sum + (key === largestKey ? 0 : bytes), 0);
    const memory = memoryOf(machine, largest, {}, {
      ...(others > 0 && link === null ? { 'weights of other branches': others } : {}),
      ...(predictor?.model == null ? {} : { predictor: weightsHeld(predictor.model) }),
    });
    return answerOf(setting, reasonsAgainst(branches.map(({ whole }) => whole), scenario, memory), memory, (): MethodRun => {
      const steps = outputTokens - 1;
      const run = decodeRun(batch, promptTokens + 1, steps);
      const prompts = branches.map(({ of }) => passCost(of, promptPass(batch, promptTokens)));
      const decodes = branches.map(({ of }) => (run === undefined ? freePass : passCost(of, run)));
      const loads = branches.map(({ whole }) => (link === null || weightSets.size === 1 ? 0 : link.latencySeconds + weightsHeld(whole) / link.bytesPerSecond));
      const asked = predictor === null ? freePass : predictorCost(predictor, batch, promptTokens, unit === 'token' ? steps : 0);
      const perPlace = mean.switches.reduce((sum, share, i) => sum + share * loads[i]!, 0);
      const [firstPlace] = places;
      // Of tokens the first place is that of the prompt, of requests every place has one.
      const first = unit === 'token' ? firstPlace!.chances : mean.chances;
      const prompt = weighed(prompts, first);
      const switchesFirst = unit === 'token' ? firstPlace!.switches.reduce((sum, share, i) => sum + share * loads[i]!, 0) : perPlace;
      const switchesRest = unit === 'token' ? places.slice(1).reduce((sum, { switches }) => sum + switches.reduce((of, share, i) => of + share * loads[i]!, 0), 0) : 0;
      const varies = unit === 'token' && choice.kind !== 'shares' && run !== undefined;
      const curves = varies ? branches.map(({ of }) => costCurve((context) => passCost(of, decodeRun(batch, context, 1)!), promptTokens + 1, promptTokens + steps, isConvex(of), maskBreaks(of.graph, 1))) : null;
      const decode = curves === null ? weighed(decodes, mean.chances)
        : places.slice(1).reduce((sum, { chances }, t) => plus(sum, weighed(curves.map(({ at }) => ({ ...freePass, ...at(promptTokens + 1 + t) })), chances)), freePass);
      const most = (values: readonly number[]): number => values.reduce((best, value, i) => (can[i] === true ? Math.max(best, value) : best), 0);
      const worstStep = (context: number): number => most(branches.map(({ of }) => passCost(of, decodeRun(batch, context, 1)!).seconds));
      const convex = branches.every(({ of }) => isConvex(of));
      const worstDecode = run === undefined ? 0 : unit === 'request' || branches.length === 1 ? 0 : contextCurve(worstStep, promptTokens + 1, promptTokens + steps, convex, branches.flatMap(({ of }) => maskBreaks(of.graph, 1))).sum;
      const worstLoad = can.filter(Boolean).length > 1 ? most(loads) : 0;
      const worst = asked.seconds + (unit === 'request' || branches.length === 1 ? most(prompts.map((one, i) => one.seconds + decodes[i]!.seconds)) + worstLoad : most(prompts.map(({ seconds }) => seconds)) + worstDecode + outputTokens * worstLoad);
      const switchSeconds = switchesFirst + switchesRest;
      const parts = [part('prompt', 1, prompt)];
      if (predictor !== null) parts.push(part('predictor', 1, asked));
      if (run !== undefined) parts.push(part('decode', steps, decode));
      const switchCount = unit === 'token' ? places.reduce((sum, { switches }) => sum + switches.reduce((of, share) => of + share, 0), 0) : mean.switches.reduce((sum, share) => sum + share, 0);
      if (switchSeconds > 0) parts.push(waitPart('switches', switchCount, switchSeconds));
      return {
        requests: batch, outputTokens, firstSeconds: prompt.seconds + asked.seconds + switchesFirst, restSeconds: decode.seconds + switchesRest, parts,
        figures: [
          ...branches.map(({ name }, i) => expectation(`branch${i}Share`, mean.chances[i]!, '', `mean chance of the branch ${quote(name)} over the run`)),
          expectation('switchesPerRequest', switchCount, '', 'mean number of places whose branch is another than the one before: independent draws sum over i of p_i (1 - p_i); Markov sum over i <> j of pi_i P(i, j)'),
          figure('worstCaseSeconds', worst, 's', 'the slowest branch that can be taken each time, with a switch to the one that takes longest to load each time'),
          expectation('expectedOverWorst', (prompt.seconds + asked.seconds + decode.seconds + switchSeconds) / worst, '', 'expected seconds / worst case'),
        ],
        energyUnknown: 'what the link takes for a byte is not given',
        notes: [
          ...(unit === 'token' && branches.some(({ whole, of }) => whole !== of) ? ['keys and values of layers that a branch leaves out are there for the tokens behind it'] : []),
          ...(curves !== null && !curves.every(({ isExact }) => isExact) ? [interpolatedNote] : []),
          ...(batch > 1 ? ['requests of a batch take the same branch'] : []),
        ],
      };
    });
  },
});

function weighed(costs: readonly PassCost[], chances: readonly number[]): PassCost {
  return costs.reduce((sum, cost, i) => (chances[i] === 0 ? sum : plus(sum, times(cost, chances[i]!))), freePass);
}

/** A model that reads the prompt, and a product for the prompt and for each further token. */
function predictorCost({ model: reader, product }: { readonly model: Deployment | null; readonly product: Deployment | null }, batch: number, promptTokens: number, tokens: number): PassCost {
  const read = reader === null ? freePass : passCost(reader, prefillPass({ batch, promptTokens, outputTokens: 1, logits: 'last' }));
  return product === null ? read : plus(read, times(passCost(product, decodeRun(batch, 1, 1)!), 1 + tokens));
}
