import { aladdin40 } from './aladdin.js';
import { joinedLibrary, libraryOf, type ComponentLibrary, type CostTable } from './component-library.js';
import { horowitz45 } from './horowitz.js';
import { nangate45 } from './nangate.js';
import type { Technology } from './technology.js';
import { usystolic32 } from './usystolic.js';

const tables = { 'aladdin-40': aladdin40, 'horowitz-45': horowitz45, 'usystolic-32': usystolic32, 'nangate-45': nangate45 } satisfies Readonly<Record<string, CostTable>>;

export type LibraryName = keyof typeof tables;

/** One source for both, or one for areas and one for energies. */
export type LibraryChoice = LibraryName | { readonly area: LibraryName; readonly energy: LibraryName };

export const libraryNames = Object.keys(tables) as readonly LibraryName[];

/**
 * The components of a source, scaled to a technology; in the source's own where none is given (that of the areas, where there are two).
 * A RangeError for Horowitz beside Aladdin: their energies differ by 2 to 4 times.
 */
export function library(choice: LibraryChoice, technology?: Technology): ComponentLibrary {
  if (typeof choice === 'string') return libraryOf(tables[choice], technology);
  const { area, energy } = choice;
  if ((area === 'aladdin-40' && energy === 'horowitz-45') || (area === 'horowitz-45' && energy === 'aladdin-40')) {
    throw new RangeError('components of Horowitz and of Aladdin do not mix: their energies differ by 2 to 4 times');
  }
  const target = technology ?? { nodeNm: tables[area].technology.nodeNm };
  return joinedLibrary(libraryOf(tables[area], target), libraryOf(tables[energy], target));
}
