import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../src/sim/core/rng.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { distinctTenants, tenantsBySize } from '../../../src/serving/adapters/tenants.js';
import { figureOf, plainRun, serve } from '../serve.js';

const shape = { promptTokens: 64, outputTokens: 16 };
const adapters = (adapter: object, more: object = {}) => serve({ kind: 'adapters', adapter, ...shape, ...more });

describe('adapters', () => {
  it('merged for one tenant are the plain run, to the last digit', () => {
    const [one, plain] = [adapters({ method: 'merged', rank: 16 }, { batch: 4 }), plainRun({ batch: 4, ...shape })];
    assert.equal(one.totals.latencySeconds, plain.totals.latencySeconds);
    assert.equal(one.totals.secondsPerOutputToken, plain.totals.secondsPerOutputToken);
    assert.equal(figureOf(one, 'slowdown'), 1);
    assert.equal(figureOf(one, 'batchLostToSwitching'), 0);
  });

  it('have r (K + N) numbers a matrix, 2 bytes each', () => {
    // TinyLlama: 22 layers, hidden 2048, 4 KV heads of 64, feed-forward 5632.
    const all = 22 * 8 * ((2048 + 2048) * 2 + (2048 + 256) * 2 + (2048 + 5632) * 3);
    assert.equal(figureOf(adapters({ method: 'lora', rank: 8 }), 'parametersPerTenant'), all);
    assert.equal(figureOf(adapters({ method: 'lora', rank: 8 }), 'bytesPerTenant'), 2 * all);
    assert.equal(figureOf(adapters({ method: 'lora', rank: 8, ops: ['q_proj', 'v_proj'] }), 'parametersPerTenant'), 22 * 8 * (2048 + 2048 + 2048 + 256));
    assert.equal(figureOf(adapters({ method: 'pool', rank: 16, poolRank: 2 }), 'parametersPerTenant'), all / 4);
    assert.equal(figureOf(adapters({ method: 'series', rank: 8 }), 'parametersPerTenant'), 22 * 4 * 2048 * 8);
    assert.equal(figureOf(adapters({ method: 'parallel', rank: 8 }), 'parametersPerTenant'), 22 * 2 * 2048 * 8);
    assert.equal(figureOf(adapters({ method: 'prompt', tokens: 20 }), 'parametersPerTenant'), 20 * 2048);
    assert.equal(figureOf(adapters({ method: 'prefix', tokens: 20 }), 'parametersPerTenant'), 20 * 22 * 2 * 256);
  });

  it('add the operations of their pairs and read the adapters of distinct tenants', () => {
    const [one, many] = [adapters({ method: 'lora', rank: 8 }), adapters({ method: 'lora', rank: 8 }, { tenants: 1000 })];
    const plain = plainRun(shape);
    const macs = (plain.phases.prefill!.flops + plain.phases.decode!.flops) / 2;
    const parameters = figureOf(one, 'parametersPerTenant')!;
    // Every token of every pass: 64 of the prompt and 15 steps.
    assert.ok(Math.abs(figureOf(one, 'extraOperationsShare')! - (parameters * (64 + 15)) / macs) < 1e-12);
    assert.ok(Math.abs(one.totals.latencySeconds! / many.totals.latencySeconds! - 1) < 1e-12, 'one request has one tenant, however many there are');
    const [together, same] = [adapters({ method: 'lora', rank: 8 }, { tenants: 1000, batch: 16 }), adapters({ method: 'lora', rank: 8 }, { batch: 16 })];
    const [step, single] = [together.parts[1]!.dramBytes / 15, same.parts[1]!.dramBytes / 15];
    const distinct = figureOf(together, 'distinctTenantsPerBatch')!;
    assert.ok(Math.abs((step - single) / ((distinct - 1) * figureOf(one, 'bytesPerTenant')!) - 1) < 1e-9, 'a step reads one adapter for each distinct tenant');
  });

  it('prefixes are context that is read and held, prompts are read first', () => {
    const plain = plainRun({ promptTokens: 84, outputTokens: 16 });
    assert.equal(adapters({ method: 'prompt', tokens: 20 }).totals.latencySeconds, plain.totals.latencySeconds);
    const prefix = adapters({ method: 'prefix', tokens: 20 });
    assert.equal(prefix.parts[1]!.seconds, plain.phases.decode!.latencySeconds, 'decode sees the same context');
    assert.ok(prefix.totals.firstTokenSeconds! <= plain.totals.firstTokenSeconds!);
    assert.equal(prefix.memory.others['adapters'], 20 * 22 * 2 * 256 * 2);
  });

  it('merged for many run tenant by tenant: group sizes are those of drawing tenants at random', () => {
    const [tenants, batch, draws] = [12, 10, 50_000];
    const rng = createRng(3);
    const groups = new Array<number>(batch + 1).fill(0);
    let distinct = 0;
    for (let i = 0; i < draws; i++) {
      const sizes = new Map<number, number>();
      for (let j = 0; j < batch; j++) {
        const tenant = rng.integer(1, tenants);
        sizes.set(tenant, (sizes.get(tenant) ?? 0) + 1);
      }
      distinct += sizes.size;
      for (const size of sizes.values()) groups[size]!++;
    }
    assert.ok(Math.abs(distinct / draws - distinctTenants(tenants, batch)) < 0.03);
    for (let size = 1; size <= batch; size++) {
      const expected = tenantsBySize(tenants, batch)[size]!;
      assert.ok(Math.abs(groups[size]! / draws - expected) < 5 * Math.sqrt(expected / draws) + 1e-4, `${size}: ${groups[size]! / draws} drawn, ${expected} expected`);
    }
  });

  it('expectations of groups add up to the requests and to the distinct tenants', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 64 }), (tenants, batch) => {
      const sizes = Array.from({ length: batch }, (_, i) => i + 1);
      const [count, requests] = [sizes.reduce((sum, size) => sum + tenantsBySize(tenants, batch)[size]!, 0), sizes.reduce((sum, size) => sum + size * tenantsBySize(tenants, batch)[size]!, 0)];
      assert.ok(Math.abs(count / distinctTenants(tenants, batch) - 1) < 1e-9);
      assert.ok(Math.abs(requests / batch - 1) < 1e-9);
    }));
  });

  it('lose the batch where weights are merged: never faster than one batch of one tenant', () => {
    const [merged, one] = [adapters({ method: 'merged', rank: 8 }, { tenants: 100, batch: 16 }), adapters({ method: 'merged', rank: 8 }, { batch: 16 })];
    assert.ok(merged.totals.latencySeconds! > 5 * one.totals.latencySeconds!);
    assert.ok(figureOf(merged, 'batchLostToSwitching')! > 0.9);
    assert.ok(figureOf(merged, 'switchSeconds')! > 0);
  });

  it('say how many tenants fit, and refuse more with a sentence', () => {
    const some = adapters({ method: 'lora', rank: 64 }, { tenants: 10 });
    const most = figureOf(some, 'tenantsThatFit')!;
    const fits = (tenants: number): boolean | null => adapters({ method: 'lora', rank: 64 }, { tenants }).memory.fits;
    assert.equal(fits(most), true);
    const over = adapters({ method: 'lora', rank: 64 }, { tenants: most + 1 });
    assert.equal(over.feasible, false);
    assert.match(over.reasons[0]!, /do not fit/);
    assert.equal(over.totals.latencySeconds, null);
  });

  it('give a finite number or none with a note, for every method', () => {
    const forms = [{ method: 'merged', rank: 4 }, { method: 'lora', rank: 4 }, { method: 'series', rank: 4 }, { method: 'parallel', rank: 4 }, { method: 'prefix', tokens: 5 }, { method: 'prompt', tokens: 5 }, { method: 'pool', rank: 4, poolRank: 1 }, { method: 'sparse', density: 0.01 }];
    fc.assert(fc.property(fc.constantFrom(...forms), fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 4 }), (adapter, tenants, batch, outputTokens) => {
      const answer = adapters(adapter, { tenants, batch, outputTokens });
      for (const value of [...Object.values<number | null>({ ...answer.totals }), ...answer.figures.map((figure) => figure.value)]) assert.ok(value === null || Number.isFinite(value));
      if (answer.feasible) assert.ok(figureOf(answer, 'slowdown')! >= 1 - 1e-12);
    }), { numRuns: 60 });
  });

  it('refuse fields of other methods and matrices that are not there', () => {
    const codes = (adapter: object): readonly string[] => {
      try {
        adapters(adapter);
      } catch (error) {
        if (error instanceof InputError) return error.problems.map(({ code }) => code);
        throw error;
      }
      return [];
    };
    assert.deepEqual(codes({ method: 'lora' }), ['adapters/missing-field']);
    assert.deepEqual(codes({ method: 'prefix', tokens: 4, rank: 3 }), ['adapters/other-method']);
    assert.deepEqual(codes({ method: 'lora', rank: 3, ops: ['query'] }), ['adapters/unknown-op']);
  });
});
