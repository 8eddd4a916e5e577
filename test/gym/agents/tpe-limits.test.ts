import assert from 'node:assert/strict';
import { limitChances, limitedOf, type LimitedIndividual } from '../../../src/gym/agents/tpe-limits.js';
import { parzenOf } from '../../../src/gym/agents/tpe-parzen.js';
import { failed } from '../../../src/gym/problem/evaluation.js';
import type { Evaluation } from '../../../src/gym/problem/search-problem.js';
import type { SearchTask } from '../../../src/gym/agents/agent.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { enumerate, sampleDesign, type Design, type DesignSpace } from '../../../src/sim/model/design-space.js';

const space: DesignSpace = {
  parameters: [{ type: 'categorical', name: 'flow', values: ['WS', 'OS', 'IS'] }, { type: 'ordinal', name: 'rows', values: [8, 16, 32, 64] }, { type: 'integer', name: 'depth', low: 1, high: 20, scale: 'log' }],
};
const task: SearchTask = { space, objectives: [{ name: 'cost', direction: 'minimise' }], constraints: 2, referenceCosts: null, budget: 200, fidelities: 1 };
const options = { width: 'scott', priorWeight: 1 } as const;

/** At most 100 of rows x depth, and a limit that nothing breaks; one flow fails. */
function evaluate([flow = 0, rows = 0, depth = 0]: Design): Evaluation {
  if (flow === 2) return failed('it ended', 2);
  return { objectives: [1], violations: [Math.max(0, (8 * 2 ** rows * depth) / 100 - 1), 0], reasons: [], metrics: {} };
}

function seenOf(designs: readonly Design[]): LimitedIndividual[] {
  return designs.map((design) => limitedOf(task, { design, evaluation: evaluate(design) }));
}

describe('chances by which a Parzen estimator weighs designs', () => {
  const rng = createRng(2);
  const designs = Array.from({ length: 60 }, () => sampleDesign(space, rng));
  const seen = seenOf(designs);

  it('are those of Bayes: over the designs that the kernels stand for, as many keep a limit as were seen to', () => {
    const whole = seen.map((one) => (one.violations === null ? { ...one, violations: [1, 0] } : one));
    const chances = limitChances(space, designs, whole, options)!;
    const kept = designs.filter((_, i) => whole[i]!.violations![0] === 0);
    const broken = designs.filter((_, i) => whole[i]!.violations![0] !== 0);
    const share = kept.length / designs.length;
    const [yes, no] = [kept, broken].map((some) => parzenOf(space, some, some.map(() => 1), options));
    let sum = 0;
    for (const design of enumerate(space)) sum += (share * Math.exp(yes!.logDensity(design)) + (1 - share) * Math.exp(no!.logDensity(design))) * Math.exp(chances(design));
    assert.ok(Math.abs(sum - share) < 1e-6, `${sum} and ${share}`);
  });

  it('tell legal designs from others, failures among them', () => {
    const chances = limitChances(space, designs, seen, options)!;
    const byKind = new Map<string, number[]>();
    for (const design of enumerate(space)) {
      const { failure, violations } = evaluate(design);
      const kind = failure !== undefined ? 'failed' : violations[0] === 0 ? 'legal' : 'broken';
      byKind.set(kind, [...(byKind.get(kind) ?? []), chances(design)]);
    }
    const mean = (kind: string): number => byKind.get(kind)!.reduce((a, b) => a + b, 0) / byKind.get(kind)!.length;
    assert.ok(mean('legal') > mean('broken') + 1 && mean('legal') > mean('failed') + 1, `${mean('legal')}, ${mean('broken')}, ${mean('failed')}`);
  });

  it('are not asked where every design keeps its limits, or none does', () => {
    for (const some of [designs.filter((_, i) => seen[i]!.violation === 0), designs.filter(([flow]) => flow === 2)]) assert.equal(limitChances(space, some, seenOf(some), options), null);
  });
});
