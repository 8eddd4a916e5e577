import type { Estimate, NotModelled } from '../core/estimate.js';
import type { DataType } from './datatype.js';

/** Joules of the actions that results count. What nobody knows is null, and so is then every sum with it. */
export interface EnergyModel {
  /** One multiply-accumulate that is executed, in J: the unit, its registers and the buffers that feed it. `operand` is the format of weights, or of the cache in attention. */
  mac(operand: DataType, activations: DataType): Estimate | NotModelled;
  /** One element of elementwise or row-wise work, in J. */
  readonly vectorElement: Estimate | NotModelled;
  /** One byte between the chip and its main memory, in J. */
  readonly dramByte: Estimate | NotModelled;
  /** What is drawn whether it works or not, in W: leakage, clocks. */
  readonly staticPower: Estimate | NotModelled;
}
