import type { Component, Part } from '../../sim/model/component.js';

/** So many components, each at work in that share of cycles. */
export function part(name: string, count: number, component: Component, activity = 1): Part {
  return { name, component, count, activity };
}

/** The parts of a unit, so many times; what works less often than the unit keeps its share. */
export function times(count: number, parts: readonly Part[]): Part[] {
  return parts.map((p) => ({ ...p, count: p.count * count }));
}

/** um2 of all parts; null where one is not known. */
export function areaUm2(parts: readonly Part[]): number | null {
  return sum(parts, (p) => (p.component.area.value === null ? null : p.count * p.component.area.value));
}

/** pJ of all parts in a cycle of work; null where one is not known. In mW at 1 GHz it is the same number. */
export function energyPjPerCycle(parts: readonly Part[]): number | null {
  return sum(parts, (p) => (p.component.energy.value === null ? null : p.count * p.activity * p.component.energy.value));
}

function sum(parts: readonly Part[], of: (part: Part) => number | null): number | null {
  let total = 0;
  for (const p of parts) {
    const value = of(p);
    if (value === null) return null;
    total += value;
  }
  return total;
}
