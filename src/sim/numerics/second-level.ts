import type { Codec } from './codec.js';
import { roundHalfEven } from './formats/float-format.js';
import { signedStore } from './formats/scale-store.js';

/** Scales of the groups of one output channel as whole numbers times one scale of the channel. */
export interface SecondLevel {
  readonly channelScale: number;
  /** One a group. */
  readonly codes: Float64Array;
}

/**
 * Quantises the scales of one channel symmetrically: channelScale = max|s| / (2^(bits-1) - 1), code = round(s / channelScale), ties to
 * even (VS-Quant, Dai et al., MLSys 2021; BitMoD, HPCA 2025, section III-C, has 8 bits).
 */
export function secondLevelScales(scales: Float64Array, bits: number): SecondLevel {
  const most = 2 ** (bits - 1) - 1;
  const channelScale = scales.reduce((a, b) => Math.max(a, Math.abs(b)), 0) / most;
  return { channelScale, codes: scales.map((s) => (channelScale === 0 ? 0 : roundHalfEven(s / channelScale))) };
}

/** The same format with scales of that many bits, each a multiple of its channel's scale. */
export function withSecondLevelScales(codec: Codec, bits: number): Codec {
  return { ...codec, fields: codec.fields.map((field) => (field.name === 'scale' ? { ...field, store: signedStore(bits), shared: true } : field)) };
}
