import { verilog } from './rtl/verilog.js';

/** Modules that the cores of several families instantiate, by file name. */
export const sharedSources: Readonly<Record<string, string>> = verilog;

/** A family's sources together with the shared modules that they name and do not bring along, in the order of their file names. */
export function withSharedSources(sources: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const all = { ...sources };
  for (const [file, text] of Object.entries(sharedSources)) {
    const module = file.replace(/\.v$/, '');
    const named = Object.values(sources).some((source) => new RegExp(`\\b${module}\\b`).test(source));
    if (Object.hasOwn(sources, file) && sources[file] !== text) throw new RangeError(`a family's source ${file} differs from the shared module of that name`);
    if (named) all[file] = text;
  }
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}
