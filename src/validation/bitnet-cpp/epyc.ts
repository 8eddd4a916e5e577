import { i2sSeconds, shared, type DotRate, type Sharing } from '../../arch/lut-cpu/bitnet.js';
import { numberIn, textOf } from '../row-config.js';
import type { Outcome } from '../system.js';

type Fields = Readonly<Record<string, unknown>>;

/** A product of m tokens with k inputs and n outputs. */
export interface Gemm {
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/**
 * One core of an EPYC 7V13. Without sharing, operations a second and time of a call follow from the products of 128 tokens with 2048 outputs and 2048 and
 * 8192 inputs; four rows at once issue more (four sums that do not wait for one another), which is fitted on the first of them.
 */
export const epyc7v13: Readonly<Record<'alone' | 'sharing', DotRate>> = {
  alone: { operationsPerSecond: 9.23e9, callSeconds: 6.61e-9 },
  sharing: { operationsPerSecond: 11.83e9, callSeconds: 6.61e-9 },
};

/** Products that the constants were fitted on, with the ids of their rows. */
export const fittedProducts: readonly (Gemm & { readonly sharing: Sharing; readonly id: string })[] = [
  { m: 128, k: 2048, n: 2048, sharing: 'none', id: 'P383' },
  { m: 128, k: 8192, n: 2048, sharing: 'none', id: 'P395' },
  { m: 128, k: 2048, n: 2048, sharing: 'rows', id: 'P384' },
];

/** Seconds of a product; fewer tokens than share a pass are taken one by one. */
export function gemmSeconds({ m, k, n }: Gemm, sharing: Sharing): number {
  const used = sharing === 'tokens' && m < shared ? 'none' : sharing;
  return i2sSeconds(epyc7v13[used === 'none' ? 'alone' : 'sharing'], used, k, m * n);
}

/** Milliseconds of an I2_S product on one thread. */
export function epycGemm(config: Fields): Outcome {
  const device = textOf(config, 'device');
  const format = textOf(config, 'fmt');
  const gemm: Gemm = { m: numberIn(config, 'm', 0), k: numberIn(config, 'k', 0), n: numberIn(config, 'n', 0) };
  const shape = `${gemm.m} x ${gemm.k} x ${gemm.n}`;
  if (!/7V13/i.test(device)) return none(`${shape} on ${device}: the rates of I2_S are fitted on an EPYC 7V13 only`);
  if (!/I2_S/i.test(format)) return none(`${shape} in ${format}: only I2_S is measured on this processor`);
  if (![gemm.m, gemm.k, gemm.n].every(Number.isInteger) || gemm.m * gemm.k * gemm.n === 0) return none(`${shape}: not a product of whole numbers of rows and columns`);
  if (numberIn(config, 'threads', 1) !== 1) return none(`${shape} on ${numberIn(config, 'threads', 1)} threads: what threads cost one another is not fitted on this processor`);
  const sharing = sharingOf(textOf(config, 'parallel'));
  if (sharing === null) return none(`${shape}: what ${JSON.stringify(config['parallel'])} shares is not known`);
  const answers = { value: gemmSeconds(gemm, sharing) * 1e3 };
  const fitted = fittedProducts.some((f) => f.m === gemm.m && f.k === gemm.k && f.n === gemm.n && f.sharing === sharing);
  return fitted ? { kind: 'fitted', answers, note: 'one of the three products that operations a second and the time of a call are fitted on' } : { kind: 'simulated', answers };
}

function sharingOf(parallel: string): Sharing | null {
  if (/^(none|no)?$/i.test(parallel)) return 'none';
  if (/weight/i.test(parallel)) return 'rows';
  return /act/i.test(parallel) ? 'tokens' : null;
}

function none(reason: string): Outcome {
  return { kind: 'not-modelled', reason };
}
