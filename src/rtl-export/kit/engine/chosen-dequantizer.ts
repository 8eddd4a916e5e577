import type { WeightFormat } from '../../../sim/model/quantization.js';
import { highestOf } from '../../../sim/numerics/arithmetic/width.js';
import { flint, normalFloat4, powerOfTwo, smallFloat } from '../../../sim/numerics/formats/elements.js';
import type { ElementFormat } from '../../../sim/numerics/formats/element.js';
import { mostTableBits, weightField, type Dequantizer } from './dequantizer.js';
import type { ProductCore } from './product.js';

/** A dequantiser for the weights of an experiment, and the table of their format where it has one. */
export interface ChosenDequantizer {
  readonly dequantizer: Dequantizer;
  readonly table?: readonly number[];
}

/** Formats of weights whose values are a table of codes, by the names of data types. */
const tables: Readonly<Record<string, () => ElementFormat>> = {
  'fp3': () => smallFloat(3), 'fp4': () => smallFloat(4), 'mxfp4': () => smallFloat(4), 'nvfp4': () => smallFloat(4),
  'nf4': normalFloat4, 'flint4': () => flint(4), 'pot4': () => powerOfTwo(4),
};

/**
 * The dequantiser for weights of a format before a core; null where the core takes the format as it is, or has no place for one. Whole numbers of fewer bits
 * than the core's weights are two's complement, or unsigned with zero points of groups where the format stores such; formats of a few values are a table.
 * Scales of groups become multipliers where the core does not scale by itself.
 */
export function chosenDequantizer({ type, groupSize, zeroPointBits }: Pick<WeightFormat, 'type' | 'groupSize' | 'zeroPointBits'>, core: ProductCore): ChosenDequantizer | null {
  if (core.weightColumns === undefined || core.further !== undefined) return null;
  const stream = core.design.streams.find(({ name }) => name === (core.weightStream ?? 'wgt'))!;
  const { bits } = weightField(stream).weights;
  const isGrouped = groupSize > 0;
  const scaled = isGrouped && !core.scales;
  if (type.kind === 'integer') {
    if (!Number.isInteger(type.bits) || type.bits >= bits) return null;
    const kind = zeroPointBits > 0 ? 'offset' : 'sign';
    return { dequantizer: { codeBits: type.bits, kind, scaled, grouped: isGrouped && (scaled || kind === 'offset'), wide: true } };
  }
  const format = tables[type.name]?.();
  if (format === undefined || format.bits > Math.min(bits, mostTableBits)) return null;
  return { dequantizer: { codeBits: format.bits, kind: 'table', scaled, grouped: scaled, wide: true }, table: tableOf(format, bits) };
}

/**
 * The values of a format on the grid of whole numbers of so many bits: times the least power of two that makes them whole, where they fit then, as those of
 * floats do; else times what makes the largest the largest whole number, and rounded: those of NF4 are off by up to half a unit of 1/127 of the largest.
 * Patterns that are never written are 0.
 */
export function tableOf({ values }: ElementFormat, bits: number): readonly number[] {
  const most = highestOf(bits);
  const finite = Array.from(values, (value) => (Number.isNaN(value) ? 0 : value));
  const largest = Math.max(...finite.map(Math.abs));
  for (let scale = 1; scale * largest <= most; scale *= 2) if (finite.every((value) => Number.isInteger(value * scale))) return finite.map((value) => value * scale);
  return finite.map((value) => Math.round((value * most) / largest) + 0);
}
