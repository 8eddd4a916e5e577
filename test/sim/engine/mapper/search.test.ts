import assert from 'node:assert/strict';
import fc from 'fast-check';
import { searchBestFirst, type SearchSpace } from '../../../../src/sim/engine/mapper/search.js';

/** Paths through a table of costs, one cell a row: the cost of a path is the product of its cells and of the steps between columns. */
function paths(table: readonly (readonly number[])[]): SearchSpace<readonly number[]> {
  const value = (path: readonly number[]): number => path.reduce((v, column, row) => v * table[row]![column]! * (1 + Math.abs(column - (path[row - 1] ?? column))), 1);
  return {
    starts: [[]], isWhole: (path) => path.length === table.length, next: (path) => table[path.length]!.map((_, column) => [...path, column]),
    bound: (path) => table.slice(path.length).reduce((v, row) => v * Math.min(...row), value(path)),
  };
}

const tables = fc.array(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });

describe('best-first search', () => {
  it('finds the least of all whole candidates and proves it', () => {
    fc.assert(fc.property(tables, (table) => {
      const space = paths(table);
      let all: (readonly number[])[] = [[]];
      for (let row = 0; row < table.length; row++) all = all.flatMap((path) => [...space.next(path)]);
      const least = Math.min(...all.map((path) => space.bound(path)));
      const { value, lowerBound, gap } = searchBestFirst(space);
      assert.deepEqual([value, lowerBound, gap], [least, least, 0]);
    }));
  });

  it('gives a bound that holds when it must stop early', () => {
    fc.assert(fc.property(tables, fc.integer({ min: 0, max: 6 }), (table, limit) => {
      const whole = searchBestFirst(paths(table)).value;
      const { value, lowerBound, gap } = searchBestFirst(paths(table), { limit });
      assert.ok(lowerBound <= whole && whole <= value);
      assert.ok(gap >= 0);
    }));
  });

  it('answers with nothing where there is no whole candidate', () => {
    const { best, value } = searchBestFirst<number>({ starts: [0], next: () => [], bound: () => 1, isWhole: () => false });
    assert.deepEqual([best, value], [null, Infinity]);
  });
});
