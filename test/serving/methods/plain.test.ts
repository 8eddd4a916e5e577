import assert from 'node:assert/strict';
import { example } from '../../kit/fixtures.js';
import { methodKinds } from '../../../src/serving/methods/index.js';
import { answer, assertPlain, plainRun, settingOf, type Bench } from './method-bench.js';

type Spec = { readonly kind: string } & Readonly<Record<string, unknown>>;

const layers32 = Array.from({ length: 32 }, (_, i) => i);
const request = { batch: 3, promptTokens: 300, outputTokens: 40 };
const one = { ...request, batch: 1 };

/** Every method in the setting in which it does nothing. */
const trivial: readonly (readonly [title: string, spec: Spec])[] = [
  ['one turn of a chat', { kind: 'chat', batch: 3, turns: [{ userTokens: 300, answerTokens: 40 }] }],
  ['one turn with its tokens in the system prompt', { kind: 'chat', batch: 3, systemTokens: 299, keepCache: false, turns: [{ userTokens: 1, answerTokens: 40 }] }],
  ['a limit of the cache that is never reached', { kind: 'chat', batch: 3, turns: [{ userTokens: 300, answerTokens: 40 }], eviction: { sinks: 0, recent: 339 } }],
  ['no drafts', { kind: 'speculation', ...request, draft: { quantization: 'w4a16-g128' }, draftTokens: 0, acceptance: { kind: 'rate', rate: 0.9 } }],
  ['every layer once', { kind: 'layer-path', ...request, path: { kind: 'list', layers: layers32 } }],
  ['no layer skipped', { kind: 'layer-path', ...request, path: { kind: 'skipped', layers: 0 } }],
  ['each layer repeated once', { kind: 'layer-path', ...request, path: { kind: 'repeated', times: 1 }, weightReads: 'once' }],
  ['as many distinct layers as there are', { kind: 'layer-path', ...request, path: { kind: 'shared', distinct: 32 } }],
  ['no exits', { kind: 'early-exit', ...request, test: 'head' }],
  ['all layers on average', { kind: 'early-exit', ...request, meanLayers: 32, independent: true }],
  ['exits that nobody takes', { kind: 'early-exit', ...request, exits: [{ layers: 8, share: 0 }], independent: true }],
  ['one beam', { kind: 'beam', ...request, beams: 1, promptReads: 'once', reorder: 'whole-cache' }],
  ['all weights in memory', { kind: 'streamed', ...request, link: { bandwidth: '1 GB/s', latency: '1 ms' } }],
  ['all weights said to be in memory', { kind: 'streamed', ...request, link: { bandwidth: '1 GB/s' }, residentShare: 1, overlap: 'none' }],
  ['all tokens in every layer', { kind: 'token-pruning', ...request, schedule: { kind: 'list', tokens: [300] }, scorer: { shareOfLayer: 1, outputs: 4 } }],
  ['no tokens merged', { kind: 'token-pruning', ...request, schedule: { kind: 'merged', tokens: 0 } }],
  ['one branch', { kind: 'branches', ...request, branches: [{ name: 'only' }], choice: { kind: 'shares', shares: [1] }, switchLink: { bandwidth: '1 GB/s' } }],
  ['a branch that is never left', { kind: 'branches', ...request, branches: [{ name: 'a' }, { name: 'b', layers: 4 }], choice: { kind: 'shares', shares: [1, 0] }, unit: 'token' }],
];

describe('methods that do nothing', () => {

  it('say what the plain run says, to the last digit', () => {
    const setting = settingOf();
    const plain = plainRun({}, request);
    for (const [title, spec] of trivial) {
      try {
        assertPlain(answer(spec, setting), plain, 3);
      } catch (error) {
        assert.fail(`${title}: ${String(error)}`);
      }
    }
  });

  it('say so of a machine with tiles and energies, at the closed form', () => {
    const { workload } = example('bitmod.json').value as { workload: { model: string; quantization: object } };
    const bench: Bench = { example: 'bitmod.json', ...workload, fidelity: 'analytic' };
    const setting = settingOf(bench);
    const plain = plainRun(bench, request);
    assert.ok(plain.totals.energyJoules !== null);
    for (const [title, spec] of trivial.filter(([, { draft }]) => draft === undefined)) {
      try {
        assertPlain(answer(spec, setting), plain, 3);
      } catch (error) {
        assert.fail(`${title}: ${String(error)}`);
      }
    }
  });

  it('say it of routing with no share for the other model, by request, token and module', () => {
    const setting = settingOf();
    const plain = plainRun({}, one);
    const small = { quantization: 'w4a16-g128' };
    for (const by of [{ kind: 'request', small, swapLink: { bandwidth: '1 GB/s' } }, { kind: 'token', small }, { kind: 'module', smallShare: 0, smallWidth: 0.25 }]) {
      const { totals } = answer({ kind: 'routing', ...one, bigShare: 1, by }, setting);
      assert.equal(totals.latencySeconds, plain.totals.latencySeconds, by.kind);
      assert.equal(totals.firstTokenSeconds, plain.totals.firstTokenSeconds, by.kind);
    }
    const little = plainRun({ quantization: 'w4a16-g128' }, one);
    for (const by of [{ kind: 'request', small }, { kind: 'token', small }]) {
      assert.equal(answer({ kind: 'routing', ...one, bigShare: 0, by }, setting).totals.latencySeconds, little.totals.latencySeconds, by.kind);
    }
  });

  it('say it of a mixture of experts whose experts are all in memory', () => {
    const bench: Bench = { model: 'mixtral-8x7b', device: 'h100-sxm', quantization: 'w4a16-g128' };
    for (const policy of ['pinned', 'lru', 'lru-simulated']) {
      assertPlain(answer({ kind: 'expert-offload', ...request, resident: 8, policy, link: { bandwidth: '1 GB/s' } }, settingOf(bench)), plainRun(bench, request), 3);
    }
  });

  it('has each kind once, with a summary', () => {
    assert.equal(new Set(methodKinds.map(({ kind }) => kind)).size, methodKinds.length);
    for (const { summary } of methodKinds) assert.ok(summary.length > 20);
  });
});
