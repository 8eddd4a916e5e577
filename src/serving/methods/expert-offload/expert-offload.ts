import { Type } from 'typebox';
import { reject } from '../../../sim/core/diagnostics.js';
import { createRng } from '../../../sim/core/rng.js';
import { biasBytesOf } from '../../../sim/model/graph-bytes.js';
import { hasEncoder, isEncoder, type Experts, type LayerGroup, type Op, type OpGraph } from '../../../sim/model/op-graph.js';
import { bytesOfWeights, weightFormatOf } from '../../../sim/model/quantization.js';
import { decodePass, prefillPass, type Pass } from '../../../sim/model/scenario.js';
import { rowsOf } from '../../../sim/engine/work.js';
import { byKind, closed, names } from '../../../experiment/schema/shapes.js';
import type { Deployment } from '../../deployment.js';
import { passCost } from '../../pass-cost.js';
import { redeployed } from '../../redeploy.js';
import { defineScenario } from '../../scenario-kind.js';
import { answerOf, expectation, figure, part, waitPart, type MethodRun } from '../answer.js';
import { contextCurve, interpolatedNote, isConvex, maskBreaks, type ContextCurve } from '../context-curve.js';
import { withGroups } from '../layers.js';
import { linkOf, linkSchema } from '../link.js';
import { needOneStage, requestFields, requestOf, scenarioOf } from '../request.js';
import { memoryOf, useOf } from '../../resident.js';
import { reasonsAgainst } from '../runnable.js';
import { expectedLoads, simulatedLoads } from './loads.js';
import { choiceChances, distinctOf } from './popularity.js';

const schema = closed({
  kind: Type.Literal('expert-offload', { description: 'Experts lie in flash or in the host, some of each layer in memory' }),
  ...requestFields,
  resident: Type.Integer({ description: 'Experts of each layer that are in memory', minimum: 0, maximum: 65_536, examples: [4] }),
  link: linkSchema,
  policy: Type.Optional(names(['pinned', 'lru', 'lru-simulated'], { description: 'Which are: always the most popular ones, those that were used last (by their characteristic age), or the same in a drawn run', default: 'pinned' })),
  popularity: Type.Optional(byKind([
    closed({ kind: Type.Literal('uniform') }, { title: 'Uniform', description: 'All experts alike' }),
    closed({ kind: Type.Literal('zipf'), exponent: Type.Number({ description: 's of r^-s, r the rank', minimum: 0, maximum: 10 }) }, { title: 'Zipf', description: 'By rank' }),
  ], { title: 'Popularity', description: 'How often experts are chosen; all alike when left out' })),
  reordered: Type.Optional(Type.Boolean({ description: 'Whether the tokens of a pass are worked on expert by expert, so that each is loaded once; else token by token', default: true })),
  overlap: Type.Optional(Type.Boolean({ description: 'Whether the loads of a layer are beside its work', default: false })),
  seed: Type.Optional(Type.Integer({ description: 'Of a drawn run', minimum: 0, maximum: 4_294_967_295, default: 0 })),
}, { title: 'Expert offload', description: 'A request on a mixture of experts whose experts come over a link' });

/** Most tokens that a drawn run counts; larger passes are not drawn. */
const mostDrawn = 5000;

/** Layers with experts that are alike. */
interface ExpertGroup {
  readonly experts: Experts;
  readonly repeat: number;
  /** Of one expert of one layer. */
  readonly bytes: number;
  readonly alone: Deployment;
}

/** Mixtures of experts of which a part is in memory. */
export const expertOffloadKind = defineScenario({
  kind: 'expert-offload',
  summary: 'experts in flash or in the host: cached ones, popularity, and tokens reordered by expert',
  schema,
  run: (spec, setting) => {
    const { resident, policy = 'pinned', popularity = { kind: 'uniform' }, reordered = true, overlap = false } = spec;
    const { graph, machine } = setting.deployment;
    if (hasEncoder(graph) && !isEncoder(graph)) reject('scenario/one-stack', `${graph.name} has an encoder and a decoder: this scenario needs a model of one stack`, { pointer: '/workload/model', remedy: 'give a decoder or an encoder' });
    if (isEncoder(graph) && spec.outputTokens > 1) reject('scenario/encoder-output', `an encoder gives one output for a prompt, not ${spec.outputTokens}`, { pointer: '/workload/scenario/outputTokens', remedy: 'give 1' });
    needOneStage(setting.deployment);
    const link = linkOf(spec.link, '/workload/scenario/link');
    const request = requestOf(spec);
    const scenario = scenarioOf(request);
    const reading = prefillPass(scenario);
    const steps = decodePass(scenario);
    // Experts that are not alike have other numbers of distinct ones in a pass.
    const deployment = popularity.kind === 'uniform' ? setting.deployment : redeployed(setting.deployment, { graph: measured(graph, popularity, [reading, ...(steps === undefined ? [] : [steps])]) });
    const groups = expertGroups(deployment);
    if (groups.length === 0) reject('scenario/no-experts', `${graph.name} has no experts`, { pointer: '/workload/model', remedy: 'give a mixture of experts, or use the kind "streamed"' });
    groups.forEach(({ experts: { active } }) => {
      if (!reordered && policy !== 'pinned' && resident < active) reject('scenario/too-few-resident', `a token takes ${active} experts of a layer, more than the ${resident} that are in memory`, { pointer: '/workload/scenario/resident', remedy: `give at least ${active}` });
    });
    const outside = groups.reduce((sum, { experts, repeat, bytes }) => sum + repeat * Math.max(0, experts.count - resident) * bytes, 0);
    const use = useOf(deployment, scenario);
    const slot = groups.reduce((most, { experts, bytes }) => (resident < experts.count ? Math.max(most, 2 * bytes) : most), 0);
    const memory = memoryOf(machine, use, { weightBytes: use.weightBytes - outside }, slot === 0 ? {} : { 'slots for loaded experts': slot });
    return answerOf(setting, reasonsAgainst([deployment], scenario, memory), memory, (): MethodRun => {
      const rng = createRng(spec.seed ?? 0);
      const loadsOf = (group: ExpertGroup, pass: Pass, isReordered: boolean): number => {
        const { experts: { count, active } } = group;
        const chances = choiceChances(popularity, count, active);
        const tokens = tokensOf(group, pass);
        if (resident >= count) return 0;
        if (policy === 'lru-simulated' && tokens <= mostDrawn) return simulatedLoads(chances, tokens, resident, isReordered, Math.min(200, Math.floor(mostDrawn / tokens)), rng);
        return expectedLoads(chances, tokens, resident, policy === 'pinned' ? 'pinned' : 'lru', isReordered);
      };
      const secondsOf = ({ bytes }: ExpertGroup, loads: number): number => loads * (link.latencySeconds + bytes / link.bytesPerSecond);
      const prompt = passCost(deployment, reading);
      const decode = steps === undefined ? null : passCost(deployment, steps);
      const count = request.outputTokens - 1;
      let isExact = true;
      /** Seconds that a run of passes waits for experts: all that loads take, or what is longer than the work of its layer. */
      const waitOf = (pass: Pass, loads: readonly number[]): number => groups.reduce((sum, group, i) => {
        const load = secondsOf(group, loads[i]!);
        const passes = pass.lastContext - pass.firstContext + 1;
        if (!overlap || load === 0) return sum + group.repeat * passes * load;
        // The longer of both is convex in the context, as the work is; what is longer than the work is not.
        const work = (context: number): number => passCost(group.alone, { ...pass, firstContext: context, lastContext: context }).seconds;
        const [longer, alone] = [(context: number): number => Math.max(load, work(context)), work].map((of) => contextCurve(of, pass.firstContext, pass.lastContext, isConvex(deployment), maskBreaks(graph, 1))) as [ContextCurve, ContextCurve];
        isExact &&= longer.isExact;
        return sum + group.repeat * Math.max(0, longer.sum - alone.sum);
      }, 0);
      const promptLoads = groups.map((group) => loadsOf(group, reading, reordered));
      const stepLoads = steps === undefined ? [] : groups.map((group) => loadsOf(group, steps, reordered));
      const promptWait = waitOf(reading, promptLoads);
      const stepWait = steps === undefined ? 0 : waitOf(steps, stepLoads);
      const perPass = (loads: readonly number[]): number => groups.reduce((sum, { repeat }, i) => sum + repeat * loads[i]!, 0);
      const requests = groups.reduce((sum, group) => sum + group.repeat * (steps === undefined ? tokensOf(group, reading) : tokensOf(group, steps)) * group.experts.active, 0);
      const steadyLoads = steps === undefined ? promptLoads : stepLoads;
      const plain = prompt.seconds + (decode?.seconds ?? 0);
      const other = groups.map((group) => loadsOf(group, steps ?? reading, !reordered));
      const ratio = perPass(reordered ? other : steadyLoads) / perPass(reordered ? steadyLoads : other);
      return {
        requests: request.batch, outputTokens: request.outputTokens, firstSeconds: prompt.seconds + promptWait, restSeconds: (decode?.seconds ?? 0) + stepWait,
        parts: [part('prompt', 1, prompt), ...(decode === null ? [] : [part('decode', count, decode)]), ...(outside > 0 ? [waitPart('waits for experts', perPass(promptLoads) + (steps === undefined ? 0 : count * perPass(stepLoads)), promptWait + stepWait)] : [])],
        figures: [
          expectation('loadsOfPrompt', perPass(promptLoads), 'experts', 'sum over layers of rounds x sum over e of u_e m_e (see the README of methods), for the tokens of the prompt'),
          expectation('loadsPerStep', steps === undefined ? null : perPass(stepLoads), 'experts', 'the same for a decode step'),
          expectation('hitRate', 1 - perPass(steadyLoads) / (reordered ? groups.reduce((sum, group) => sum + group.repeat * distinctOf(choiceChances(popularity, group.experts.count, group.experts.active), tokensOf(group, steps ?? reading)), 0) : requests), '', '1 - loads / experts that are asked for, of a decode step, or of the prompt where there is none'),
          expectation('loadsWithoutReordering', Number.isFinite(ratio) ? ratio : 1, '', 'loads token by token / expert by expert, of a decode step, or of the prompt where there is none'),
          figure('bytesOfExpert', groups.reduce((most, { bytes }) => Math.max(most, bytes), 0), 'B', 'weights of one expert of one layer'),
          expectation('slowdown', (plain + promptWait + stepWait) / plain, '', 'seconds / seconds with all experts in memory'),
        ],
        energyUnknown: 'what flash, host and link take for a byte is not given',
        notes: [
          ...(outside === 0 ? [] : ['tokens choose experts independently of one another, of the layer before and of the step before']),
          ...(steps === undefined ? ['one output token comes with the prompt: there is no decode step'] : []),
          ...(overlap && outside > 0 ? ['beside work a layer waits for the mean number of loads: the mean of the longer of both is a little more'] : []),
          ...(policy === 'lru' && outside > 0 ? ['the hit rate of the experts used last is that of a characteristic age, exact where all are alike'] : []),
          ...(policy === 'lru-simulated' && outside > 0 ? [`loads of a drawn run with the seed ${spec.seed ?? 0}; of passes of more than ${mostDrawn} tokens those of the characteristic age`] : []),
          ...(isExact ? [] : [interpolatedNote]),
        ],
      };
    });
  },
});

function tokensOf({ alone }: ExpertGroup, pass: Pass): number {
  const group = alone.graph.groups[0]!;
  return group.stack === undefined ? rowsOf(group, pass) : pass.batch * pass.queryTokens;
}

/** Groups of layers with experts: where all are active they are blocks of a matrix. */
function expertGroups(deployment: Deployment): readonly ExpertGroup[] {
  const { graph, scheme } = deployment;
  return graph.groups.flatMap((group) => {
    const products = group.ops.flatMap((op) => (op.kind === 'linear' && op.experts !== undefined && op.experts.active < op.experts.count ? [{ op, experts: op.experts }] : []));
    const [first] = products;
    if (first === undefined) return [];
    const bytes = products.reduce((sum, { op }) => sum + bytesOfWeights(weightFormatOf(scheme, op.name), op.inFeatures * op.outFeatures) + biasBytesOf(op), 0);
    const alone = withGroups(deployment, (one) => one === group);
    return [{ experts: first.experts, repeat: group.repeat, bytes, alone: group.repeat === 1 ? alone : redeployed(alone, { graph: { ...alone.graph, groups: [{ ...group, repeat: 1 }] } }) }];
  });
}

/** The graph whose experts have the distinct numbers of that popularity in these passes. */
function measured(graph: OpGraph, popularity: Parameters<typeof choiceChances>[0], passes: readonly Pass[]): OpGraph {
  const withCounts = (op: Op, group: LayerGroup): Op => {
    if (!('experts' in op) || op.experts === undefined || op.experts.active === op.experts.count) return op;
    const { count, active } = op.experts;
    const chances = choiceChances(popularity, count, active);
    const tokens = [...new Set(passes.map((pass) => (group.stack === undefined ? rowsOf(group, pass) : pass.batch * pass.queryTokens)))].sort((a, b) => a - b);
    return { ...op, experts: { count, active, measured: tokens.map((t) => [t, distinctOf(chances, t)] as const) } };
  };
  return { ...graph, groups: graph.groups.map((group) => ({ ...group, ops: group.ops.map((op) => withCounts(op, group)) })) };
}
