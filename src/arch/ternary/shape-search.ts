import type { ComponentLibrary, Operand } from './components.js';
import type { CoreShape } from './cycles.js';
import { coreParts, partsUm2 } from './inventory.js';

/** A shape with the area of its core. */
export interface SizedShape extends CoreShape {
  readonly um2: number;
  /** um2 for each weight that is looked up in a cycle. */
  readonly um2PerWeight: number;
}

/** What a core is built of and for. */
export interface Building {
  readonly operand: Operand;
  readonly library: ComponentLibrary;
  /** Inputs of the product whose sums are accumulated exactly. */
  readonly inputs: number;
  /** Width of integer sums, where it is given. */
  readonly accumulatorBits?: number;
}

/** A shape with its area; its output registers hold the outputs that are read at once. */
export function sized(shape: CoreShape, { operand, library, inputs, accumulatorBits }: Building): SizedShape {
  const um2 = partsUm2(coreParts({ ...shape, inputs, outputs: shape.reads, ...(accumulatorBits === undefined ? {} : { accumulatorBits }) }, operand, library));
  return { ...shape, um2, um2PerWeight: um2 / (shape.group * shape.tables * shape.reads) };
}

/**
 * The core with the least area for each weight looked up a cycle, of those that look up about `rate` weights: every L with the K that comes
 * nearest to rate / (L * mu), where that is within 5 %.
 */
export function bestShape(rate: number, building: Building, groups: readonly number[] = [1, 2, 3, 4, 5]): SizedShape {
  let best: SizedShape | null = null;
  for (const group of groups) {
    for (let tables = 1; tables * group <= rate; tables++) {
      const reads = Math.round(rate / (group * tables));
      if (Math.abs(tables * group * reads - rate) > 0.05 * rate) continue;
      const shape = sized({ group, tables, reads }, building);
      if (best === null || shape.um2PerWeight < best.um2PerWeight) best = shape;
    }
  }
  if (best === null) throw new RangeError(`no core looks up about ${rate} weights a cycle`);
  return best;
}
