import { reject } from '../../../sim/core/diagnostics.js';
import { accelerators, type Accelerator } from './accelerators.js';
import type { ForwardPass } from './decoder-shape.js';
import type { ComparisonOptions } from './options.js';
import type { Precision } from './product-cost.js';
import { profiledBits } from './profiled-bits.js';

/** What the figures of the paper compare. Lossless: INT6. Lossy: FP4 in prefill, FP3 in decode. */
export const contenders = ['fp16', 'bitmod-lossless', 'ant', 'olive', 'bitmod-lossy'] as const;

export type Contender = (typeof contenders)[number];

export function acceleratorOf(contender: Contender): Accelerator {
  return accelerators[contender === 'bitmod-lossless' || contender === 'bitmod-lossy' ? 'bitmod' : contender];
}

/** Weights that share a scale. */
const group = 128;
const scaleBits = 8;
const selectorBits = 2;

/** Bits of weights and cache of a contender. Throws an `InputError` where nobody profiled the baseline's bits for that model. */
export function precisionOf(contender: Contender, model: string, phase: ForwardPass['phase'], options: ComparisonOptions): Precision {
  switch (contender) {
    case 'fp16': return { weightBits: 16, cacheBits: 16 };
    case 'ant': case 'olive': return { weightBits: baselineBits(contender, model, phase, options), cacheBits: options.baselinesFp16Cache === true ? 16 : 8 };
    // INT6 has no special values, so no selector.
    case 'bitmod-lossless': return { weightBits: 6 + scaleBits / group, cacheBits: bitmodCacheBits(options) };
    case 'bitmod-lossy': {
      const metadata = scaleBits + (options.selectorNotStored === true ? 0 : selectorBits);
      return { weightBits: (phase === 'prefill' ? 4 : 3) + metadata / group, cacheBits: bitmodCacheBits(options) };
    }
  }
}

function bitmodCacheBits(options: ComparisonOptions): number {
  return options.fp16Cache === true ? 16 : 8;
}

function baselineBits(name: 'ant' | 'olive', model: string, phase: ForwardPass['phase'], { baselineBits: bits = 'head' }: ComparisonOptions): number {
  if (typeof bits === 'number') return bits;
  return profiledBits[bits][name][phase][model] ?? reject('bit-serial/unprofiled-model', `nobody profiled the weight bits of ${name} for "${model}"`, { remedy: 'give baselineBits as a number' });
}
