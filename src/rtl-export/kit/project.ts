import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { constraintsSource, periodNs } from './constraints.js';
import { checkDesign } from './design-check.js';
import type { RtlDesign } from './design.js';
import { nameTaken, unsafePart, unusableClock } from './diagnostics.js';
import { fileList } from './filelist.js';
import { identifierOf } from './identifier.js';
import { manifestOf, manifestText } from './manifest.js';
import { readmeText } from './readme.js';
import { withSharedSources } from './shared-sources.js';
import { vivadoScripts } from './tcl.js';
import { benchSources, testbenchFiles } from './testbench.js';
import { wrapperSource } from './wrapper.js';

/** What an export is called and for what it is built. */
export interface ExportOptions {
  /** Any name; files and modules take the identifier that `identifierOf` makes of it. */
  readonly name: string;
  /** Vivado's name of the part, or null where none is known. */
  readonly part: string | null;
  /** The device's name for the reader, or null. */
  readonly deviceName: string | null;
  readonly clockHz: number;
  /** Version of archsim. */
  readonly version: string;
}

/** The modules of an export by the names they take from its own. */
export function moduleNames(name: string): { readonly name: string; readonly top: string; readonly testbench: string; readonly small: string } {
  const identifier = identifierOf(name);
  return { name: identifier, top: `${identifier}_top`, testbench: `tb_${identifier}`, small: `${identifier}_small` };
}

/**
 * Everything that is exported of a design, text by path: `rtl/` with the core, the shared modules it needs and the wrapper, `sim/` with the
 * self-checking testbench, its beats, and the wrapper of the smaller core where one is simulated in place of the whole, `constraints/`, `scripts/` for Vivado, `filelist.f`, `README.md` and, last, `manifest.json`.
 * Same design and options, same texts. Throws an InputError (`rtl/...`) for options that cannot be built, a RangeError for a design that
 * breaks the rules of `design.ts`.
 */
export function exportProject(design: RtlDesign, options: ExportOptions): ReadonlyMap<string, string> {
  checkDesign(design);
  const { part, deviceName: device, clockHz, version } = options;
  const { name, top, testbench, small } = moduleNames(options.name);
  const exported: RtlDesign = { ...design, ...design.whole };
  const simulated = design.whole === undefined ? top : small;
  const sources = withSharedSources(design.sources);
  checkOptions(options, [...new Set([top, testbench, simulated])], [...Object.keys(sources), ...Object.keys(benchSources)]);

  const period = periodNs(clockHz);
  const rtl = [...Object.keys(sources), `${top}.v`].map((file) => `rtl/${file}`);
  const constraints = `constraints/${name}_ooc.xdc`;
  const files = new Map([
    ...Object.entries(sources).map(([file, text]): [string, string] => [`rtl/${file}`, text]),
    [`rtl/${top}.v`, wrapperSource(exported, top, version)],
    ...testbenchFiles(design, name, simulated, version),
    ...(simulated === top ? [] : [[`sim/${simulated}.v`, wrapperSource(design, simulated, version)] as const]),
    [constraints, constraintsSource(top, clockHz, version)],
    ...vivadoScripts({ name, top, summary: exported.summary, part, periodNs: period, sources: rtl, constraints, version }),
    ['filelist.f', fileList(rtl)],
  ]);
  const facts = { name, top, testbench, simulated, part, device, clockHz, periodNs: period, version };
  files.set('README.md', readmeText(design, manifestOf(design, facts, files)));
  files.set('manifest.json', manifestText(manifestOf(design, facts, files)));
  return files;
}

function checkOptions({ name, part, clockHz }: ExportOptions, made: readonly string[], files: readonly string[]): void {
  const problems: Problem[] = [];
  const modules = new Set(files.map((file) => file.replace(/\.v$/, '').toLowerCase()));
  for (const module of made) if (modules.has(module.toLowerCase())) problems.push(nameTaken(name, module));
  if (part !== null && !/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(part)) problems.push(unsafePart(part));
  if (!(clockHz >= 1 && clockHz <= 1e12)) problems.push(unusableClock(clockHz));
  if (problems.length > 0) throw new InputError(problems);
}
