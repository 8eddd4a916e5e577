import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { explainTree } from '../../../src/reports/page/explain-tree.js';
import { computed, given, type Explained } from '../../../src/sim/core/explained.js';
import { assertBalanced, assertNoStrayValues } from '../markup.js';
import { hostileText, longName, oddNumbers } from '../figures/robust.js';

const latency = computed('latency', 0.0177, 's', 'bytes / rate', [
  given('bytes', 3.46e9, 'B', 'the weights that linear layers stream'), computed('rate', 195.5e9, 'B/s', 'peak * share', [given('peak', 460e9, 'B/s', 'a data sheet', 'published'), given('share', 0.425, '', 'fitted on a board', 'fitted')]),
]);

const anyTree: fc.Arbitrary<Explained> = fc.letrec<{ tree: Explained }>((tie) => ({
  tree: fc.oneof({ maxDepth: 6 },
    fc.record({ name: fc.string(), value: fc.double(), unit: fc.constantFrom('s', 'B', 'cycles', ''), source: fc.string() }).map(({ name, value, unit, source }) => given(name, value, unit, source)),
    fc.record({ name: fc.string(), value: fc.double(), formula: fc.string(), inputs: fc.array(tie('tree'), { maxLength: 4 }) }).map(({ name, value, formula, inputs }) => computed(name, value, 's', formula, inputs))),
})).tree;

function sizeOf(tree: Explained): number {
  return 1 + tree.inputs.reduce((sum, input) => sum + sizeOf(input), 0);
}

describe('an explanation as a list that opens', () => {
  it('has each number with its unit, formula, source and quality', () => {
    const html = explainTree(latency);
    assert.ok(html.includes('<b>latency</b> = <data value="0.0177">17.70 ms</data>'));
    assert.ok(html.includes('<code>bytes / rate</code>'));
    assert.ok(html.includes('<b>share</b> = <data value="0.425">0.425</data> <span class="muted">fitted</span><div class="muted">fitted on a board</div>'));
    assert.equal([...html.matchAll(/<details/g)].length, 2);
  });

  it('opens the first levels only', () => {
    const deep = Array.from({ length: 6 }).reduce<Explained>((inner, _, i) => computed(`level ${i}`, 1, '', 'x', [inner]), given('leaf', 1, '', 'somebody'));
    assert.equal([...explainTree(deep).matchAll(/<details open>/g)].length, 2);
    assert.equal([...explainTree(deep).matchAll(/<details/g)].length, 6);
  });

  it('writes every number of a small tree once, and stays well-formed for any tree', () => {
    fc.assert(fc.property(anyTree, (tree) => {
      const html = explainTree(tree);
      assertBalanced(html, 'html');
      assert.equal([...html.matchAll(/<b>/g)].length, Math.min(sizeOf(tree), 1500));
    }), { numRuns: 60 });
  });

  it('keeps to its limits, level by level, and counts what it leaves out', () => {
    const broad = computed('sum', 1, 's', 'a + b', [computed('a', 1, 's', 'c', Array.from({ length: 50 }, (_, i) => given(`c${i}`, 1, 's', 'x'))), given('b', 1, 's', 'x')]);
    const html = explainTree(broad, { nodes: 10 });
    assert.equal([...html.matchAll(/<b>/g)].length, 10);
    assert.ok(html.includes('<b>b</b>') && html.includes('… 43 inputs more') && html.includes('10 numbers; where inputs are left out'));
    assert.ok(explainTree(latency, { depth: 1 }).includes('… 2 inputs more'));
    assert.ok(explainTree(latency, { depth: 0, nodes: 1 }).includes('… 2 inputs more'));
  });

  it('holds twenty thousand numbers off', () => {
    const many = computed('sum', 1, 's', Array.from({ length: 20_000 }, (_, i) => `x${i}`).join(' + '), Array.from({ length: 20_000 }, (_, i) => given(`x${i}`, i, 's', 'x')));
    assert.ok(explainTree(many).length < 200_000);
  });

  it('lets no markup of a name, unit, formula or source through, and no missing number', () => {
    for (const value of oddNumbers) {
      const html = explainTree(computed(hostileText, value, hostileText, hostileText, [{ ...given(longName, value, 's', hostileText), unit: 's' }]));
      assertBalanced(html, 'html');
      assertNoStrayValues(html);
      assert.doesNotMatch(html, /<script|\u202e|\u001b/);
    }
  });
});
