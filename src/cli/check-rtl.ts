import { InputError, reject } from '../sim/core/diagnostics.js';
import { quote } from '../sim/core/quote.js';
import { notModelled } from '../sim/core/estimate.js';
import type { RtlDesign, RtlResources } from '../rtl-export/kit/design.js';
import type { ReadExport } from '../rtl-export/kit/read-export.js';
import type { Manifest } from '../rtl-export/kit/manifest.js';
import type { CheckModuleOptions, Finding, ToolCheck } from '../rtl-export/runners/check-design.js';
import type { VerilogTop } from '../rtl-export/runners/verilog-top.js';
import type { TextFiles } from '../rtl-export/runners/yosys.js';
import { text, type Command } from './command.js';
import { noTopModule, noVerilog } from './diagnostics.js';
import { exitCodes, type ExitCode } from './exit.js';
import type { Checked } from './rtl-check-file.js';
import type { Terminal } from './terminal.js';

/** `archsim check-rtl DIR` */
export const checkRtlCommand: Command = {
  positionals: { folder: { describe: 'a folder that export-rtl wrote, which keeps what is found in archsim-check.json; with --against, any folder of Verilog files', type: 'string' } },
  options: {
    against: { describe: 'judge the Verilog of the folder by the functional and cycle model of this experiment', type: 'string', group: 'Checks:' },
    top: { describe: 'with --against: the module to judge (default: the core of the experiment\'s family)', type: 'string', group: 'Checks:' },
    'trace-signals': { describe: 'with --against: on a miss, compare internal signals with ours, whatever the module is called', type: 'boolean', group: 'Checks:' },
    'time-limit': { describe: 'seconds that Yosys and the simulation may take each', type: 'number', default: 300, group: 'Checks:' },
    synth: { describe: 'synthesise it with Yosys and compare with the resources of the manifest', type: 'boolean', group: 'Checks:' },
    json: { describe: 'print one JSON document', type: 'boolean', group: 'Output:' },
  },
  examples: [
    ['check-rtl flightllm-tile', 'elaborate, simulate and lint an exported folder'],
    ['check-rtl my-rtl --against flightllm.json --top my_tile', 'play the beats of the model on Verilog of your own'],
  ],
  run: async (args, terminal) => {
    const folder = text(args['folder'])!;
    const options = { check: true, synth: args['synth'] === true, json: args['json'] === true, timeLimitMs: timeLimitOf(args['time-limit']) };
    const experiment = text(args['against']);
    if (experiment === undefined) return checkExport(folder, options, terminal);
    return checkForeign(folder, { experiment, top: text(args['top']), traceSignals: args['trace-signals'] === true }, options, terminal);
  },
};

export interface CheckOptions {
  readonly check: boolean;
  readonly synth: boolean;
  readonly json: boolean;
  /** Of each run of Yosys and of the simulation. */
  readonly timeLimitMs?: number;
}

function timeLimitOf(given: unknown): number {
  const seconds = Number(given);
  if (seconds > 0 && seconds <= longestSeconds) return seconds * 1000;
  return reject('usage/wrong-time-limit', `--time-limit must be a number of seconds up to ${longestSeconds}, got ${quote(String(given))}`, { remedy: 'write for example --time-limit 600' });
}

const longestSeconds = 86_400;

/** Checks an exported folder and prints what was found. */
export async function checkExport(folder: string, { check, synth, json, timeLimitMs }: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const { readFolder } = await import('./read-folder.js');
  const { readExport } = await import('../rtl-export/kit/read-export.js');
  const files = readFolder(folder);
  const exported = readExport(files);
  const { manifest, design } = exported;
  const tests: Finding[] = [];
  if (check) {
    const { checkEngine, checkModule, checkWhole, checkWithTools } = await import('../rtl-export/runners/check-design.js');
    const limit = timeLimitMs === undefined ? {} : { timeLimitMs };
    // The tools are processes of their own, and run beside the netlist simulation.
    const [ours, ofTools] = await Promise.all([
      checkModule({ sources: design.sources, top: design.core }, design, { shrink: true, ...limit }),
      checkWithTools(folder, { ...linted(manifest), testbench: manifest.testbench }, limit),
    ]);
    tests.push(...ours, ...ofTools);
    if (manifest.simulated !== undefined) tests.push(await checkWhole({ sources: design.sources, top: manifest.top }, limit));
    if (manifest.engine !== undefined) tests.push(await checkEngine(folder, manifest.engine.testbench, limit));
  }
  const synthesis = synth ? await synthesisOf(design, design.core) : [];
  if (check || synth) await keep(folder, { files, manifest, resources: design.resources, tests: check ? tests : null, synthesis: synth ? synthesis : null }, terminal);
  return show(folder, [...tests, ...synthesis], json, terminal, design, exported);
}

/** Leaves what was found in the folder, for its page. A folder that cannot be written is checked all the same. */
async function keep(folder: string, checked: Checked, terminal: Terminal): Promise<void> {
  const { keepCheck } = await import('./rtl-check-file.js');
  try {
    keepCheck(folder, checked);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    terminal.note(`what was found is not kept: ${error.problems.map(({ message }) => message).join('; ')}`);
  }
}

/** The top, or the core at the size that is simulated. */
function linted({ top, core, simulated }: Manifest): Pick<ToolCheck, 'top' | 'parameters'> {
  return simulated === undefined ? { top, parameters: {} } : { top: core, parameters: Object.fromEntries(simulated.parameters.map(({ name, value }) => [name, value])) };
}

interface Judging {
  readonly experiment: string;
  readonly top: string | undefined;
  readonly traceSignals: boolean;
}

/** Plays the runs of an experiment's design on Verilog that came from elsewhere, through an adapter where the folder says how its ports are called. */
async function checkForeign(folder: string, { experiment, top, traceSignals }: Judging, { synth, json, timeLimitMs }: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const { readFolder } = await import('./read-folder.js');
  const { checkModule } = await import('../rtl-export/runners/check-design.js');
  const { rtlExperiment } = await import('./rtl-design.js');
  const { openFile } = await import('./open-file.js');
  const { portMapFile } = await import('../rtl-export/kit/port-map.js');
  const design = (await rtlExperiment(experiment, { open: openFile })).design();
  const files = readFolder(folder);
  const { sources, benches } = foreignSources(files);
  if (Object.keys(sources).length === 0) throw new InputError([noVerilog(folder)]);
  if (benches.length > 0) terminal.note(`left out as testbenches: ${benches.slice(0, 5).join(', ')}${benches.length > 5 ? ', …' : ''}`);
  const portMap = files.get(portMapFile);
  const judged = portMap === undefined ? asItIs(design, sources, top) : await adapted(design, sources, portMap, top);
  const findings = [...await checkModule(judged.module, design, {
    shrink: true, ...judged.options, traceSignals: portMap === undefined && (traceSignals || judged.module.top === design.core),
    ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
  })];
  if (synth) findings.push(...await synthesisOf({ ...design, sources: judged.module.sources, resources: unknownResources }, judged.module.top, judged.module.parameters));
  return show(folder, findings, json, terminal, design);
}

interface Judged {
  readonly module: Required<VerilogTop>;
  readonly options: Pick<CheckModuleOptions, 'unmarked' | 'anyCycles'>;
}

/** A module that has the ports of the design's core. */
function asItIs(design: RtlDesign, sources: TextFiles, top: string | undefined): Judged {
  const name = top ?? design.core;
  checkTop(sources, name);
  // The core's own parameters are those of the experiment; another module has to be right as it stands.
  const parameters = name === design.core ? Object.fromEntries(design.parameters.map((p) => [p.name, p.value])) : {};
  return { module: { sources, top: name, parameters }, options: {} };
}

/** A module with ports of its own. Its results may come earlier or later than the model says: they go through an adapter anyway. */
async function adapted(design: RtlDesign, sources: TextFiles, portMap: string, top: string | undefined): Promise<Judged> {
  const { readPortMap } = await import('../rtl-export/kit/port-map.js');
  const { adapterModule, portAdapter } = await import('../rtl-export/kit/port-adapter.js');
  const read = readPortMap(portMap, design);
  const map = { ...read, module: top ?? read.module };
  checkTop(sources, map.module);
  const unmarked = new Set(design.streams.filter(({ name, direction }) => direction === 'out' && map.streams.get(name)?.last === undefined).map(({ name }) => name));
  return { module: { sources: { ...sources, [`${adapterModule}.v`]: portAdapter(design, map) }, top: adapterModule, parameters: {} }, options: { unmarked, anyCycles: true } };
}

function checkTop(sources: TextFiles, name: string): void {
  const modules = Object.values(sources).flatMap((source) => [...source.matchAll(/^\s*module\s+(\w+)/gm)].map(([, module]) => module!));
  if (!modules.includes(name)) throw new InputError([noTopModule(name, modules)]);
}

const unknown = notModelled('somebody else\'s architecture');
/** What Verilog of somebody else should take of a device: nothing that the model of ours says. */
const unknownResources: RtlResources = { dsp: unknown, bram36: unknown, uram: unknown, lut: unknown, ff: unknown };

/** Verilog of a folder of somebody's own, by a plain name, with what it includes; and the paths of its testbenches, which are left out. */
function foreignSources(files: ReadonlyMap<string, string>): { readonly sources: TextFiles; readonly benches: readonly string[] } {
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

async function show(folder: string, findings: readonly Finding[], json: boolean, terminal: Terminal, design: RtlDesign, exported?: ReadExport): Promise<ExitCode> {
  const changed = exported?.changed ?? [];
  const failed = findings.some((finding) => finding.outcome === 'failed');
  const { missDocument, missLines } = await import('../rtl-export/runners/miss-report.js');
  if (json) {
    const documents = findings.map(({ smallest, ...finding }) => (smallest === undefined ? finding : { ...finding, smallest: missDocument(smallest, design) }));
    terminal.print(JSON.stringify({ folder, ok: !failed, findings: documents, changed, ...(exported === undefined ? {} : { manifest: exported.manifest }) }));
  } else if (findings.length > 0) {
    const { findingsTable } = await import('../reports/text/findings-table.js');
    const { printable } = await import('../reports/text/plain-text.js');
    terminal.print(findingsTable(findings, terminal));
    for (const { smallest } of findings) if (smallest !== undefined) terminal.print(missLines(smallest, design).map(printable).join('\n'));
  }
  if (changed.length > 0) terminal.note(`changed since the export: ${changed.slice(0, 10).join(', ')}${changed.length > 10 ? ', …' : ''}`);
  return failed ? exitCodes.missed : exitCodes.done;
}
