import type { Dimension } from '../../sim/core/units.js';

interface KnobBase {
  /** Where the value stands in an experiment, as `--set` takes it. */
  readonly path: string;
  readonly label: string;
  /** What it means, in a sentence; empty where nothing is known beyond the label. */
  readonly description: string;
  /** Among those that are shown first. */
  readonly isMain: boolean;
}

/** A number, or a quantity in the unit of its dimension. */
export interface NumberKnob extends KnobBase {
  readonly kind: 'number';
  /** In the experiment as it was. */
  readonly value: number;
  readonly isInteger: boolean;
  /** Null where it is a plain number. */
  readonly dimension: Dimension | null;
  /** Legal values, both ends included but a least value of an `isOpen` range. */
  readonly minimum: number;
  readonly maximum: number;
  readonly isOpen: boolean;
  /** What a slider runs over: legal values that make sense beside the present one. */
  readonly low: number;
  readonly high: number;
}

/** One of a few names. */
export interface ChoiceKnob extends KnobBase {
  readonly kind: 'choice';
  readonly value: string;
  readonly names: readonly string[];
}

/** Yes or no. */
export interface FlagKnob extends KnobBase {
  readonly kind: 'flag';
  readonly value: boolean;
}

/** A setting that a reader of a result can change. */
export type Knob = NumberKnob | ChoiceKnob | FlagKnob;

/** Values that replace those of the experiment, by path; what is left out stays. Quantities in the unit of their dimension. */
export type Settings = Readonly<Record<string, number | string | boolean>>;
