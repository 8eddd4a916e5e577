import { InputError } from '../../sim/core/diagnostics.js';
import { wrongParameter } from './diagnostics.js';

/** Doubles as base64 of their bytes, the lowest first: what every machine that runs Node has in memory. */
export function packDoubles(values: Float64Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

export function packBytes(values: Uint8Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

/** The doubles of such a text. Throws `InputError` where it has no whole number of them. */
export function unpackDoubles(packed: string, name: string): Float64Array {
  const bytes = Buffer.from(packed, 'base64');
  if (bytes.length % 8 !== 0 || bytes.length !== Math.floor((packed.replace(/=+$/, '').length * 3) / 4)) throw new InputError([wrongParameter(name, 'base64 of doubles', packed.slice(0, 40))]);
  // A short buffer lies in a pool, where doubles may not be aligned.
  if (bytes.byteOffset % 8 === 0) return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
