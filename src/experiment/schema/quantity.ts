import { Type, type TNumber, type TString, type TUnion, type TSchemaOptions } from 'typebox';
import { siUnit, type Dimension } from '../../sim/core/units.js';

/** A number in SI units, or a text with a unit (`"460 GB/s"`), which `parseQuantity` reads. */
export function quantity(dimension: Dimension, options: TSchemaOptions & { readonly description: string }): TUnion<[TNumber, TString]> {
  return Type.Union([
    Type.Number({ exclusiveMinimum: 0, description: `${options.description}, in ${siUnit[dimension]}` }),
    Type.String({ minLength: 1, maxLength: 80, description: `${options.description}, with its unit` }),
  ], { ...options, description: `${options.description}: a text with a unit, or a number in ${siUnit[dimension]}` });
}
