import type { FunctionUnit } from '../../../sim/numerics/function-units/index.js';
import { isIdentifier } from '../identifier.js';
import { verilog } from './rtl/verilog.js';
import { unitModule } from './unit-module.js';

/** The Verilog that units and vector units are made of, by file name. */
export const unitParts: Readonly<Record<string, string>> = verilog;

/** Units by the names of their modules, with every module that they are made of, in the order of their file names. Throws a RangeError for a name that is none. */
export function unitSources(units: Readonly<Record<string, FunctionUnit>>, ...tops: readonly string[]): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const [name, unit] of Object.entries(units)) {
    if (!isIdentifier(name) || Object.hasOwn(unitParts, `${name}.v`)) throw new RangeError(`a unit cannot be named "${name}"`);
    files[`${name}.v`] = unitModule(unit, name);
  }
  return withParts(files, ...tops);
}

/** Sources together with the parts in `tops`, those that any of them names, and those that these name, in the order of their file names. */
export function withParts(sources: Readonly<Record<string, string>>, ...tops: readonly string[]): Readonly<Record<string, string>> {
  const all: Record<string, string> = { ...sources };
  for (const top of tops) all[`${top}.v`] = partNamed(top);
  for (let before = -1; before < Object.keys(all).length;) {
    before = Object.keys(all).length;
    for (const file of Object.keys(unitParts)) {
      const module = new RegExp(`^ *${file.replace(/\.v$/, '')}\\b`, 'm');
      if (!Object.hasOwn(all, file) && Object.values(all).some((text) => module.test(text))) all[file] = partNamed(file.replace(/\.v$/, ''));
    }
  }
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function partNamed(module: string): string {
  const text = unitParts[`${module}.v`];
  if (text === undefined) throw new RangeError(`there is no module ${module}`);
  return text;
}
