import type { ElementFormat } from '../formats/element.js';
import { binaryExponent } from '../formats/float-format.js';
import { floatElement, largestExponent, smallFloat } from '../formats/elements.js';
import { e8m0Store, type Store } from '../formats/scale-store.js';
import { gridCodec, largestMagnitude, type GridCodec, type ScaleRule } from './grid.js';

const ocp = 'OCP Microscaling Formats (MX) Specification v1.0';
const blockSize = 32;

/** 2^e as E8M0 can write it. */
function powerOfTwo(e: number): number {
  return 2 ** Math.min(127, Math.max(-127, e));
}

/** scale = 2^(floor(log2 max|w|) - emax), emax the exponent of the format's largest value: the OCP's rule. */
function ocpScale(emax: number): ScaleRule {
  return (_grid, weights, from, to) => powerOfTwo(binaryExponent(largestMagnitude(weights, from, to)) - emax);
}

/** MXFP4, MXFP6 and MXFP8: float elements in blocks of 32 with a shared power of two; elements round half away from 0 and saturate. */
export function mxCodecs(): readonly GridCodec[] {
  const mx = (name: string, exponentBits: number, mantissaBits: number, specials: 'none' | 'nan' | 'ieee' = 'none'): GridCodec => gridCodec({
    name, summary: `E${exponentBits}M${mantissaBits} in blocks of 32 with a shared power-of-two scale`, source: ocp,
    element: () => floatElement(exponentBits, mantissaBits, `fp${1 + exponentBits + mantissaBits}-e${exponentBits}m${mantissaBits}`, specials),
    ties: 'away', usualGroup: blockSize, fixedGroup: true, scaleRule: ocpScale(largestExponent(exponentBits, mantissaBits, specials)), scaleStore: e8m0Store,
  });
  return [mx('mxfp4', 2, 1), mx('mxfp6-e2m3', 2, 3), mx('mxfp6-e3m2', 3, 2), mx('mxfp8-e4m3', 4, 3, 'nan'), mx('mxfp8-e5m2', 5, 2, 'ieee')];
}

/**
 * The rule that BitMoD's comparison calls MX: scale = 2^floor(log2 max|w|) * 2 / max|g|. For FP4 that is 2^e / 3, not a power of two,
 * so no hardware of the OCP's formats decodes it.
 */
export function mxOfBitmod(bits: 3 | 4): GridCodec {
  const factor = 2 / (bits === 3 ? 4 : 6);
  return gridCodec({
    name: `mxfp${bits}-bitmod`, summary: `FP${bits} in blocks of 32, scale 2^e x ${bits === 3 ? '1/2' : '1/3'}: what BitMoD's comparison calls MX, not the OCP's rule`,
    source: 'BitMoD, HPCA 2025 artifact, quant_weight.py', element: (): ElementFormat => smallFloat(bits), usualGroup: blockSize, fixedGroup: true,
    scaleRule: (_grid, weights, from, to) => powerOfTwo(binaryExponent(largestMagnitude(weights, from, to))) * factor, scaleStore: times(e8m0Store, factor),
  });
}

function times(store: Store, factor: number): Store {
  return { name: `${store.name} x ${factor.toFixed(3)}`, bits: store.bits, toBits: (x) => store.toBits(x / factor), fromBits: (pattern) => store.fromBits(pattern) * factor };
}
