import { fromUnit, valueCount, type Design, type DesignSpace, type Parameter, type ParameterValue } from '../../sim/model/design-space.js';
import { box, dict, multiDiscrete, type Space, type SpaceValue } from './spaces/space.js';

/** What an entry of an action stands for. */
export interface ActionEntry {
  readonly parameter: string;
  /** `choices`: an index. `reals`: a place on [0, 1] between `low` and `high`, by `scale`. */
  readonly part: 'choices' | 'reals';
  readonly values?: readonly ParameterValue[];
  readonly low?: number;
  readonly high?: number;
  readonly scale?: string;
}

/** How designs are written as actions. */
export interface DesignActions {
  /**
   * A MultiDiscrete of indices where all parameters are discrete: of a value, or of an integer counted from its lowest. A Box [0, 1] where all are real. With both
   * kinds a Dict: `choices` and `reals`, each in the order of the parameters.
   */
  readonly space: Space;
  /** What each entry means, choices first, as the parts of the space have them. */
  readonly table: readonly ActionEntry[];
  /** The design of an action that is in the space. */
  designOf(action: SpaceValue): Design;
  /** The design of a packed action (`spaces/packed.ts`) from place `at` on; null where it is not in the space. */
  designAt(row: Float64Array, at: number): Design | null;
}

export function designActions({ parameters }: DesignSpace): DesignActions {
  const isReal = parameters.map(({ type }) => type === 'real');
  // Where each parameter stands in a packed action: choices first.
  const choices = parameters.flatMap((_, i) => (isReal[i]! ? [] : [i]));
  const reals = parameters.flatMap((_, i) => (isReal[i]! ? [i] : []));
  const order = [...choices, ...reals];
  const counts = choices.map((i) => valueCount(parameters[i]!)!);
  const discretePart = multiDiscrete(counts);
  const realPart = box(0, 1, [reals.length]);
  const space: Space = reals.length === 0 ? discretePart : choices.length === 0 ? realPart : dict({ choices: discretePart, reals: realPart });
  const lows = parameters.map((parameter) => (parameter.type === 'integer' ? parameter.low : 0));

  const codeOf = (place: number, value: number): number => (place < choices.length ? lows[order[place]!]! + value : fromUnit(parameters[order[place]!]!, value));
  const designFrom = (values: (place: number) => number): Design => {
    const design = new Array<number>(order.length);
    for (let place = 0; place < order.length; place++) design[order[place]!] = codeOf(place, values(place));
    return design;
  };
  return {
    space,
    table: order.map((i) => entryOf(parameters[i]!)),
    designOf: (action) => {
      if (space.type !== 'Dict') return designFrom((place) => (action as readonly number[])[place]!);
      const parts = action as { readonly choices: readonly number[]; readonly reals: readonly number[] };
      return designFrom((place) => (place < choices.length ? parts.choices[place]! : parts.reals[place - choices.length]!));
    },
    designAt: (row, at) => {
      for (let place = 0; place < order.length; place++) {
        const value = row[at + place]!;
        if (!(value >= 0) || (place < choices.length ? value >= counts[place]! || !Number.isInteger(value) : value > 1)) return null;
      }
      return designFrom((place) => row[at + place]!);
    },
  };
}

function entryOf(parameter: Parameter): ActionEntry {
  switch (parameter.type) {
    case 'categorical': case 'ordinal': return { parameter: parameter.name, part: 'choices', values: parameter.values };
    case 'integer': return { parameter: parameter.name, part: 'choices', low: parameter.low, high: parameter.high };
    case 'real': return { parameter: parameter.name, part: 'reals', low: parameter.low, high: parameter.high, scale: parameter.scale };
  }
}

/** The action that stands for a design: the inverse of `designOf`. A real keeps its place to rounding. */
export function actionOf({ parameters }: DesignSpace, design: Design): SpaceValue {
  const choices: number[] = [];
  const reals: number[] = [];
  parameters.forEach((parameter, i) => {
    if (parameter.type === 'real') reals.push(unitOf(parameter.low, parameter.high, parameter.scale, design[i]!));
    else choices.push(design[i]! - (parameter.type === 'integer' ? parameter.low : 0));
  });
  return reals.length === 0 ? choices : choices.length === 0 ? reals : { choices, reals };
}

function unitOf(low: number, high: number, scale: string, value: number): number {
  if (low === high) return 0;
  const unit = scale === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.min(1, Math.max(0, unit));
}
