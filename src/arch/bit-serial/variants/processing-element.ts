import type { DataType } from '../../../sim/model/datatype.js';
import type { Component } from '../../../sim/model/component.js';
import type { FunctionalModel } from '../../../sim/model/functional.js';

/** A step of a PE: so many products of one output in so many cycles, on average where they depend on the data. */
export interface Step {
  readonly lanes: number;
  readonly cycles: number;
}

/** What sits at each crossing of a token and an output feature: its time, its arithmetic, its silicon. */
export interface ProcessingElement {
  /** What takes an operand, as limits name it: `bit-serial terms`. */
  readonly operandUnit: string;
  /** Bits of the widest operand. */
  readonly operandBits: number;
  /** What takes an activation: `FP16 lanes`. */
  readonly activationUnit: string;
  readonly activationBits: number;
  takesActivations(type: DataType): boolean;
  /** The step with that format of weights or cache; null where the PE does not take it. */
  step(operand: DataType): Step | null;
  /** The slowest step of all: what formats that it does not take are counted with, where no time rests on it. */
  readonly slowest: Step;
  /** Every number of lanes that a step can have. */
  readonly laneCounts: readonly number[];
  /** Cycles from the first operand to the first result, the drain aside. */
  readonly stages: number;
  /** Cycles of the shortest pass: a dequantiser that works one bit a cycle. */
  readonly leastPassCycles: number;
  /** Bits that a step reads of the weights of a row and of the activations of a column, and the cycles that it has for that at least. */
  readonly bus: { readonly weights: number; readonly activations: number; readonly cycles: number };
  readonly functional: FunctionalModel;
  /** Area, and energy of a cycle. */
  readonly component: Component;
  /** What decodes weights in front of the PEs of a tile, shared out to each of them; null where nothing does or where it is not known. */
  readonly encoder: Component | null;
}
