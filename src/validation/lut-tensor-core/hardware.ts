import { m2n64k4, oneBitMacs, type LutTile } from '../../arch/lut-tensor-core/cycles.js';
import { gates28nm } from '../../arch/lut-tensor-core/gates.js';
import { fp16, fp8, int, type NumberKind } from '../../arch/lut-tensor-core/number-kind.js';
import { partsAreaUm2, partsEnergyPj } from '../../sim/physical/components/index.js';
import { lutArrayParts, macArrayParts } from '../../arch/lut-tensor-core/units.js';
import type { Part } from '../../sim/model/component.js';
import { deviceNamed } from '../../sim/physical/devices/index.js';
import type { Config } from './config.js';

/** The matrix units of one multiprocessor of a GPU as Table 1 names them, with its bandwidth. */
export interface Hardware {
  readonly gpu: 'A100' | 'H100';
  readonly kind: 'mac' | 'lut';
  readonly sms: number;
  readonly clockHz: number;
  /** Arrays of a multiprocessor and the parts of one. */
  readonly arrays: number;
  readonly parts: readonly Part[];
  /** Multiply-accumulates a cycle of one array. */
  readonly macs: number;
  readonly dramBytesPerSecond: number;
}

const tensorCores = 4;
/** Product of a tensor core of an A100 in FP16, 8 x 4 x 8; twice as deep for each halving of the operands and on an H100. */
const shape = { m: 8, n: 4, k: 8 };
const devices = { A100: 'a100-sxm-80gb', H100: 'h100-sxm' } as const;

/** Operands of a text as `WINT2AFP8`. */
export function formatsOf(text: string): { readonly weights: NumberKind; readonly activations: NumberKind } | null {
  const [, w, a] = /W(INT\d+|FP\d+)\s*A(INT\d+|FP\d+)/.exec(text) ?? [];
  const weights = numberKind(w);
  const activations = numberKind(a);
  return weights === null || activations === null ? null : { weights, activations };
}

/** The format that a text as `INT8` or `FP16` names. */
export function numberKind(text = ''): NumberKind | null {
  const [, kind, digits] = /^(INT|FP)(\d+)$/.exec(text) ?? [];
  const bits = Number(digits);
  if (kind === 'INT' && bits >= 1 && bits <= 32) return int(bits);
  if (kind !== 'FP') return null;
  return bits === 16 ? fp16 : bits === 8 ? fp8 : null;
}

/** `A100 INT8 TC`: its tensor cores. `A100-LUT-4X`: look-up arrays with 4 times the one-bit products of four arrays of 512 in each multiprocessor. */
export function hardwareOf(config: Config): Hardware | null {
  const [, gpu, lut, mac] = /^(A100|H100)[ -](?:LUT-(\d+)X|(INT8|FP8|FP16) TC)$/.exec(config.text('hw')) ?? [];
  const formats = formatsOf(config.text('model'));
  if ((gpu !== 'A100' && gpu !== 'H100') || (lut === undefined && mac === undefined)) return null;
  const device = deviceNamed(devices[gpu]);
  const clockHz = Number(/([\d.]+) ?GHz/.exec(config.text('process'))?.[1] ?? 1.41) * 1e9;
  const common: Pick<Hardware, 'gpu' | 'sms' | 'clockHz' | 'dramBytesPerSecond'> = {
    gpu, sms: config.number('smCount') || (gpu === 'A100' ? 108 : 132), clockHz, dramBytesPerSecond: device?.memories[0]?.bytesPerSecond ?? NaN,
  };
  if (lut === undefined) {
    const activations = numberKind(mac) ?? fp16;
    const array = { ...shape, k: (shape.k * 16 * (gpu === 'H100' ? 2 : 1)) / activations.bits, activations };
    return { ...common, kind: 'mac', arrays: tensorCores, parts: macArrayParts(array, gates28nm), macs: oneBitMacs(array) };
  }
  if (formats === null || formats.weights.kind !== 'integer') return null;
  return { ...common, kind: 'lut', arrays: tensorCores * Number(lut), ...lutArray(m2n64k4, formats.weights.bits, formats.activations) };
}

/** One look-up array as LUT Tensor Core ends up with, and what it multiplies in a cycle. */
export function lutArray(tile: LutTile, planes: number, activations: NumberKind): { readonly parts: readonly Part[]; readonly macs: number } {
  return { parts: lutArrayParts({ ...tile, planes, activations }, 'fused', gates28nm), macs: oneBitMacs(tile) / planes };
}

/** Operations a second of the whole chip, two for each multiply-accumulate. */
export function peakOpsOf(h: Hardware): number {
  return 2 * h.macs * h.arrays * h.sms * h.clockHz;
}

/** mm2 of the matrix units of a multiprocessor. */
export function areaMm2(h: Hardware): number {
  return (h.arrays * (partsAreaUm2(h.parts) ?? NaN)) / 1e6;
}

/** TOPS/mm2 of the matrix units. */
export function computeDensity(h: Hardware): number {
  return peakOpsOf(h) / 1e12 / (h.sms * areaMm2(h));
}

/** TOPS/W of an array: operations of a cycle over its energy. */
export function topsPerWatt(h: Pick<Hardware, 'parts' | 'macs'>): number {
  return (2 * h.macs) / (partsEnergyPj(h.parts) ?? NaN);
}
