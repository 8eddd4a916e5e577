import type { Quality } from '../../core/estimate.js';
import type { Component, Part } from '../../model/component.js';
import { lesserQuality } from './composite.js';

/** So many of a component, each at work in that share of cycles. */
export function part(name: string, count: number, component: Component, activity = 1): Part {
  return { name, component, count, activity };
}

/** um2 of all parts: sum of count x area. Null where one is not known. */
export function partsAreaUm2(parts: readonly Part[]): number | null {
  return sum(parts, ({ component: { area }, count }) => (area.value === null ? null : count * area.value));
}

/** pJ of all parts in a cycle of work: sum of count x activity x energy. A part without activity may have an energy that is not known. */
export function partsEnergyPj(parts: readonly Part[]): number | null {
  return sum(parts, ({ component: { energy }, count, activity }) => (activity === 0 ? 0 : energy.value === null ? null : count * activity * energy.value));
}

/** The quality of their energy: that of the least known part that acts. */
export function partsQuality(parts: readonly Part[]): Quality {
  return parts.reduce<Quality>((least, { component: { energy }, activity }) => (activity === 0 || energy.value === null ? least : lesserQuality(least, energy.quality)), 'derived');
}

/** The parts of a unit, so many times; what works less often than the unit keeps its share. */
export function times(count: number, parts: readonly Part[]): Part[] {
  return parts.map((each) => ({ ...each, count: each.count * count }));
}

/** What is not known of these parts, once each: the reasons why a sum of theirs is null. */
export function partsGaps(parts: readonly Part[], quantity: 'area' | 'energy'): readonly string[] {
  const reasons = parts.flatMap(({ component, activity }) => {
    const each = component[quantity];
    return each.value === null && (quantity === 'area' || activity > 0) ? [each.reason] : [];
  });
  return [...new Set(reasons)];
}

function sum(parts: readonly Part[], of: (part: Part) => number | null): number | null {
  let total = 0;
  for (const each of parts) {
    const value = of(each);
    if (value === null) return null;
    total += value;
  }
  return total;
}
