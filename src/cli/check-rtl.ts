import { InputError } from '../sim/core/diagnostics.js';
import { notModelled } from '../sim/core/estimate.js';
import type { RtlDesign, RtlResources } from '../rtl-export/kit/design.js';
import type { ReadExport } from '../rtl-export/kit/read-export.js';
import type { Finding } from '../rtl-export/runners/check-design.js';
import { text, type Command } from './command.js';
import { noTopModule, noVerilog } from './diagnostics.js';
import { exitCodes, type ExitCode } from './exit.js';
import type { Terminal } from './terminal.js';

/** `archsim check-rtl DIR` */
export const checkRtlCommand: Command = {
  positionals: { folder: { describe: 'a folder that export-rtl wrote; with --against, any folder of Verilog files', type: 'string' } },
  options: {
    against: { describe: 'judge the Verilog of the folder by the functional and cycle model of this experiment', type: 'string', group: 'Checks:' },
    top: { describe: 'with --against: the module to judge (default: the core of the experiment\'s family)', type: 'string', group: 'Checks:' },
    synth: { describe: 'synthesise it with Yosys and compare with the resources of the manifest', type: 'boolean', group: 'Checks:' },
    json: { describe: 'print one JSON document', type: 'boolean', group: 'Output:' },
  },
  examples: [
    ['check-rtl flightllm-tile', 'elaborate, simulate and lint an exported folder'],
    ['check-rtl my-rtl --against flightllm.json --top my_tile', 'play the beats of the model on Verilog of your own'],
  ],
  run: async (args, terminal) => {
    const folder = text(args['folder'])!;
    const options = { check: true, synth: args['synth'] === true, json: args['json'] === true };
    const against = text(args['against']);
    return against === undefined ? checkExport(folder, options, terminal) : checkForeign(folder, against, text(args['top']), options, terminal);
  },
};

export interface CheckOptions {
  readonly check: boolean;
  readonly synth: boolean;
  readonly json: boolean;
}

/** Checks an exported folder and prints what was found. */
export async function checkExport(folder: string, { check, synth, json }: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const { readFolder } = await import('./read-folder.js');
  const { readExport } = await import('../rtl-export/kit/read-export.js');
  const exported = readExport(readFolder(folder));
  const { manifest, design } = exported;
  const findings: Finding[] = [];
  if (check) {
    const { checkModule, checkWithTools } = await import('../rtl-export/runners/check-design.js');
    findings.push(...await checkModule({ sources: design.sources, top: manifest.top }, design), ...await checkWithTools(folder, manifest.top));
  }
  if (synth) findings.push(...await synthesisOf(design, manifest.top));
  return show(folder, findings, json, terminal, exported);
}

/** Plays the runs of an experiment's design on Verilog that came from elsewhere. */
async function checkForeign(folder: string, experiment: string, top: string | undefined, { synth, json }: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const { readFolder } = await import('./read-folder.js');
  const { checkModule } = await import('../rtl-export/runners/check-design.js');
  const { rtlExperiment } = await import('./rtl-design.js');
  const { openFile } = await import('./open-file.js');
  const design = (await rtlExperiment(experiment, { open: openFile })).design();
  const { sources, benches } = foreignSources(readFolder(folder));
  if (Object.keys(sources).length === 0) throw new InputError([noVerilog(folder)]);
  if (benches.length > 0) terminal.note(`left out as testbenches: ${benches.slice(0, 5).join(', ')}${benches.length > 5 ? ', …' : ''}`);
  const name = top ?? design.core;
  const modules = Object.values(sources).flatMap((source) => [...source.matchAll(/^\s*module\s+(\w+)/gm)].map(([, module]) => module!));
  if (!modules.includes(name)) throw new InputError([noTopModule(name, modules)]);
  // The core's own parameters are those of the experiment; another module has to be right as it stands.
  const parameters = name === design.core ? Object.fromEntries(design.parameters.map((p) => [p.name, p.value])) : {};
  const findings = [...await checkModule({ sources, top: name, parameters }, design)];
  if (synth) findings.push(...await synthesisOf({ ...design, sources, resources: unknownResources }, name, parameters));
  return show(folder, findings, json, terminal);
}

const unknown = notModelled('somebody else\'s architecture');
/** What Verilog of somebody else should take of a device: nothing that the model of ours says. */
const unknownResources: RtlResources = { dsp: unknown, bram36: unknown, uram: unknown, lut: unknown, ff: unknown };

/** Verilog of a folder of somebody's own, by a plain name, with what it includes; and the paths of its testbenches, which are left out. */
function foreignSources(files: ReadonlyMap<string, string>): { readonly sources: Readonly<Record<string, string>>; readonly benches: readonly string[] } {
  const isBench = (path: string): boolean => /(^|\/)(sim|tb|tests?|bench)\//.test(path) || /(^|[/_])(tb|testbench)(_\w*)?\.v$/.test(path);
  const all = [...files].filter(([path]) => /\.(v|vh|svh|hex|mem)$/.test(path));
  // Included files are found by the name that the source gives them.
  const name = (path: string): string => (path.endsWith('.v') ? path.replaceAll('/', '_') : path.slice(path.lastIndexOf('/') + 1));
  return {
    sources: Object.fromEntries(all.filter(([path]) => !isBench(path)).map(([path, source]) => [name(path), source])),
    benches: all.flatMap(([path]) => (isBench(path) ? [path] : [])),
  };
}

async function synthesisOf(design: RtlDesign, top: string, parameters: Readonly<Record<string, number>> = {}): Promise<readonly Finding[]> {
  const { compareSynthesis } = await import('../rtl-export/runners/compare-synthesis.js');
  return compareSynthesis({ sources: design.sources, top, parameters }, design.resources);
}

async function show(folder: string, findings: readonly Finding[], json: boolean, terminal: Terminal, exported?: ReadExport): Promise<ExitCode> {
  const changed = exported?.changed ?? [];
  const failed = findings.some((finding) => finding.outcome === 'failed');
  if (json) {
    terminal.print(JSON.stringify({ folder, ok: !failed, findings, changed, ...(exported === undefined ? {} : { manifest: exported.manifest }) }));
  } else if (findings.length > 0) {
    const { findingsTable } = await import('../reports/text/findings-table.js');
    terminal.print(findingsTable(findings, terminal));
  }
  if (changed.length > 0) terminal.note(`changed since the export: ${changed.slice(0, 10).join(', ')}${changed.length > 10 ? ', …' : ''}`);
  return failed ? exitCodes.missed : exitCodes.done;
}
