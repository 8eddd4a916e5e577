import type { WeightFormat } from '../../sim/model/quantization.js';
import type { StoredOps } from './stored-model.js';

/** Names of ops in a graph whose layers may have different formats. */
export interface OpNames {
  /** Plain in the format of most layers, with the label of the format in the others. */
  nameOf(op: string, format: WeightFormat | undefined): string;
  /** The same for equal formats. */
  keyOf(format: WeightFormat): string;
}

interface Variant {
  readonly label: string;
  layers: number;
  name: string;
}

/** The names for ops that are stored so, layer by layer. Formats of one label are numbered: `q_proj.int3-2`. */
export function opNames(layers: readonly StoredOps[]): OpNames {
  const keys = new WeakMap<WeightFormat, string>();
  const keyOf = (format: WeightFormat): string => {
    let key = keys.get(format);
    if (key === undefined) {
      key = JSON.stringify(format);
      keys.set(format, key);
    }
    return key;
  };
  const variants = new Map<string, Map<string, Variant>>();
  for (const layer of layers) {
    for (const [op, { format, label }] of layer) {
      if (format === undefined) continue;
      const own = variants.get(op) ?? new Map<string, Variant>();
      variants.set(op, own);
      const known = own.get(keyOf(format));
      if (known === undefined) own.set(keyOf(format), { label: label ?? format.type.name, layers: 1, name: op });
      else known.layers++;
    }
  }
  for (const [op, own] of variants) nameVariants(op, [...own.values()]);
  return { keyOf, nameOf: (op, format) => (format === undefined ? op : variants.get(op)?.get(keyOf(format))?.name ?? op) };
}

function nameVariants(op: string, variants: readonly Variant[]): void {
  const plain = variants.reduce((best, variant) => (variant.layers > best.layers ? variant : best));
  const labels = new Map<string, number>();
  for (const variant of variants) {
    if (variant === plain) continue;
    const count = (labels.get(variant.label) ?? 0) + 1;
    labels.set(variant.label, count);
    variant.name = `${op}.${variant.label}${count === 1 ? '' : `-${count}`}`;
  }
}
