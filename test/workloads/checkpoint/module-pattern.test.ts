import assert from 'node:assert/strict';
import fc from 'fast-check';
import { moduleList } from '../../../src/workloads/checkpoint/module-list.js';
import { moduleMatcher } from '../../../src/workloads/checkpoint/module-pattern.js';

describe('a list of modules', () => {
  it('names a module by its path or by whole parts of it', () => {
    const { matches, unknown } = moduleList(['lm_head', 'mlp.down_proj', 'model.layers.1', 'x.weight']);
    assert.deepEqual(['lm_head', 'model.layers.0.mlp.down_proj', 'model.layers.1.mlp.up_proj', 'model.layers.10.mlp.up_proj', 'a.x', 'lm_head2'].map(matches), [true, true, true, false, true, false]);
    assert.deepEqual(unknown, []);
  });

  it('takes wildcards and the expressions that configurations use', () => {
    const { matches } = moduleList(['model.layers.*.self_attn', 're:.*\\.experts\\.\\d+\\.w[13]$', 're:vision_.*']);
    assert.deepEqual(['model.layers.7.self_attn', 'a.experts.12.w1', 'a.experts.12.w2', 'vision_tower.x', 'my.vision_tower'].map(matches), [true, true, false, true, false]);
  });

  it('names what it does not understand', () => {
    const entries = ['re:(a+)+$', 're:[[:alpha:]]', 're:(?=x)y', 're:a{3}', 'a?b', `re:${'a'.repeat(600)}`, 're:\\bx'];
    assert.deepEqual(moduleList(entries).unknown, entries);
  });

  it('matches as the regular expressions of the language do, wherever both understand', () => {
    const atom = fc.constantFrom('a', 'b', '.', '\\.', '\\d', '1', '[ab]', '[^a]', '(a|b1)', '(?:ab|)');
    const pattern = fc.array(fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?')), { maxLength: 6 }).map((parts) => parts.map(([a, count]) => a + (a.startsWith('(') ? '' : count)).join(''));
    fc.assert(fc.property(pattern, fc.boolean(), fc.stringMatching(/^[ab1.]{0,8}$/), (text, toEnd, module) => {
      const matcher = moduleMatcher(`re:${text}${toEnd ? '$' : ''}`);
      assert.ok(matcher !== undefined, text);
      assert.equal(matcher(module), new RegExp(`^(?:${text})${toEnd ? '$' : ''}`, 's').test(module), `${text} on ${module}`);
    }), { numRuns: 3000 });
  });

  it('takes no time on patterns that make others slow', () => {
    const matcher = moduleMatcher(`re:${'a*'.repeat(100)}b`)!;
    assert.equal(matcher('a'.repeat(500)), false);
  });
});
