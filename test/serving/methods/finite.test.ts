import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Setting } from '../../../src/serving/scenario-kind.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { answer, assertTold, objections, settingOf } from './method-bench.js';

type Spec = { readonly kind: string } & Readonly<Record<string, unknown>>;

const tokens = fc.integer({ min: 1, max: 3000 });
const chance = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const request = { batch: fc.integer({ min: 1, max: 40 }), promptTokens: tokens, outputTokens: fc.oneof(fc.constantFrom(1, 2, 3), fc.integer({ min: 1, max: 400 })) };
const link = fc.record({ bandwidth: fc.constantFrom<string | number>('1 kB/s', '3 GB/s', '64 GB/s', 1e-6, '900 TB/s'), latency: fc.constantFrom('1 ns', '1 ms', '10 s') }, { requiredKeys: ['bandwidth'] });
const optional = <T>(of: Record<string, fc.Arbitrary<unknown>>, required: readonly string[]): fc.Arbitrary<T> => fc.record(of, { requiredKeys: [...required] }) as fc.Arbitrary<T>;
const requestKeys = ['promptTokens', 'outputTokens'];
const list = <T>(of: fc.Arbitrary<T>, most: number): fc.Arbitrary<T[]> => fc.array(of, { minLength: 1, maxLength: most });

/** Specs of every kind, of which some are refused with a sentence. */
const specs: Readonly<Record<string, fc.Arbitrary<Spec>>> = {
  chat: optional({
    kind: fc.constant('chat'), batch: request.batch, systemTokens: fc.integer({ min: 0, max: 3000 }), turns: list(fc.record({ userTokens: tokens, answerTokens: fc.integer({ min: 1, max: 400 }) }), 6), keepCache: fc.boolean(),
    kvCache: fc.constantFrom('int8', 'int4', 'fp16'), eviction: optional({ sinks: fc.integer({ min: 0, max: 50 }), recent: tokens, heavyHitters: fc.integer({ min: 0, max: 50 }) }, ['recent']),
  }, ['kind', 'turns']),
  speculation: optional({
    kind: fc.constant('speculation'), ...request, draft: fc.constantFrom({ quantization: 'w4a16-g128' }, { model: 'opt-125m' }), draftTokens: fc.integer({ min: 0, max: 9 }), tree: list(fc.integer({ min: 1, max: 4 }), 4),
    acceptance: fc.oneof(fc.record({ kind: fc.constant('rate'), rate: chance }), fc.record({ kind: fc.constant('by-depth'), rates: list(chance, 5) }), fc.record({ kind: fc.constant('trace'), accepted: list(fc.integer({ min: 0, max: 9 }), 9) })),
    fallback: chance, stream: optional({ link, residentShare: chance, overlap: fc.constantFrom('none', 'layers', 'drafting') }, ['link']),
  }, ['kind', ...requestKeys, 'acceptance']),
  'layer-path': optional({
    kind: fc.constant('layer-path'), ...request, weightReads: fc.constantFrom('each', 'once'), prompt: fc.constantFrom('same', 'whole'),
    path: fc.oneof(fc.record({ kind: fc.constant('list'), layers: list(fc.integer({ min: 0, max: 13 }), 20) }), fc.record({ kind: fc.constant('skipped'), layers: fc.double({ min: 0, max: 13, noNaN: true }) }), fc.record({ kind: fc.constant('repeated'), times: fc.integer({ min: 1, max: 4 }) }), fc.record({ kind: fc.constant('shared'), distinct: fc.integer({ min: 1, max: 13 }) })),
  }, ['kind', ...requestKeys, 'path']),
  'early-exit': fc.constantFrom('exits', 'meanLayers', 'both').chain((said) => optional({
    kind: fc.constant('early-exit'), ...request, test: fc.constantFrom('none', 'head', 'classifier'), skippedCache: fc.constantFrom('project', 'none'), independent: fc.boolean(),
    ...(said === 'meanLayers' ? {} : { exits: list(fc.record({ layers: fc.integer({ min: 1, max: 12 }), share: chance.map((share) => share / 3) }), 3) }),
    ...(said === 'exits' ? {} : { meanLayers: fc.double({ min: 1, max: 12.2, noNaN: true }) }),
  }, ['kind', ...requestKeys])),
  beam: optional({ kind: fc.constant('beam'), ...request, beams: fc.integer({ min: 1, max: 9 }), promptReads: fc.constantFrom('each', 'once'), reorder: fc.constantFrom('reference', 'own-tokens', 'whole-cache'), movedBeams: fc.double({ min: 0, max: 9, noNaN: true }) }, ['kind', ...requestKeys, 'beams']),
  streamed: optional({ kind: fc.constant('streamed'), ...request, link, overlap: fc.constantFrom('layers', 'none'), residentShare: chance, activeShare: fc.double({ min: 1e-6, max: 1, noNaN: true }) }, ['kind', ...requestKeys, 'link']),
  'token-pruning': optional({
    kind: fc.constant('token-pruning'), ...request,
    schedule: fc.oneof(
      fc.record({ kind: fc.constant('list'), tokens: list(tokens, 13) }), fc.record({ kind: fc.constant('stages'), stages: list(fc.record({ layer: fc.integer({ min: 0, max: 13 }), keep: fc.double({ min: 1e-6, max: 1, noNaN: true }) }), 4) }),
      optional<object>({ kind: fc.constant('merged'), tokens: fc.integer({ min: 0, max: 400 }), least: tokens }, ['kind', 'tokens']),
    ),
    scorer: optional({ shareOfLayer: fc.double({ min: 0, max: 2, noNaN: true }), outputs: fc.integer({ min: 1, max: 64 }) }, []),
  }, ['kind', ...requestKeys, 'schedule']),
  'kv-prediction': optional({ kind: fc.constant('kv-prediction'), ...request, auxiliary: fc.constantFrom({ model: 'opt-125m' }, { model: 'gpt2', quantization: 'w4a16-g128' }) }, ['kind', ...requestKeys, 'auxiliary']),
  branches: fc.integer({ min: 1, max: 3 }).chain((count) => optional({
    kind: fc.constant('branches'), ...request, branches: fc.array(optional({ name: fc.constant('way'), model: fc.constantFrom('gpt2', 'opt-125m'), quantization: fc.constant('w4a16-g128'), layers: fc.double({ min: 0.1, max: 13, noNaN: true }) }, ['name']), { minLength: count, maxLength: count }),
    choice: fc.oneof(
      fc.record({ kind: fc.constant('shares'), shares: shares(count) }), optional<object>({ kind: fc.constant('markov'), transitions: fc.array(shares(count), { minLength: count, maxLength: count }), first: fc.integer({ min: 0, max: count }) }, ['kind', 'transitions']),
      fc.record({ kind: fc.constant('trace'), trace: list(fc.integer({ min: 0, max: count - 1 }), 20) }),
    ),
    unit: fc.constantFrom('request', 'token'), requests: fc.integer({ min: 1, max: 50 }), predictor: optional({ model: fc.constantFrom('gpt2', 'bert-base'), outputs: fc.integer({ min: 1, max: 9 }) }, []), switchLink: link,
  }, ['kind', ...requestKeys, 'branches', 'choice'])),
  routing: optional({
    kind: fc.constant('routing'), ...request, bigShare: chance,
    by: fc.oneof(
      optional<object>({ kind: fc.constant('request'), small: fc.constantFrom({}, { quantization: 'w4a16-g128' }, { model: 'gpt2' }), router: fc.constantFrom({ model: 'gpt2' }, { model: 'bert-base' }), cascade: fc.boolean(), swapLink: link }, ['kind', 'small']),
      optional<object>({ kind: fc.constant('token'), small: fc.constant({ model: 'gpt2' }), seed: fc.nat(), trace: list(fc.constantFrom(0, 1), 9) }, ['kind', 'small']),
      fc.record({ kind: fc.constant('module'), smallShare: chance.map((share) => share / 2), smallWidth: fc.double({ min: 1e-6, max: 1, noNaN: true }) }),
    ),
  }, ['kind', ...requestKeys, 'bigShare', 'by']),
  'expert-offload': optional({
    kind: fc.constant('expert-offload'), ...request, resident: fc.integer({ min: 0, max: 20 }), link, policy: fc.constantFrom('pinned', 'lru', 'lru-simulated'), reordered: fc.boolean(), overlap: fc.boolean(), seed: fc.nat(),
    popularity: fc.oneof(fc.constant({ kind: 'uniform' }), fc.record({ kind: fc.constant('zipf'), exponent: fc.double({ min: 0, max: 10, noNaN: true }) })),
  }, ['kind', ...requestKeys, 'resident', 'link']),
};

/** Chances that add up to one. */
function shares(count: number): fc.Arbitrary<number[]> {
  return fc.array(chance, { minLength: count, maxLength: count }).map((weights) => {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight, i) => (sum === 0 ? (i === 0 ? 1 : 0) : weight / sum));
  });
}

describe('answers of methods', () => {
  let small: Setting;
  let experts: Setting;
  before(() => {
    small = settingOf({ model: 'opt-125m' });
    experts = settingOf({ model: 'olmoe-1b-7b' });
  });

  for (const [kind, spec] of Object.entries(specs)) {
    it(`are numbers or say why not: ${kind}`, () => {
      let answered = 0;
      fc.assert(fc.property(spec, (one) => {
        assert.equal(objections(one), null);
        try {
          const found = answer(one, kind === 'expert-offload' ? experts : small);
          assertTold(found);
          answered++;
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          for (const { code, message, pointer } of error.problems) assert.ok(code.includes('/') && message.length > 20 && pointer !== undefined, message);
        }
      }), { numRuns: 25 });
      assert.ok(answered > 5, `${answered} were answered`);
    });
  }
});
