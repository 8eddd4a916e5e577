import assert from 'node:assert/strict';
import { passCost } from '../../../src/serving/pass-cost.js';
import { platformDeployment } from '../../../src/serving/platform/platform-deployment.js';
import { platformMemory } from '../../../src/serving/platform/platform-memory.js';
import type { Setting } from '../../../src/serving/scenario-kind.js';
import { decodeRun, promptPass } from '../../../src/serving/methods/request.js';
import { problemOf } from '../../kit/problems.js';
import { answer, assertTold, figureOf, settingOf } from './method-bench.js';

type Spec = { readonly kind: string } & Readonly<Record<string, unknown>>;

const request = { promptTokens: 200, outputTokens: 20 };
const link = { bytesPerSecond: 450e9, latencySeconds: 1e-6 };

function spread(pipeline: number): Setting {
  const one = settingOf({ model: 'opt-1.3b' });
  const on = (deployment: Setting['deployment']): Setting['deployment'] => platformDeployment(deployment, { tensor: 2, pipeline, expert: 1, sequence: false }, link);
  return { ...one, deployment: on(one.deployment), deploy: (other) => on(one.deploy(other)) };
}

const doingNothing: readonly Spec[] = [
  { kind: 'chat', turns: [{ userTokens: 200, answerTokens: 20 }] },
  { kind: 'speculation', ...request, draftTokens: 0, acceptance: { kind: 'rate', rate: 0.5 } },
  { kind: 'layer-path', ...request, path: { kind: 'skipped', layers: 0 } },
  { kind: 'early-exit', ...request },
  { kind: 'beam', ...request, beams: 1 },
  { kind: 'streamed', ...request, link: { bandwidth: '10 GB/s' } },
  { kind: 'token-pruning', ...request, schedule: { kind: 'merged', tokens: 0 } },
  { kind: 'branches', ...request, branches: [{ name: 'only' }], choice: { kind: 'shares', shares: [1] } },
  { kind: 'routing', ...request, bigShare: 1, by: { kind: 'request', small: { model: 'opt-125m' } } },
];

describe('methods on several devices', () => {
  const setting = spread(1);

  it('that do nothing take what the passes take there, with their exchanges', () => {
    const { deployment } = setting;
    const [prompt, decode] = [passCost(deployment, promptPass(1, 200)).seconds, passCost(deployment, decodeRun(1, 201, 19)!).seconds];
    for (const spec of doingNothing) {
      const { totals, memory } = answer(spec, setting);
      assert.equal(totals.latencySeconds, prompt + decode, spec.kind);
      if (spec.kind !== 'routing') assert.equal(memory.weightBytes, platformMemory(deployment, { batch: 1, ...request, logits: 'last' }).weightBytes, spec.kind);
    }
  });

  it('draft there too, and skip as much of the layers and their exchanges', () => {
    const found = answer({ kind: 'layer-path', ...request, path: { kind: 'skipped', layers: 6 } }, setting);
    assert.ok(Math.abs(figureOf(found, 'layersSpeedup') - 24 / 18) < 1e-9);
    assertTold(answer({ kind: 'speculation', ...request, draft: { model: 'opt-125m' }, acceptance: { kind: 'rate', rate: 0.7 } }, setting));
    assertTold(answer({ kind: 'beam', ...request, beams: 4, promptReads: 'once' }, setting));
  });

  it('refuse pipelines where layers are no longer alike', () => {
    const line = spread(2);
    for (const spec of doingNothing.filter(({ kind }) => ['layer-path', 'early-exit', 'streamed', 'token-pruning'].includes(kind))) assert.equal(problemOf(() => answer(spec, line)).code, 'scenario/no-pipeline');
    assertTold(answer(doingNothing[0]!, line));
    assertTold(answer({ kind: 'speculation', ...request, draft: { model: 'opt-125m' }, acceptance: { kind: 'rate', rate: 0.7 } }, line));
  });
});
