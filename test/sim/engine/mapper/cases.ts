import fc from 'fast-check';
import type { Operator } from '../../../../src/sim/engine/mapper/cascade.js';
import { allRoles, type Component, type Hierarchy, type MemoryLevel, type Role } from '../../../../src/sim/engine/mapper/hierarchy.js';
import type { Home } from '../../../../src/sim/engine/mapper/mapping.js';
import { problemOf, type Problem } from '../../../../src/sim/engine/mapper/problem.js';
import type { EvaluationRules } from '../../../../src/sim/engine/mapper/rules.js';

export const memory: MemoryLevel = {
  kind: 'memory', name: 'Main', capacityBits: Infinity, keeps: allRoles, mayKeep: [], readEnergyPerBit: 10, writeEnergyPerBit: 12, readBitsPerSecond: 2, writeBitsPerSecond: 2, ports: 'shared', leakageWatts: 0,
};

/** out = a product: matrix product with or without a batch, an outer product, or one elementwise operation. */
export function product(kind: 'matmul' | 'batched' | 'unary', m: number, n: number, k: number, b = 2): Operator {
  if (kind === 'unary') return { name: 'unary', kind: 'compute', ranks: { m, n }, inputs: [{ tensor: 'A', role: 'input', ranks: ['m', 'n'] }], output: { tensor: 'C', role: 'output', ranks: ['m', 'n'] } };
  const batch = kind === 'batched' ? ['b'] : [];
  return {
    name: kind, kind: 'compute', ranks: kind === 'batched' ? { b, m, n, k } : { m, n, k },
    inputs: [{ tensor: 'A', role: 'input', ranks: [...batch, 'm', 'k'] }, { tensor: 'B', role: 'weight', ranks: [...batch, 'k', 'n'] }],
    output: { tensor: 'C', role: 'output', ranks: [...batch, 'm', 'n'] },
  };
}

export const bits = { A: 2, B: 1, C: 3 };

/** A machine drawn at random: a shared buffer, and perhaps a fan-out, a local buffer and a register below it. */
export const hierarchies: fc.Arbitrary<Hierarchy> = fc.record({
  capacity: fc.constantFrom(8, 14, 20, 40, Infinity), localCapacity: fc.constantFrom(6, 10, 30), ports: fc.constantFrom<('shared' | 'separate')[]>('shared', 'separate'),
  keeps: fc.subarray([...allRoles]), energy: fc.constantFrom(1, 4, 11), bandwidth: fc.constantFrom(3, 8, Infinity), leakage: fc.constantFrom(0, 0.5),
  below: fc.constantFrom('nothing', 'local', 'array'), shares: fc.subarray<Role>(['input', 'output']), fan: fc.constantFrom(2, 3, 4),
}).map(({ capacity, localCapacity, ports, keeps, energy, bandwidth, leakage, below, shares, fan }): Hierarchy => {
  const components: Component[] = [
    memory,
    { ...memory, name: 'Buffer', capacityBits: capacity, keeps: [], mayKeep: allRoles, readEnergyPerBit: energy, writeEnergyPerBit: energy + 1, readBitsPerSecond: bandwidth, writeBitsPerSecond: 2 * bandwidth, ports, leakageWatts: leakage },
  ];
  if (below !== 'nothing') {
    components.push({ kind: 'fan-out', name: 'X', size: fan, shares, mustShare: [] });
    components.push({ ...memory, name: 'Local', capacityBits: localCapacity, keeps, mayKeep: [], readEnergyPerBit: 0.5, writeEnergyPerBit: 0.25, readBitsPerSecond: bandwidth, writeBitsPerSecond: bandwidth, ports });
  }
  if (below === 'array') {
    components.push({ kind: 'fan-out', name: 'Y', size: 2, shares: ['output'], mustShare: ['output'] });
    components.push({ ...memory, name: 'Register', capacityBits: 'one-value', keeps: ['weight'], mayKeep: [], readEnergyPerBit: 0, writeEnergyPerBit: 0.125, readBitsPerSecond: Infinity, writeBitsPerSecond: Infinity });
  }
  components.push({ kind: 'compute', name: 'MAC', tensors: null, energyPerOperation: 1, operationsPerSecond: 1, leakageWatts: 0.25 });
  return { name: 'random', components, exchange: 'Buffer' };
});

export const rules: fc.Arbitrary<EvaluationRules> = fc.record({
  overlap: fc.constantFrom<('perfect' | 'none')[]>('perfect', 'none'), buffering: fc.constantFrom<('none' | 'double')[]>('none', 'double'),
  freeFirstSum: fc.constantFrom<('value' | 'copy')[]>('value', 'copy'), fanOutUse: fc.constantFrom<('fullest' | 'any')[]>('fullest', 'any'), fanOutParts: fc.constantFrom<('dividing' | 'any')[]>('dividing', 'any'),
  loopPieces: fc.constantFrom<('dividing' | 'even')[]>('even', 'even', 'dividing'),
});

const home: fc.Arbitrary<Home> = fc.constantFrom<Home[]>('memory', 'memory', 'whole', 'held', 'tile');

/** Small problems: sizes to `most`, homes and fused loops included. */
export function problems(most: number): fc.Arbitrary<Problem> {
  const size = fc.integer({ min: 1, max: most });
  return fc.tuple(hierarchies, rules, fc.constantFrom('matmul' as const, 'batched' as const, 'unary' as const), size, size, size, fc.tuple(home, home, home), fc.boolean(), fc.integer({ min: 1, max: most }))
    .map(([hierarchy, rule, kind, m, n, k, homes, fused, tile]): Problem => {
      const operator = product(kind, m, n, k);
      const loop = fused ? { rank: 'm', tile: Math.min(tile, m) } : null;
      const at = (h: Home, hasRank: boolean): Home => (h === 'tile' && !(fused && hasRank) ? 'whole' : h === 'held' && !fused ? 'memory' : h);
      return problemOf(hierarchy, { bitsPerValue: bits }, operator, rule, { loop, homes: { A: at(homes[0], true), B: at(homes[1], false), C: at(homes[2], true) } })!;
    });
}
