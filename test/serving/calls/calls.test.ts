import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../src/sim/core/rng.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { outcomesOf } from '../../../src/serving/calls/outcomes.js';
import { architectureOf, figureOf, plainRun, serve } from '../serve.js';

const call = (name: string, more: object = {}): object => ({ name, promptTokens: 96, outputTokens: 24, ...more });
const calls = (...all: object[]): object => ({ kind: 'calls', calls: all });
const codesOf = (run: () => unknown): string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
};

describe('calls', () => {
  it('of one call is the plain run, to the last digit, on machines of both kinds', () => {
    for (const options of [{}, { architecture: architectureOf('systolic.json'), quantization: 'int8', fidelity: 'analytic' as const }]) {
      const [one, plain] = [serve(calls(call('only')), options), plainRun({ promptTokens: 96, outputTokens: 24 }, options)];
      assert.equal(one.totals.latencySeconds, plain.totals.latencySeconds);
      assert.equal(one.totals.firstTokenSeconds, plain.totals.firstTokenSeconds);
      assert.equal(one.parts[0]!.dramBytes, plain.phases.prefill!.dramBytes + plain.phases.decode!.dramBytes);
      assert.equal(one.memory.kvCacheBytes, plain.memory.kvCacheBytes);
    }
  });

  it('draws N samples from one prefill: the prompt is read once, and decode is that of a batch of N', () => {
    const samples = 8;
    const answer = serve(calls(call('best', { samples })));
    const prompt = plainRun({ promptTokens: 96, outputTokens: 24 }).phases.prefill!;
    const batch = plainRun({ batch: samples, promptTokens: 96, outputTokens: 24 });
    assert.equal(answer.totals.latencySeconds, prompt.latencySeconds + batch.phases.decode!.latencySeconds);
    assert.equal(answer.totals.firstTokenSeconds, prompt.latencySeconds);
    assert.equal(figureOf(answer, 'generatedTokens'), samples * 24);
    // Keys and values of the prompt are held once, those of the answers for each sample: 23 of 24 tokens are in the cache.
    const perToken = batch.memory.kvCacheBytes / samples / (96 + 23);
    assert.ok(Math.abs(answer.memory.kvCacheBytes - perToken * (96 + samples * 23)) < 1);
  });

  it('stops samples early: what is given up costs nothing afterwards', () => {
    const all = serve(calls(call('best', { samples: 8 })));
    const stopped = serve(calls(call('best', { samples: 8, stops: [{ tokens: 12, keep: 0.25 }] })));
    const tail = plainRun({ batch: 2, promptTokens: 96, outputTokens: 24 }).phases.decode!.latencySeconds - plainRun({ batch: 2, promptTokens: 96, outputTokens: 12 }).phases.decode!.latencySeconds;
    const head = plainRun({ batch: 8, promptTokens: 96, outputTokens: 12 }).phases.decode!.latencySeconds;
    const expected = plainRun({ promptTokens: 96, outputTokens: 24 }).phases.prefill!.latencySeconds + head + tail;
    assert.ok(Math.abs(stopped.totals.latencySeconds! / expected - 1) < 1e-12);
    assert.ok(stopped.totals.latencySeconds! < all.totals.latencySeconds!);
    assert.equal(figureOf(stopped, 'generatedTokens'), 8 * 12 + 2 * 12);
  });

  it('weighs a cascade by the chance of the second model, from never to always', () => {
    const cascade = (probability: number) => serve({ kind: 'calls', models: { big: { model: 'llama-2-7b' } }, calls: [call('small'), call('large', { models: ['big'], after: ['small'], probability })] });
    const [never, half, always] = [cascade(0), cascade(0.5), cascade(1)].map(({ totals }) => totals.latencySeconds!);
    const big = plainRun({ promptTokens: 96, outputTokens: 24 }, { model: 'llama-2-7b' }).totals.latencySeconds!;
    const small = plainRun({ promptTokens: 96, outputTokens: 24 }).totals.latencySeconds!;
    assert.equal(never, small);
    assert.ok(Math.abs(always! / (small + big) - 1) < 1e-14);
    assert.ok(Math.abs(half! / (small + big / 2) - 1) < 1e-14);
  });

  it('routes to one of two models: "unless" makes the other call', () => {
    const answer = serve({ kind: 'calls', models: { big: { model: 'llama-2-7b' } }, calls: [call('large', { models: ['big'], probability: 0.2 }), call('small', { unless: 'large' })] });
    assert.ok(Math.abs(answer.parts[1]!.count - 0.8) < 1e-15);
    assert.equal(figureOf(answer, 'outcomes'), 2);
    const [big, small] = [plainRun({ promptTokens: 96, outputTokens: 24 }, { model: 'llama-2-7b' }), plainRun({ promptTokens: 96, outputTokens: 24 })].map(({ totals }) => totals.latencySeconds!);
    assert.ok(Math.abs(answer.totals.latencySeconds! / (0.2 * big! + 0.8 * small!) - 1) < 1e-14);
    assert.equal(figureOf(answer, 'worstLatencySeconds'), Math.max(big!, small!));
  });

  it('tries until one is good: (1 - (1 - s)^N) / s times, and the prompt is read once', () => {
    const answer = serve(calls(call('try', { repeat: { success: 0.3, most: 5 } })));
    assert.ok(Math.abs(answer.parts[0]!.count - (1 - 0.7 ** 5) / 0.3) < 1e-12);
    const forgetful = serve(calls(call('try', { repeat: { success: 0.3, most: 5, keepsCache: false } })));
    const plain = plainRun({ promptTokens: 96, outputTokens: 24 }).totals.latencySeconds!;
    assert.ok(Math.abs(forgetful.totals.latencySeconds! / (plain * answer.parts[0]!.count) - 1) < 1e-12);
    assert.ok(answer.totals.latencySeconds! < forgetful.totals.latencySeconds!);
  });

  it('lets an agent go on from its answers: each step reads what is new, or everything where no cache is kept', () => {
    const agent = (keepsCache: boolean) => serve(calls(call('step', { repeat: { success: 0, most: 4, addsTokens: 40, keepsCache }, toolSeconds: 0.5 })));
    const again = [0, 1, 2, 3].reduce((sum, i) => sum + plainRun({ promptTokens: 96 + i * 64, outputTokens: 24 }).totals.latencySeconds!, 4 * 0.5);
    assert.ok(Math.abs(agent(false).totals.latencySeconds! / again - 1) < 1e-12);
    assert.ok(agent(true).totals.latencySeconds! < again);
    assert.ok(figureOf(agent(true), 'requestsPerSecondAtMost')! > agent(true).totals.requestsPerSecond!, 'while tools work, others may be served');
  });

  it('lets models decode in lock-step: on one place one after the other, on places of their own side by side', () => {
    const both = (place: string) => serve({ kind: 'calls', models: { a: {}, b: { model: 'llama-2-7b', place } }, calls: [call('fused', { models: ['a', 'b'] })] });
    const [a, b] = [plainRun({ promptTokens: 96, outputTokens: 24 }), plainRun({ promptTokens: 96, outputTokens: 24 }, { model: 'llama-2-7b' })];
    assert.ok(Math.abs(both('shared').totals.latencySeconds! / (a.totals.latencySeconds! + b.totals.latencySeconds!) - 1) < 1e-14);
    assert.equal(both('own').totals.latencySeconds, Math.max(a.totals.latencySeconds!, b.totals.latencySeconds!));
    assert.equal(both('shared').memory.weightBytes, a.memory.weightBytes + b.memory.weightBytes);
  });

  it('goes on with the cache of an earlier call', () => {
    const shared = serve(calls(call('first'), { name: 'next', promptTokens: 140, outputTokens: 8, after: ['first'], prefix: { of: 'first', tokens: 119 } }));
    const apart = serve(calls(call('first'), { name: 'next', promptTokens: 140, outputTokens: 8, after: ['first'] }));
    assert.ok(shared.parts[1]!.seconds < apart.parts[1]!.seconds);
    assert.ok(shared.memory.kvCacheBytes > apart.memory.kvCacheBytes, 'the cache of the first is kept');
  });

  it('agrees with drawing requests at random', () => {
    const spec = [
      { name: 'a', promptTokens: 8, outputTokens: 2, repeat: { success: 0.4, most: 4 } },
      { name: 'b', promptTokens: 8, outputTokens: 2, probability: 0.3, after: ['a'] },
      { name: 'c', promptTokens: 8, outputTokens: 2, onlyIf: 'b', probability: 0.5, repeat: { success: 0.5, most: 3 } },
      { name: 'd', promptTokens: 8, outputTokens: 2, unless: 'b' },
    ];
    const rng = createRng(7);
    const draws = 40_000;
    const seen = new Map<string, number>();
    for (let i = 0; i < draws; i++) {
      const made = new Map<string, number>();
      for (const { name, probability = 1, repeat, onlyIf, unless } of spec as { name: string; probability?: number; repeat?: { success: number; most: number }; onlyIf?: string; unless?: string }[]) {
        let times = 0;
        if ((onlyIf === undefined || made.get(onlyIf)! > 0) && (unless === undefined || made.get(unless) === 0) && rng.next() < probability) {
          times = 1;
          while (repeat !== undefined && times < repeat.most && rng.next() >= repeat.success) times++;
        }
        made.set(name, times);
      }
      const key = [...made.values()].join(' ');
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    const outcomes = outcomesOf(spec)!;
    assert.ok(Math.abs(outcomes.reduce((sum, { probability }) => sum + probability, 0) - 1) < 1e-12);
    for (const { probability, times } of outcomes) {
      const [share, error] = [(seen.get(times.join(' ')) ?? 0) / draws, Math.sqrt((probability * (1 - probability)) / draws)];
      assert.ok(Math.abs(share - probability) < 5 * error + 1e-9, `${times.join(' ')}: drawn ${share}, expected ${probability}`);
    }
  });

  it('gives a finite number or none with a note, whatever the graph', () => {
    fc.assert(fc.property(fc.array(fc.record({ samples: fc.integer({ min: 1, max: 6 }), probability: fc.constantFrom(0, 0.25, 1), tool: fc.constantFrom(0, 0.1), most: fc.integer({ min: 1, max: 3 }), success: fc.constantFrom(0, 0.5, 1), after: fc.integer({ min: 0, max: 5 }) }), { minLength: 1, maxLength: 4 }), (shapes) => {
      const answer = serve(calls(...shapes.map(({ samples, probability, tool, most, success, after }, i) => call(`c${i}`, { samples, probability, toolSeconds: tool, repeat: { success, most }, ...(i > 0 ? { after: [`c${after % i}`] } : {}) }))));
      for (const value of [...Object.values<number | null>({ ...answer.totals }), ...answer.figures.map((figure) => figure.value), ...answer.parts.flatMap(({ count, seconds }) => [count, seconds])]) assert.ok(value === null || Number.isFinite(value));
      assert.ok(figureOf(answer, 'bestLatencySeconds')! <= answer.totals.latencySeconds! * (1 + 1e-12) && answer.totals.latencySeconds! <= figureOf(answer, 'worstLatencySeconds')! * (1 + 1e-12));
    }), { numRuns: 40 });
  });

  it('refuses what cannot be: circles, unknown names, stops behind the end, too many ways', () => {
    assert.deepEqual(codesOf(() => serve(calls(call('a', { after: ['b'] }), call('b', { after: ['a'] })))), ['calls/circle']);
    assert.deepEqual(codesOf(() => serve(calls(call('a', { after: ['x'], models: ['y'] })))), ['calls/unknown-call', 'calls/unknown-model']);
    assert.deepEqual(codesOf(() => serve(calls(call('a'), call('a')))), ['calls/name-twice']);
    assert.deepEqual(codesOf(() => serve(calls(call('a', { samples: 2, stops: [{ tokens: 24, keep: 0.5 }] })))), ['calls/late-stop']);
    assert.deepEqual(codesOf(() => serve(calls(call('a', { samples: 2, repeat: { success: 0.5, most: 2, addsTokens: 8 } })))), ['calls/samples-go-on']);
    assert.deepEqual(codesOf(() => serve(calls(...Array.from({ length: 13 }, (_, i) => call(`c${i}`, { probability: 0.5 }))))), ['calls/too-many-outcomes']);
  });
});
