import assert from 'node:assert/strict';
import fc from 'fast-check';
import { usesOf, valuesOf, type Cascade, type Operator } from '../../../../src/sim/engine/mapper/cascade.js';
import { evaluate } from '../../../../src/sim/engine/mapper/evaluate.js';
import { searchCascade } from '../../../../src/sim/engine/mapper/fusion.js';
import type { Hierarchy } from '../../../../src/sim/engine/mapper/hierarchy.js';
import type { FusedLoop, Home, Homes } from '../../../../src/sim/engine/mapper/mapping.js';
import { mergeRanks } from '../../../../src/sim/engine/mapper/merge.js';
import { valueOf, type EnergyTime, type Objective } from '../../../../src/sim/engine/mapper/objective.js';
import { searchOperator, type MappedOperator } from '../../../../src/sim/engine/mapper/operator-search.js';
import { problemOf, type Problem } from '../../../../src/sim/engine/mapper/problem.js';
import { plainRules } from '../../../../src/sim/engine/mapper/rules.js';
import { hierarchies } from './cases.js';

/** A chain of products and elementwise operators: T0 -> T1 -> T2 ... */
function chain(m: number, widths: readonly number[], unary: readonly boolean[]): Cascade {
  const operators: Operator[] = [];
  const bitsPerValue: Record<string, number> = { T0: 2 };
  for (let i = 0; i + 1 < widths.length; i++) {
    const same = unary[i] === true;
    const [from, to] = [`n${i}`, same ? `n${i}` : `n${i + 1}`];
    bitsPerValue[`T${i + 1}`] = 2;
    bitsPerValue[`W${i}`] = 1;
    const rankIn = operators.at(-1)?.output.ranks[1] ?? from;
    operators.push({
      name: `op${i}`, kind: 'compute', ranks: same ? { m, [rankIn]: sizeOf(operators, rankIn, widths[0]!) } : { m, [rankIn]: sizeOf(operators, rankIn, widths[0]!), [to]: widths[i + 1]! },
      inputs: same ? [{ tensor: `T${i}`, role: 'input', ranks: ['m', rankIn] }] : [{ tensor: `T${i}`, role: 'input', ranks: ['m', rankIn] }, { tensor: `W${i}`, role: 'weight', ranks: [rankIn, to] }],
      output: { tensor: `T${i + 1}`, role: 'output', ranks: ['m', same ? rankIn : to] },
    });
  }
  return { name: 'chain', bitsPerValue, operators };
}

function sizeOf(operators: readonly Operator[], rank: string, first: number): number {
  return operators.find((operator) => operator.ranks[rank] !== undefined)?.ranks[rank] ?? first;
}

/** The same question asked the slow way: every partition into groups, every loop of each, every home of every tensor, no bounds. */
function everyFusion(hierarchy: Hierarchy, cascade: Cascade, objective: Objective): number {
  const { operators } = cascade;
  const capacity = (hierarchy.components[1] as { capacityBits: number }).capacityBits;
  const bits = new Map(operators.flatMap((operator) => usesOf(operator).map((use) => [use.tensor, valuesOf(operator, use) * cascade.bitsPerValue[use.tensor]!] as const)));
  let best = Infinity;
  const rest = (next: number, whole: boolean, done: EnergyTime): void => {
    if (next === operators.length) {
      best = Math.min(best, valueOf(objective, done.energy, done.seconds));
      return;
    }
    for (let last = next; last < operators.length; last++) {
      const first = operators[next]!;
      const loops: (FusedLoop | null)[] = last === next ? [null] : [];
      if (last > next) for (const rank of first.output.ranks) for (let tile = 1; tile < first.ranks[rank]!; tile++) if (first.ranks[rank]! % tile === 0) loops.push({ rank, tile });
      for (const loop of loops) {
        const group = operators.slice(next, last + 1);
        // In a chain of products a loop is shared only along the rank that the handed-on tensors have: all of them.
        if (loop !== null && !group.slice(0, -1).every((operator) => operator.output.ranks.includes(loop.rank))) continue;
        if (loop !== null && !group.every((operator) => operator.ranks[loop.rank] !== undefined)) continue;
        homesOf(group, whole, last === operators.length - 1, loop, (homes) => {
          const above = [...new Set(homes.flatMap((h) => Object.entries(h).filter(([, home]) => home === 'whole' || home === 'held').map(([tensor]) => tensor)))];
          const aboveBits = above.reduce((sum, tensor) => sum + bits.get(tensor)!, 0);
          let sums: EnergyTime[] = [done];
          group.forEach((operator, k) => {
            const own = Object.keys(homes[k]!);
            const others = loop === null ? 0 : aboveBits - above.filter((tensor) => own.includes(tensor)).reduce((sum, tensor) => sum + bits.get(tensor)!, 0);
            const points = others > capacity ? [] : mapped(hierarchy, cascade, operator, homes[k]!, loop, others);
            sums = sums.flatMap((sum) => points.map((point) => ({ energy: sum.energy + point.energy, seconds: sum.seconds + point.seconds })));
          });
          const handsOn = homes.at(-1)![operators[last]!.output.tensor] === 'whole';
          for (const sum of sums) rest(last + 1, handsOn, sum);
        });
      }
    }
  };
  rest(0, false, { energy: 0, seconds: 0 });
  return best;
}

const seen = new Map<string, readonly MappedOperator[]>();

function setUp(hierarchy: Hierarchy, cascade: Cascade, operator: Operator, homes: Homes, loop: FusedLoop | null, reservedBits: number): Problem {
  const { operator: merged, rankOf, stepOf } = mergeRanks(operator, loop?.rank);
  return problemOf(hierarchy, cascade, merged, plainRules, { homes, reservedBits, loop: loop === null ? null : { rank: rankOf[loop.rank]!, tile: loop.tile * stepOf[loop.rank]! } })!;
}

function mapped(hierarchy: Hierarchy, cascade: Cascade, operator: Operator, homes: Homes, loop: FusedLoop | null, reserved: number): readonly MappedOperator[] {
  const key = JSON.stringify([hierarchy, operator, homes, loop, reserved]);
  const known = seen.get(key) ?? searchOperator(setUp(hierarchy, cascade, operator, homes, loop, reserved), 'energy-delay');
  seen.set(key, known);
  return known;
}

/** Every choice of homes for a group of a chain; `whole`: its first input is already in the exchange memory. */
function homesOf(group: readonly Operator[], whole: boolean, final: boolean, loop: FusedLoop | null, visit: (homes: readonly Homes[]) => void): void {
  const choose = (k: number, homes: readonly Homes[]): void => {
    if (k === group.length) {
      if (loop === null || homes.some((h) => Object.values(h).includes('tile'))) visit(homes);
      return;
    }
    const operator = group[k]!;
    const input = operator.inputs[0]!;
    const weight = operator.inputs[1];
    const inputHome: readonly Home[] = k > 0 ? [homes[k - 1]![input.tensor] ?? 'memory'] : whole ? ['whole'] : loop !== null && !input.ranks.includes(loop.rank) ? ['memory', 'held'] : ['memory'];
    const weightHome: readonly Home[] = weight !== undefined && loop !== null && !weight.ranks.includes(loop.rank) ? ['memory', 'held'] : ['memory'];
    const has = loop !== null && operator.output.ranks.includes(loop.rank);
    const isLast = k === group.length - 1;
    const held: readonly Home[] = loop !== null && !has ? ['held'] : [];
    const outputHome: readonly Home[] = isLast ? (final ? ['memory', ...held] : ['memory', 'whole', ...held]) : ['memory', 'whole', 'tile'];
    for (const a of inputHome) for (const w of weightHome) for (const o of outputHome) {
      const all: Record<string, Home> = { [input.tensor]: a, [operator.output.tensor]: o };
      if (weight !== undefined) all[weight.tensor] = w;
      choose(k + 1, [...homes, Object.fromEntries(Object.entries(all).filter(([, home]) => home !== 'memory'))]);
    }
  };
  choose(0, []);
}

describe('fusion of neighbouring operators', () => {
  it('is as good as every partition, loop and home tried one by one', () => {
    fc.assert(fc.property(hierarchies.filter((h) => h.components.length < 5), fc.integer({ min: 1, max: 4 }), fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })), fc.tuple(fc.boolean(), fc.boolean()), fc.constantFrom<Objective[]>('energy', 'energy-delay'), (hierarchy, m, widths, unary, objective) => {
      const cascade = chain(m, widths, unary);
      const { optimum, value, lowerBound, gap } = searchCascade(hierarchy, cascade, { objective, rules: plainRules, fusion: 'one-loop' });
      const reference = everyFusion(hierarchy, cascade, objective);
      assert.ok(value === reference || Math.abs(value / reference - 1) < 1e-9, JSON.stringify({ value, reference, hierarchy, cascade, groups: optimum?.groups }));
      assert.deepEqual([lowerBound, gap], [value, 0]);
    }), { numRuns: 60 });
  });

  it('is as good for three operators, where runs may begin late, end early and follow one another', () => {
    fc.assert(fc.property(hierarchies.filter((h) => h.components.length < 4), fc.constantFrom(2, 4), fc.tuple(fc.constantFrom(1, 2), fc.constantFrom(2, 3), fc.constantFrom(1, 2), fc.constantFrom(1, 2)), fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), fc.constantFrom<Objective[]>('energy', 'energy-delay'), (hierarchy, m, widths, unary, objective) => {
      const cascade = chain(m, widths, unary);
      const { optimum, value } = searchCascade(hierarchy, cascade, { objective, rules: plainRules, fusion: 'one-loop' });
      const reference = everyFusion(hierarchy, cascade, objective);
      assert.ok(value === reference || Math.abs(value / reference - 1) < 1e-9, JSON.stringify({ value, reference, hierarchy, cascade, groups: optimum?.groups }));
    }), { numRuns: 40 });
  });

  it('is never worse than without fusion, and its mappings cost what it says and fit', () => {
    fc.assert(fc.property(hierarchies, fc.integer({ min: 1, max: 6 }), fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 5 }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), (hierarchy, m, widths, unary) => {
      const cascade = chain(m, widths, unary);
      const ask = (fusion: 'none' | 'one-loop'): ReturnType<typeof searchCascade> => searchCascade(hierarchy, cascade, { objective: 'energy-delay', rules: plainRules, fusion });
      const fused = ask('one-loop');
      assert.ok(fused.value <= ask('none').value * (1 + 1e-9));
      for (const { first, loops, homes, mappings } of fused.optimum?.groups ?? []) {
        mappings.forEach((mapping, k) => {
          const problem = setUp(hierarchy, cascade, cascade.operators[first + k]!, homes[k]!, loops[k]!, 0);
          const evaluation = evaluate(problem, mapping);
          const stated = fused.optimum!.operators[first + k]!;
          assert.ok(evaluation.feasible && Math.abs(evaluation.energy / stated.energy - 1) < 1e-9 && Math.abs(evaluation.seconds / stated.seconds - 1) < 1e-9);
        });
      }
    }), { numRuns: 40 });
  });

  it('stops at its limit with a bound that holds', () => {
    const cascade = chain(4, [4, 3, 4], [false, false]);
    fc.assert(fc.property(hierarchies, fc.integer({ min: 1, max: 8 }), (hierarchy, limit) => {
      const whole = searchCascade(hierarchy, cascade, { objective: 'energy', rules: plainRules, fusion: 'one-loop' });
      const cut = searchCascade(hierarchy, cascade, { objective: 'energy', rules: plainRules, fusion: 'one-loop', limit });
      assert.ok(cut.lowerBound <= whole.value * (1 + 1e-9) && whole.value <= cut.value * (1 + 1e-9));
    }), { numRuns: 25 });
  });
});
