import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../src/sim/core/rng.js';
import {
  designAt, designFrom, designKey, enumerate, fromUnit, isInSpace, neighbours, sampleDesign, spaceProblems, spaceSize, toUnit, valuesOf, type DesignSpace, type Parameter,
} from '../../../src/sim/model/design-space.js';
import { problemsOf } from '../../kit/problems.js';

const mixed: DesignSpace = {
  parameters: [
    { type: 'categorical', name: 'flow', values: ['WS', 'OS', 'IS'] },
    { type: 'ordinal', name: 'rows', values: [8, 16, 32, 64] },
    { type: 'integer', name: 'banks', low: -1, high: 2, scale: 'linear' },
    { type: 'integer', name: 'depth', low: 1, high: 3, scale: 'log' },
    { type: 'categorical', name: 'gated', values: [true, false] },
  ],
};

const discrete = fc.oneof(
  fc.record({ type: fc.constantFrom('categorical' as const, 'ordinal' as const), name: fc.constant('p'), values: fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 9 }) }),
  fc.tuple(fc.integer({ min: -1000, max: 1e6 }), fc.nat(1e6)).map(([low, span]): Parameter => ({ type: 'integer', name: 'p', low, high: low + span, scale: 'linear' })),
  fc.tuple(fc.integer({ min: 1, max: 1e5 }), fc.nat(1e5)).map(([low, span]): Parameter => ({ type: 'integer', name: 'p', low, high: low + span, scale: 'log' })),
);
const codeOf = (parameter: Parameter, seed: number): number => sampleDesign({ parameters: [parameter] }, createRng(seed))[0]!;

describe('a design space', () => {
  it('has as many designs as its values multiply to, each of them once and in order', () => {
    const all = [...enumerate(mixed)];
    assert.equal(spaceSize(mixed), 3 * 4 * 4 * 3 * 2);
    assert.equal(all.length, spaceSize(mixed));
    assert.equal(new Set(all.map(designKey)).size, all.length);
    assert.deepEqual(all.slice(0, 3), [[0, 0, -1, 1, 0], [0, 0, -1, 1, 1], [0, 0, -1, 2, 0]]);
    all.forEach((design, i) => { assert.deepEqual(designAt(mixed, i), design); });
    assert.ok(all.every((design) => isInSpace(mixed, design)));
  });

  it('has no size with a real parameter, and cannot be enumerated then', () => {
    const real: DesignSpace = { parameters: [...mixed.parameters, { type: 'real', name: 'volts', low: 0.5, high: 1, scale: 'linear' }] };
    assert.equal(spaceSize(real), null);
    assert.throws(() => [...enumerate(real)], RangeError);
  });

  it('gives the values of every design by name, and the design back', () => {
    for (const design of enumerate(mixed)) assert.deepEqual(designFrom(mixed, valuesOf(mixed, design)), design);
    assert.deepEqual(valuesOf(mixed, [1, 2, 0, 3, 1]), { flow: 'OS', rows: 32, banks: 0, depth: 3, gated: false });
  });

  it('tells every value that is unknown, missing or illegal', () => {
    const found = problemsOf(() => designFrom(mixed, { flow: 'WZ', rows: 12, bank: 1, depth: 2.5, gated: 'true' }));
    assert.deepEqual(found.map(({ code }) => code), ['design/unknown-parameter', 'design/illegal-value', 'design/illegal-value', 'design/missing-parameter', 'design/illegal-value', 'design/illegal-value']);
    assert.match(found[0]!.remedy!, /banks/);
    assert.match(found[2]!.message, /one of 8, 16, 32, 64, got 12/);
  });

  it('refuses parameters without values, with a value or name twice, and ranges that are none', () => {
    const parameters: Parameter[] = [
      { type: 'ordinal', name: 'a', values: [] },
      { type: 'categorical', name: 'a', values: [1, 1] },
      { type: 'real', name: 'b', low: 2, high: 1, scale: 'linear' },
      { type: 'real', name: 'c', low: 0, high: Infinity, scale: 'linear' },
      { type: 'integer', name: 'd', low: 0.5, high: 3, scale: 'linear' },
      { type: 'real', name: 'e', low: 0, high: 1, scale: 'log' },
    ];
    assert.deepEqual(spaceProblems({ parameters }, '/v').map(({ code, pointer }) => `${code} ${pointer!}`), [
      'space/no-values /v/0/values', 'space/name-twice /v/1/name', 'space/value-twice /v/1/values', 'space/empty-range /v/2/low', 'space/empty-range /v/3/low', 'space/not-integer /v/4/low', 'space/log-of-zero /v/5/low',
    ]);
    assert.deepEqual(spaceProblems(mixed), []);
  });
});

describe('the unit interval', () => {
  it('holds every discrete value, and gives it back', () => {
    fc.assert(fc.property(discrete, fc.nat(), (parameter, seed) => {
      const code = codeOf(parameter, seed);
      const unit = toUnit(parameter, code);
      assert.ok(unit > 0 && unit < 1);
      assert.equal(fromUnit(parameter, unit), code);
    }));
  });

  it('has bins of equal width for values and linear integers, so that all are as likely', () => {
    for (const parameter of mixed.parameters.slice(0, 3)) {
      const count = 'values' in parameter ? parameter.values.length : 4;
      const seen = Array.from({ length: 1200 }, (_, i) => fromUnit(parameter, (i + 0.5) / 1200));
      for (const code of new Set(seen)) assert.equal(seen.filter((other) => other === code).length, 1200 / count);
      assert.equal(new Set(seen).size, count);
    }
  });

  it('gives equal ratios equal steps on a log scale, and reaches both ends', () => {
    const real: Parameter = { type: 'real', name: 'p', low: 1e-3, high: 1e3, scale: 'log' };
    assert.equal(fromUnit(real, 0), 1e-3);
    assert.equal(fromUnit(real, 1), 1e3);
    assert.ok(Math.abs(fromUnit(real, 0.5) - 1) < 1e-12);
    assert.ok(Math.abs(toUnit(real, 10) - 4 / 6) < 1e-12);
    const whole: Parameter = { type: 'integer', name: 'p', low: 1, high: 1024, scale: 'log' };
    assert.deepEqual([0, 1].map((unit) => fromUnit(whole, unit)), [1, 1024]);
    assert.ok(fromUnit(whole, 0.5) < 40);
  });

  it('is left by no number: what lies outside is taken as the nearer end', () => {
    fc.assert(fc.property(discrete, fc.double({ noNaN: true }), (parameter, unit) => isInSpace({ parameters: [parameter] }, [fromUnit(parameter, unit)])));
  });

  it('goes both ways for reals, but for rounding', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom('linear' as const, 'log' as const), (unit, scale) => {
      const parameter: Parameter = { type: 'real', name: 'p', low: 0.1, high: 40, scale };
      const value = fromUnit(parameter, unit);
      assert.ok(value >= 0.1 && value <= 40);
      assert.ok(Math.abs(toUnit(parameter, value) - unit) < 1e-12);
    }));
  });
});

describe('sampled designs and neighbours', () => {
  it('are of the space, and the same for the same seed', () => {
    const space: DesignSpace = { parameters: [...mixed.parameters, { type: 'real', name: 'r', low: -2, high: 5, scale: 'linear' }, { type: 'integer', name: 'wide', low: 0, high: 2 ** 52, scale: 'linear' }] };
    const draw = (seed: number): unknown => { const rng = createRng(seed); return Array.from({ length: 50 }, () => sampleDesign(space, rng)); };
    assert.deepEqual(draw(3), draw(3));
    assert.notDeepEqual(draw(3), draw(4));
    for (const design of draw(5) as number[][]) {
      assert.ok(isInSpace(space, design));
      for (const near of neighbours(space, design)) {
        assert.ok(isInSpace(space, near));
        assert.equal(near.filter((code, i) => code !== design[i]).length, 1);
      }
    }
  });

  it('reach odd and even numbers of a range beyond 32 bits', () => {
    const rng = createRng(1);
    const codes = Array.from({ length: 40 }, () => sampleDesign({ parameters: [{ type: 'integer', name: 'p', low: 0, high: 2 ** 45, scale: 'linear' }] }, rng)[0]!);
    assert.ok(codes.some((code) => code % 2 === 1) && codes.some((code) => code % 2 === 0));
  });

  it('are every other value of a category, and the next ones of an order', () => {
    assert.deepEqual(neighbours(mixed, [0, 0, 1, 3, 0]), [[1, 0, 1, 3, 0], [2, 0, 1, 3, 0], [0, 1, 1, 3, 0], [0, 0, 0, 3, 0], [0, 0, 2, 3, 0], [0, 0, 1, 2, 0], [0, 0, 1, 3, 1]]);
  });
});

describe('a design key', () => {
  it('is shared by equal designs alone', () => {
    fc.assert(fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 4 }), fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 4 }), (a, b) => {
      const areEqual = a.length === b.length && a.every((value, i) => value === b[i]);
      assert.equal(designKey(a) === designKey(b), areEqual);
    }));
    assert.equal(designKey([0.5, -0]), designKey([0.5, 0]));
    assert.equal(designKey([3, -1, 0]), '3,-1,0');
  });
});

describe('random numbers', () => {
  it('go on where a saved state stands', () => {
    const rng = createRng(7);
    for (let i = 0; i < 10; i++) rng.next();
    const copy = createRng(rng.state());
    for (let i = 0; i < 10; i++) assert.equal(copy.next(), rng.next());
  });
});
