import { library, type ComponentLibrary, type FloatFormat, type LibraryName } from '../../sim/physical/components/index.js';

export type { ComponentLibrary };

/** Number formats that a table may hold. */
export type Operand =
  | { readonly kind: 'integer'; readonly bits: number }
  /** `mantissa` with the hidden bit. */
  | { readonly kind: 'float'; readonly name: string; readonly exponent: number; readonly mantissa: number };

/** The fields of a float, of which the hidden bit is none. */
export function floatFormat({ name, exponent, mantissa }: Operand & { readonly kind: 'float' }): FloatFormat {
  return { name, exponentBits: exponent, mantissaBits: mantissa - 1 };
}

/** The parts that cores are made of, at a node. Aladdin unless told otherwise: the one library with areas and energies of all of them. */
export function componentsAt(nodeNm: number, name: LibraryName = 'aladdin-40'): ComponentLibrary {
  return library(name, { nodeNm });
}
