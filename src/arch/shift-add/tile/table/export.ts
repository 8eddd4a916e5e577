import type { RtlDesign } from '../../../../rtl-export/kit/design.js';
import { reject } from '../../../../sim/core/diagnostics.js';
import type { DataType } from '../../../../sim/model/datatype.js';
import type { LookupTables, ShiftAddParameters } from '../../spec.js';
import { shiftAddTableDesign } from './design.js';
import { entryBitsBeyond, isPowerOfTwo, mostTables, tablesOf, type TableParameters } from './parameters.js';

/** The most tables, reads and batches that simulators check in seconds. */
const simulated = { tables: 4, reads: 8, batches: 4 } as const;

/** The tables of an experiment; simulated is a part of them where there are many. */
export function exportedTables(p: ShiftAddParameters, array: LookupTables, weights: DataType): RtlDesign {
  const all = checkedTables(p, array, weights);
  const [tables, reads] = [Math.min(all.tables, simulated.tables), Math.min(all.reads, simulated.reads)];
  const featuresHeld = reads * Math.min(all.featuresHeld / all.reads, simulated.batches);
  if (tables === all.tables && featuresHeld === all.featuresHeld) return shiftAddTableDesign(all);
  const { summary, parameters, streams, resources } = shiftAddTableDesign(all, []);
  const design = shiftAddTableDesign({ ...all, tables, reads, featuresHeld });
  return {
    ...design, whole: { summary, parameters, streams, resources },
    reduction: `Simulated are ${tables} of ${all.tables} tables, ${reads} of ${all.reads} reads and ${featuresHeld} of ${all.featuresHeld} features. ${design.reduction}`,
  };
}

function checkedTables(p: ShiftAddParameters, array: LookupTables, weights: DataType): TableParameters {
  const { activationBits, weightBits: widest, accumulatorBits } = p;
  const weightBits = weights.kind === 'ternary' ? 2 : weights.bits;
  if ((weights.kind !== 'integer' && weights.kind !== 'ternary') || weightBits > widest) {
    return reject('shift-add/rtl-format', `the tables have no planes for weights in ${weights.name}`, { remedy: `export with weights in int2 to int${widest}, or ternary` });
  }
  if (!isPowerOfTwo(array.buildAdders)) {
    return reject('shift-add/rtl-adders', `the Verilog builds a table on a power of two of adders, not on ${array.buildAdders}`, { remedy: `set array.buildAdders to ${2 ** Math.floor(Math.log2(array.buildAdders))}` });
  }
  if (array.tables > mostTables) {
    return reject('shift-add/rtl-tables', `the Verilog reads at most ${mostTables} tables at once, not ${array.tables}`, { remedy: `set array.tables to ${mostTables} or less` });
  }
  const least = Math.max(9, activationBits + entryBitsBeyond);
  if (accumulatorBits < least) {
    return reject('shift-add/rtl-accumulator', `outputs of ${accumulatorBits} bits do not hold an entry of a table`, { remedy: `set accumulatorBits to ${least} or more` });
  }
  return tablesOf(p, array, weightBits);
}
