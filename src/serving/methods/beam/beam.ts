import { Type } from 'typebox';
import { closed, names } from '../../../experiment/schema/shapes.js';
import type { Deployment } from '../../deployment.js';
import { passCost } from '../../pass-cost.js';
import { defineScenario } from '../../scenario-kind.js';
import { answerOf, figure, part, type MethodRun } from '../answer.js';
import { contextCurve, maskBreaks } from '../context-curve.js';
import { decodeRun, needDecoder, promptPass, requestFields, requestOf, scenarioOf } from '../request.js';
import { cacheBytes, memoryOf, useOf } from '../../resident.js';
import { reasonsAgainst } from '../runnable.js';
import { copyCost } from './copies.js';
import { sharedPromptCost } from './shared-prompt.js';

const schema = closed({
  kind: Type.Literal('beam', { description: 'Several continuations of each prompt are carried along' }),
  ...requestFields,
  beams: Type.Integer({ description: 'Continuations of each prompt', minimum: 1, maximum: 1024, examples: [4] }),
  promptReads: Type.Optional(names(['each', 'once'], { description: 'Whether each beam reads the keys and values of the prompt, or all beams of a prompt together', default: 'each' })),
  reorder: Type.Optional(names(['reference', 'own-tokens', 'whole-cache'], { description: 'What is copied when beams change their parents: nothing (tables of blocks), the tokens behind the prompt, or prompt and all', default: 'reference' })),
  movedBeams: Type.Optional(Type.Number({ description: 'Beams of a prompt that are copied in a step, on average; all when left out', minimum: 0, maximum: 1024 })),
}, { title: 'Beam search', description: 'A request with several continuations of one prompt' });

/** Beam search: one prefill, then steps of all beams, with what their reordering copies. */
export const beamKind = defineScenario({
  kind: 'beam',
  summary: 'beam search: one prompt, several continuations, and what their reordering copies',
  schema,
  run: (spec, setting) => {
    const { beams, promptReads = 'each', reorder = 'reference' } = spec;
    const { deployment } = setting;
    const { machine } = deployment;
    needDecoder(deployment);
    const request = requestOf(spec);
    const { batch, promptTokens, outputTokens } = request;
    const scenario = scenarioOf(request);
    const steps = outputTokens - 1;
    const moved = beams === 1 ? 0 : Math.min(beams, spec.movedBeams ?? beams);
    const longest = promptTokens + steps;
    const perBeam = cacheBytes(deployment, batch, longest);
    // Where beams read one prompt they hold one; a copied cache has a prompt of its own for each.
    const kvCacheBytes = beams === 1 ? perBeam : reorder === 'whole-cache' ? beams * perBeam : cacheBytes(deployment, batch, promptTokens) + beams * (perBeam - cacheBytes(deployment, batch, promptTokens));
    const memory = memoryOf(machine, useOf(deployment, scenario), { kvCacheBytes });
    return answerOf(setting, reasonsAgainst([deployment], scenario, memory), memory, (): MethodRun => {
      const prompt = passCost(deployment, promptPass(batch, promptTokens));
      const run = decodeRun(batch * beams, promptTokens + 1, steps);
      const decode = run === undefined ? null : beams > 1 && promptReads === 'once' ? sharedPromptCost(deployment, batch, beams, promptTokens, steps) : passCost(deployment, run);
      const plain = decodeRun(batch, promptTokens + 1, steps);
      // Behind step s the caches hold s tokens more than the prompt; the last one needs no order.
      const copied = run === undefined || moved === 0 || reorder === 'reference' ? 0 : moved * copiedBytes(deployment, batch, promptTokens, steps, reorder === 'own-tokens');
      const copies = copyCost(machine, copied);
      const rest = (decode?.seconds ?? 0) + copies.seconds;
      return {
        requests: batch, outputTokens, firstSeconds: prompt.seconds, restSeconds: rest,
        parts: [part('prompt', 1, prompt), ...(decode === null ? [] : [part('decode of all beams', steps, decode)]), ...(copied === 0 ? [] : [part('reordering', Math.max(0, steps - 1), copies)])],
        figures: [
          figure('slowdown', (prompt.seconds + rest) / (prompt.seconds + (plain === undefined ? 0 : passCost(deployment, plain).seconds)), '', 'seconds / seconds of one beam'),
          figure('candidateTokensPerSecond', (batch * (1 + beams * steps)) / (prompt.seconds + rest), '1/s', 'tokens of all beams / seconds'),
          figure('copiedBytes', copied, 'B', 'sum over steps s of moved beams x bytes of s own tokens (and of the prompt, of a whole cache)'),
        ],
        notes: [
          ...(beams > 1 ? ['the choice of the best continuations is left out: 2 b of b V logits a prompt and step'] : []),
          ...(beams > 1 && promptReads === 'once' ? ['the two parts of each softmax, over the prompt and over own tokens, are joined for nothing'] : []),
          ...(copied > 0 ? ['a cache is copied at the nominal bandwidth of the memory, with nothing beside it'] : []),
        ],
      };
    });
  },
});

/** Bytes of one beam's cache, summed over the steps behind which it is copied: own tokens s = 1 .. steps - 1 (a window of a layer holds no more than it sees). */
function copiedBytes(deployment: Deployment, batch: number, promptTokens: number, steps: number, ownOnly: boolean): number {
  if (steps < 2) return 0;
  const prompt = ownOnly ? cacheBytes(deployment, batch, promptTokens) : 0;
  // Affine in the context but for the ends of windows.
  return contextCurve((context) => cacheBytes(deployment, batch, context) - prompt, promptTokens + 1, promptTokens + steps - 1, true, maskBreaks(deployment.graph, 1)).sum;
}
