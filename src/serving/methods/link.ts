import { Type } from 'typebox';
import { parseQuantity } from '../../sim/core/units.js';
import { quantity } from '../../experiment/schema/quantity.js';
import { closed } from '../../experiment/schema/shapes.js';
import type { Link } from '../platform/link.js';

/** The schema of what weights come over. */
export const linkSchema = closed({
  bandwidth: quantity('bandwidth', { description: 'What flash, host or network sends', examples: ['3 GB/s', '25 GB/s'] }),
  latency: Type.Optional(quantity('time', { description: 'Of one load; none when left out', examples: ['100 us'] })),
}, { title: 'Link', description: 'What weights come over' });

export interface LinkInput {
  readonly bandwidth: number | string;
  readonly latency?: number | string;
}

/** The link in SI units. A bandwidth of nothing is refused with its pointer. */
export function linkOf({ bandwidth, latency }: LinkInput, pointer: string): Link {
  return { bytesPerSecond: parseQuantity(bandwidth, 'bandwidth', `${pointer}/bandwidth`), latencySeconds: latency === undefined ? 0 : parseQuantity(latency, 'time', `${pointer}/latency`) };
}
