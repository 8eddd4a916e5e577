import assert from 'node:assert/strict';
import fc from 'fast-check';
import { families } from '../../src/arch/registry.js';
import { createRng } from '../../src/sim/core/rng.js';
import { fidelitiesOf, type Architecture } from '../../src/sim/model/architecture.js';
import { dataType, dataTypes } from '../../src/sim/model/datatype.js';
import type { Matrix } from '../../src/sim/model/matrix.js';
import { plainProduct } from '../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix } from '../../src/sim/numerics/arithmetic/matrix.js';
import { experimentExamples, inputOfExample, runExample } from './fixtures.js';

const examples = experimentExamples();
const machines = examples.map((file): [string, Architecture] => [file, inputOfExample(file).machine]);

describe('every registered architecture', () => {
  it('has a bundled example', () => {
    for (const family of families) assert.ok(machines.some(([, machine]) => machine.family === family.name), family.name);
  });

  for (const [file, machine] of machines) {
    it(`stays above the lower bound at each of its fidelities: ${file}`, () => {
      for (const fidelity of fidelitiesOf(machine)) {
        const { phases } = runExample(file, { fidelity });
        for (const phase of [phases.prefill, phases.decode]) assert.ok(phase !== null && phase.latencySeconds >= phase.lowerBoundSeconds * (1 - 1e-9));
      }
    });

    it(`has a source for every estimate and assumption: ${file}`, () => {
      for (const use of Object.values(machine.resources()?.used ?? {})) assert.ok((use.value === null ? use.reason : use.source).length > 10);
      assert.ok(machine.assumptions().length > 0);
      for (const a of machine.assumptions()) assert.ok(a.source.length > 5 && a.affects !== '', a.name);
    });

    it(`takes no fewer array cycles for a larger tile: ${file}`, () => {
      const size = fc.integer({ min: 1, max: 3000 });
      for (const mode of machine.tiled?.modes ?? []) {
        fc.assert(fc.property(size, size, size, fc.integer({ min: 0, max: 200 }), fc.constantFrom(...dataTypes.filter((type) => type.bits <= 8)), (m, n, k, more, type) => {
          const base = mode.tileCycles(m, n, k, 1, type);
          assert.ok(Number.isInteger(base) && base > 0);
          assert.ok(mode.tileCycles(m + more, n, k, 1, type) >= base && mode.tileCycles(m, n + more, k, 1, type) >= base && mode.tileCycles(m, n, k + more, 1, type) >= base);
        }), { numRuns: 50 });
      }
    });

    it(`computes the plain integer product bit for bit, for every pair of integer formats that it does not decline, or says why not: ${file}`, () => {
      const model = machine.functional();
      if (!('product' in model)) {
        assert.ok(model.reason.length > 20);
        return;
      }
      assert.ok(model.arithmetic.length > 20);
      const integers = dataTypes.filter((type) => type.kind === 'integer' && type.bits >= 2 && type.bits <= 16);
      const pairs = integers.flatMap((a) => integers.map((w) => [a, w] as const)).filter(([a, w]) => model.declines(a, w) === null);
      assert.ok(pairs.length > 0);
      const size = fc.integer({ min: 1, max: 5 });
      fc.assert(fc.property(fc.constantFrom(...pairs), size, size, fc.integer({ min: 1, max: 40 }), fc.integer(), fc.boolean(), ([a, w], m, n, k, seed, extreme) => {
        const rng = createRng(seed);
        const drawn = (rows: number, bits: number): Matrix => {
          // Where sums are rounded, operands are so small that no sum can be.
          const limit = model.exactBelow === null ? Infinity : Math.floor(Math.sqrt((model.exactBelow - 1) / k));
          const [least, most] = [Math.max(-(2 ** (bits - 1)), -limit), Math.min(2 ** (bits - 1) - 1, limit)];
          return matrix(rows, k, Float64Array.from({ length: rows * k }, () => (extreme ? rng.pick([least, most, 0]) : rng.integer(least, most))));
        };
        const [activations, weights] = [drawn(m, a.bits), drawn(n, w.bits)];
        assert.deepEqual([...model.product(activations, weights).values], [...plainProduct(activations, weights).values], `${a.name} x ${w.name}`);
      }), { numRuns: 100 });
    });

    it(`declines formats with a reason: ${file}`, () => {
      const model = machine.functional();
      if (!('product' in model)) return;
      const int8 = dataType('int8')!;
      for (const type of dataTypes) for (const reason of [model.declines(type, int8), model.declines(int8, type)]) assert.ok(reason === null || reason.length > 10, type.name);
      assert.notEqual(model.declines(dataType('int32')!, int8), null);
    });

    it(`has at most the two modes that costs are kept for: ${file}`, () => {
      assert.ok((machine.tiled?.modes.length ?? 0) <= 2);
    });

    it(`never reaches more than its nominal peaks in a stream or on the array: ${file}`, () => {
      for (const mode of machine.tiled?.modes ?? []) {
        assert.ok(mode.streams.weights <= machine.peakBytesPerSecond && mode.streams.kvCache <= machine.peakBytesPerSecond);
        const peak = machine.peakMacsPerSecond({ name: 'int8', kind: 'integer', bits: 8 }, { name: 'int8', kind: 'integer', bits: 8 });
        assert.ok(((128 * 512 * 4096) / mode.tileCycles(128, 512, 4096, 1, dataType('int8')!)) * machine.tiled!.coreCyclesPerSecond <= peak * (1 + 1e-9));
      }
    });
  }
});
