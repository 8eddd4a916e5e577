import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../../src/sim/core/rng.js';
import { depthChances, lengthChances, meanYield, takenChances, yieldChances } from '../../../../src/serving/methods/speculation/acceptance.js';
import { draftPasses, draftTree } from '../../../../src/serving/methods/speculation/draft-tree.js';
import { recordedVisits, visitsOf } from '../../../../src/serving/methods/speculation/visits.js';

const close = (a: number, b: number, within = 1e-12): void => { assert.ok(Math.abs(a - b) <= within * Math.max(1, Math.abs(b)), `${a} is not ${b}`); };
const chance = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe('accepted drafts', () => {
  it('yield (1 - a^(g + 1)) / (1 - a) tokens a step, 1 without any acceptance and g + 1 with all', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 20 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (drafts, rate) => {
      const chances = yieldChances(depthChances({ kind: 'rate', rate }, new Array<number>(drafts).fill(1)), lengthChances(drafts, 0));
      close(total(chances), 1);
      close(meanYield(chances), (1 - rate ** (drafts + 1)) / (1 - rate), 1e-10);
    }));
    const at = (rate: number): readonly number[] => yieldChances(depthChances({ kind: 'rate', rate }, [1, 1, 1]), lengthChances(3, 0));
    assert.deepEqual(at(0), [1, 0, 0, 0]);
    assert.deepEqual(at(1), [0, 0, 0, 1]);
    assert.equal(meanYield(at(0)), 1);
    assert.equal(meanYield(at(1)), 4);
  });

  it('of a tree have the chances that trying every outcome of every node gives', () => {
    for (const widths of [[2], [3, 1], [2, 2], [1, 2, 1], [2, 1, 2]]) {
      for (const rate of [0, 0.3, 0.75, 1]) {
        const { size } = draftTree(widths);
        const found = new Array<number>(widths.length + 1).fill(0);
        for (let outcome = 0; outcome < 2 ** size; outcome++) {
          let likely = 1;
          for (let node = 0; node < size; node++) likely *= (outcome >> node) & 1 ? rate : 1 - rate;
          // Walk down: at each depth the first child that is taken, by the number of the node in its depth.
          let [depth, at, offset, nodes] = [0, 0, 0, 1];
          while (depth < widths.length) {
            const width = widths[depth]!;
            const child = Array.from({ length: width }, (_, i) => at * width + i).find((node) => (outcome >> (offset + node)) & 1);
            if (child === undefined) break;
            nodes *= width;
            offset += nodes;
            at = child;
            depth++;
          }
          found[depth]! += likely;
        }
        takenChances(depthChances({ kind: 'rate', rate }, widths)).forEach((one, depth) => { close(one, found[depth]!); });
      }
    }
  });

  it('behind a draft that may stop have the chances of a drawn run', () => {
    const [rng, draws] = [createRng(7), 40_000];
    const [rates, stop] = [[0.9, 0.7, 0.6, 0.5], 0.25];
    const counts = new Array<number>(5).fill(0);
    for (let i = 0; i < draws; i++) {
      let length = 1;
      while (length < 4 && rng.next() >= stop) length++;
      let taken = 0;
      while (taken < length && rng.next() < rates[taken]!) taken++;
      counts[taken]!++;
    }
    yieldChances(rates, lengthChances(4, stop)).forEach((likely, taken) => { close(counts[taken]! / draws, likely, 5 * Math.sqrt(0.25 / draws)); });
    assert.deepEqual(lengthChances(3, 0), [0, 0, 0, 1]);
    assert.deepEqual(lengthChances(3, 1), [0, 1, 0, 0]);
  });

  it('begin as many steps behind n tokens as a drawn run does on average', () => {
    const chances = yieldChances(depthChances({ kind: 'by-depth', rates: [0.8, 0.5] }, [1, 1, 1]), lengthChances(3, 0));
    const [rng, runs, tokens] = [createRng(3), 20_000, 12];
    const counts = new Array<number>(tokens).fill(0);
    for (let run = 0; run < runs; run++) {
      for (let n = 0; n < tokens;) {
        counts[n]!++;
        let [pick, k] = [rng.next(), 0];
        while (k < chances.length - 1 && pick >= chances[k]!) pick -= chances[k++]!;
        n += k + 1;
      }
    }
    visitsOf(chances, tokens).forEach((likely, n) => { close(counts[n]! / runs, likely, 5 * Math.sqrt(0.25 / runs)); });
  });

  it('need a step for each token without acceptance, and ceil(tokens / (g + 1)) with all', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 9 }), (tokens, drafts) => {
      assert.equal(total(visitsOf([1], tokens)), tokens);
      assert.equal(total(visitsOf([...new Array<number>(drafts).fill(0), 1], tokens)), Math.ceil(tokens / (drafts + 1)));
      assert.equal(total(recordedVisits([drafts], drafts, tokens)), Math.ceil(tokens / (drafts + 1)));
    }));
  });

  it('of a record are taken in its order, no more than were drafted', () => {
    assert.deepEqual(recordedVisits([1, 9, 0], 2, 8), [1, 0, 1, 0, 0, 1, 1, 0]);
  });

  it('have passes of the draft that read the nodes of the depth before', () => {
    assert.deepEqual(draftPasses(draftTree([3, 2, 1]), 3), [{ tokens: 1, before: 1 }, { tokens: 3, before: 4 }, { tokens: 6, before: 10 }]);
    assert.deepEqual(draftPasses(draftTree([1, 1]), 2), [{ tokens: 1, before: 1 }, { tokens: 1, before: 2 }]);
    assert.equal(draftTree([3, 2, 1]).size, 15);
  });

  it('have chances in [0, 1] that add up to one, whatever the rates', () => {
    fc.assert(fc.property(fc.array(chance, { minLength: 1, maxLength: 8 }), chance, (rates, stop) => {
      const chances = yieldChances(depthChances({ kind: 'by-depth', rates }, rates), lengthChances(rates.length, stop));
      close(total(chances), 1);
      assert.ok(chances.every((one) => one >= 0 && one <= 1 + 1e-12));
    }));
  });
});
