import { Type, type Static } from 'typebox';
import { quantity } from '../../experiment/schema/quantity.js';
import { closed, type Checked } from '../../experiment/schema/shapes.js';
import { parseQuantity } from '../../sim/core/units.js';
import type { Device } from '../../sim/model/device.js';
import { knownLink, usualLatencySeconds, type Link } from './link.js';

/** What joins the devices of a platform, as files have it. */
export const deviceLinkSchema = closed({
  bandwidth: quantity('bandwidth', { description: 'What a device sends to another', examples: ['450 GB/s'] }),
  latency: Type.Optional(quantity('time', { description: 'Of one message', examples: ['1 us'] })),
}, { title: 'Link', description: 'Between two devices; that of the device catalogue when left out' });

/** The link that is given, or that of the device. `at` is the pointer of what holds it. Throws where none is known. */
export function linkFrom(link: Checked<Static<typeof deviceLinkSchema>> | undefined, device: Device, at: string): Link {
  if (link === undefined) return knownLink(device, at);
  return {
    bytesPerSecond: parseQuantity(link.bandwidth, 'bandwidth', `${at}/link/bandwidth`),
    latencySeconds: link.latency === undefined ? usualLatencySeconds : parseQuantity(link.latency, 'time', `${at}/link/latency`),
  };
}
