import { toUnit, type Design, type DesignSpace } from '../../sim/model/design-space.js';

/** Designs as rows of numbers, which models learn from. */
export interface FeatureTable {
  /** For each feature how many categories it has; 0 for a number, whose order means something. */
  readonly categories: readonly number[];
  readonly rows: number;
  /** Row by row: a number, or the index of a category. */
  readonly values: Float64Array;
}

/** For each parameter how many categories it has as a feature; 0 where its values have an order. */
export function featureCategories(space: DesignSpace): number[] {
  return space.parameters.map((parameter) => (parameter.type === 'categorical' ? parameter.values.length : 0));
}

/** One feature a parameter: the index of a category, else the place on [0, 1]. Trees take them as they are. */
export function featureTable(space: DesignSpace, designs: readonly Design[]): FeatureTable {
  const { parameters } = space;
  const values = new Float64Array(designs.length * parameters.length);
  designs.forEach((design, row) => {
    parameters.forEach((parameter, i) => { values[row * parameters.length + i] = parameter.type === 'categorical' ? design[i]! : toUnit(parameter, design[i]!); });
  });
  return { categories: featureCategories(space), rows: designs.length, values };
}

/** Numbers of a row of `oneHotRows`: one a parameter with an order, one a category of the others. Parameters with one value have none. */
export function oneHotWidth(space: DesignSpace): number {
  return space.parameters.reduce((sum, parameter) => sum + oneHotSize(parameter), 0);
}

function oneHotSize(parameter: DesignSpace['parameters'][number]): number {
  switch (parameter.type) {
    case 'categorical': return parameter.values.length > 1 ? parameter.values.length : 0;
    case 'ordinal': return parameter.values.length > 1 ? 1 : 0;
    case 'integer': case 'real': return parameter.high > parameter.low ? 1 : 0;
  }
}

/** Designs as points, row by row: a place on [0, 1], or 0s and a 1 for a category. For models that measure distances. */
export function oneHotRows(space: DesignSpace, designs: readonly Design[]): Float64Array {
  const width = oneHotWidth(space);
  const values = new Float64Array(designs.length * width);
  designs.forEach((design, row) => {
    let at = row * width;
    space.parameters.forEach((parameter, i) => {
      const size = oneHotSize(parameter);
      if (size > 0 && parameter.type === 'categorical') values[at + design[i]!] = 1;
      else if (size > 0) values[at] = toUnit(parameter, design[i]!);
      at += size;
    });
  });
  return values;
}
