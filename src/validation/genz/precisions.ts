import { dataType, type DataType } from '../../sim/model/datatype.js';

/** The one format of weights, activations and cache that the tool is asked for. */
export interface Precision {
  /** Its name in the tool. */
  readonly name: string;
  readonly type: DataType;
  /** Multiply-accumulates a second over those in bf16, on every machine of the tool. */
  readonly speed: number;
}

function precision(name: string, type: string, speed: number): Precision {
  const found = dataType(type);
  if (found === undefined) throw new Error(`no data type "${type}"`);
  return { name, type: found, speed };
}

/** The eight precisions of the tool (its `System`): bytes of an element are the bits over eight; fp6 computes at the rate of fp8. */
export const precisions: readonly Precision[] = [
  precision('bf16', 'bf16', 1), precision('f32', 'fp32', 1 / 2),
  precision('int8', 'int8', 2), precision('int4', 'int4', 4), precision('int2', 'int2', 8),
  precision('fp8', 'fp8', 2), precision('fp6', 'fp6', 2), precision('fp4', 'fp4', 4),
];
