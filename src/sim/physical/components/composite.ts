import { estimate, notModelled, type Estimate, type NotModelled, type Quality } from '../../core/estimate.js';
import type { Component } from '../../model/component.js';

const bestFirst: readonly Quality[] = ['measured', 'published', 'synthesised', 'derived', 'fitted', 'assumed'];

/** The lesser of two qualities. */
export function lesserQuality(a: Quality, b: Quality): Quality {
  return bestFirst.indexOf(a) > bestFirst.indexOf(b) ? a : b;
}

/** A component made of others, all of which act at once: sums of their areas and energies, no better than the least known of them. */
export function composite(name: string, parts: readonly (readonly [count: number, component: Component])[]): Component {
  return {
    name,
    area: sum('um2', parts.map(([count, { area }]) => [count, area])),
    energy: sum('pJ', parts.map(([count, { energy }]) => [count, energy])),
  };
}

function sum(unit: string, terms: readonly (readonly [count: number, each: Estimate | NotModelled])[]): Estimate | NotModelled {
  let value = 0;
  let quality: Quality = 'derived';
  const sources = new Set<string>();
  for (const [count, each] of terms) {
    if (each.value === null) return notModelled(each.reason);
    value += count * each.value;
    quality = lesserQuality(quality, each.quality);
    sources.add(each.source);
  }
  return estimate(value, unit, quality, terms.length === 0 ? 'wires only' : [...sources].join('; '));
}
