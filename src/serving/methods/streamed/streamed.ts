import { Type } from 'typebox';
import { closed, names } from '../../../experiment/schema/shapes.js';
import type { Deployment } from '../../deployment.js';
import { passCost } from '../../pass-cost.js';
import type { Link } from '../../platform/link.js';
import { defineScenario } from '../../scenario-kind.js';
import { answerOf, figure, part, waitPart, type MethodRun } from '../answer.js';
import { contextCurve, interpolatedNote, isConvex, maskBreaks } from '../context-curve.js';
import { linkOf, linkSchema } from '../link.js';
import { decodeRun, needDecoder, needOneStage, promptPass, requestFields, requestOf, scenarioOf, type Request } from '../request.js';
import { memoryOf, useOf } from '../../resident.js';
import { reasonsAgainst } from '../runnable.js';
import { blocksOf, coldPassSeconds, innerSeconds, serialSeconds, turnSeconds, type Stage } from './pipeline.js';
import { bytesAway, residentShare, slotBytes } from './resident-share.js';
import { stagesOf, weightStreamOf, type WeightStream } from './weight-stream.js';

const schema = closed({
  kind: Type.Literal('streamed', { description: 'Weights that do not fit come from flash or from the host in every pass' }),
  ...requestFields,
  link: linkSchema,
  overlap: Type.Optional(names(['layers', 'none'], { description: 'Whether the next layer is loaded beside the work of this one', default: 'layers' })),
  residentShare: Type.Optional(Type.Number({ description: 'Share of the weights of every layer that stays in memory; as much as fits when left out', minimum: 0, maximum: 1 })),
  activeShare: Type.Optional(Type.Number({ description: 'Share of what is not resident that a pass asks for: less than 1 where only predicted neurons are loaded', exclusiveMinimum: 0, maximum: 1, default: 1 })),
}, { title: 'Streamed weights', description: 'A request whose weights come over a link, layer by layer' });

/** Seconds until the first token, and of all that follows. */
export interface StreamedTimes {
  readonly firstSeconds: number;
  readonly restSeconds: number;
  readonly isExact: boolean;
}

/** Times of a request whose layers each load that share over the link. Loads of a step begin with the last layer of the step before. */
export function streamedTimes(deployment: Deployment, stream: WeightStream, request: Request, loadedShare: number, link: Link, overlap: 'layers' | 'none'): StreamedTimes {
  const { batch, promptTokens, outputTokens } = request;
  const prompt = stagesOf(stream, promptPass(batch, promptTokens), loadedShare, link);
  const step = (context: number): readonly Stage[] => stagesOf(stream, decodeRun(batch, context, 1)!, loadedShare, link);
  const [from, to] = [promptTokens + 1, promptTokens + outputTokens - 1];
  const over = (seconds: (stages: readonly Stage[]) => number): { sum: number; isExact: boolean } =>
    (to < from ? { sum: 0, isExact: true } : contextCurve((context) => seconds(step(context)), from, to, isConvex(deployment), maskBreaks(deployment.graph, 1)));
  if (overlap === 'none') {
    const { sum, isExact } = over(serialSeconds);
    return { firstSeconds: serialSeconds(prompt), restSeconds: sum, isExact };
  }
  const reading = blocksOf(prompt);
  const firstSeconds = coldPassSeconds(reading);
  if (to < from) return { firstSeconds, restSeconds: 0, isExact: true };
  const last = blocksOf(step(to));
  const { sum, isExact } = over((stages) => {
    const blocks = blocksOf(stages);
    return innerSeconds(blocks) + turnSeconds(blocks, blocks.before);
  });
  // Behind the last step nothing is loaded, and the load of the first one began with the last layer of the prompt.
  const end = (blocks: typeof last): number => blocks.works[blocks.works.length - 1]!;
  const restSeconds = turnSeconds(reading, last.before) - end(reading) + sum - turnSeconds(last, last.before) + end(last);
  return { firstSeconds, restSeconds, isExact };
}

/** Weights streamed from flash or host where they do not fit. */
export const streamedKind = defineScenario({
  kind: 'streamed',
  summary: 'weights that do not fit come from flash or host in every pass, loads beside work',
  schema,
  run: (spec, setting) => {
    const { overlap = 'layers', activeShare = 1 } = spec;
    const { deployment } = setting;
    needDecoder(deployment);
    needOneStage(deployment);
    const link = linkOf(spec.link, '/workload/scenario/link');
    const request = requestOf(spec);
    const scenario = scenarioOf(request);
    const stream = weightStreamOf(deployment);
    const use = useOf(deployment, scenario);
    const room = use.capacityBytes === null ? Infinity : use.capacityBytes - (use.heldBytes - stream.streamableBytes);
    const share = spec.residentShare ?? residentShare(stream, room) ?? 0;
    const streamedBytes = bytesAway(stream, share);
    const memory = share === 1 ? memoryOf(deployment.machine, use) : memoryOf(deployment.machine, use, { weightBytes: use.weightBytes - streamedBytes }, { 'slots for streamed layers': slotBytes(stream, share) });
    return answerOf(setting, reasonsAgainst([deployment], scenario, memory), memory, (): MethodRun => {
      const { batch, promptTokens, outputTokens } = request;
      const prompt = passCost(deployment, promptPass(batch, promptTokens));
      const run = decodeRun(batch, promptTokens + 1, outputTokens - 1);
      const steps = run === undefined ? null : passCost(deployment, run);
      const times = share === 1 ? { firstSeconds: prompt.seconds, restSeconds: steps?.seconds ?? 0, isExact: true } : streamedTimes(deployment, stream, request, (1 - share) * activeShare, link, overlap);
      const loaded = streamedBytes * activeShare;
      const plain = prompt.seconds + (steps?.seconds ?? 0);
      const wait = Math.max(0, times.firstSeconds + times.restSeconds - plain);
      return {
        requests: batch, outputTokens, ...times,
        parts: [part('prompt', 1, prompt), ...(steps === null ? [] : [part('decode', outputTokens - 1, steps)]), ...(share === 1 ? [] : [waitPart('waits for weights', outputTokens, wait)])],
        energyUnknown: 'what flash, host and link take for a byte is not given',
        figures: [
          figure('residentShare', share, '', 'share r of the weights of every layer that stays in memory: the largest with r W + 2 (1 - r) b <= room for weights, b the largest layer'),
          figure('loadedBytesPerPass', loaded, 'B', '(1 - r) x active share x W'),
          figure('linkSecondsPerPass', loaded / link.bytesPerSecond, 's', 'loaded bytes / bandwidth: no pass is shorter'),
          figure('slowdown', (times.firstSeconds + times.restSeconds) / plain, '', 'seconds / seconds with all weights in memory'),
        ],
        notes: [
          ...(times.isExact ? [] : [interpolatedNote]),
          ...(share === 1 ? [] : ['what the loads take of the bandwidth of the main memory is left out', 'embedding tables stay in memory']),
          ...(activeShare < 1 ? ['the work on neurons that are not loaded is not taken off, and that to predict them is left out'] : []),
        ],
      };
    });
  },
});
