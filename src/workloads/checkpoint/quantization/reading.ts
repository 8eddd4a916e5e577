import type { DataType } from '../../../sim/model/datatype.js';
import type { ModuleMatcher } from '../module-pattern.js';
import type { StoredFormat } from './stored-format.js';

/** Modules with a format of their own; null: they stay as they are. */
export interface ModuleRule {
  readonly matches: ModuleMatcher;
  readonly format: StoredFormat | null;
}

/** What a quantization_config says, in the terms of storage. */
export interface QuantizationReading {
  readonly method: string;
  /** Of the linear modules; null where they stay as they are unless a rule or an entry gives a format. */
  readonly format: StoredFormat | null;
  /** Of single modules by their path. */
  readonly byModule: ReadonlyMap<string, StoredFormat>;
  /** The last that matches wins. */
  readonly rules: readonly ModuleRule[];
  /** Formats of products and cache; null: those of the unquantised model. */
  readonly activations: DataType | null;
  readonly kvCache: DataType | null;
  readonly notes: readonly string[];
}

/** The format of a linear module, null where it stays as it is. */
export function formatOfModule(reading: QuantizationReading, module: string): StoredFormat | null {
  for (let i = reading.rules.length - 1; i >= 0; i--) {
    const rule = reading.rules[i]!;
    if (rule.matches(module)) return rule.format;
  }
  return reading.byModule.get(module) ?? reading.format;
}
