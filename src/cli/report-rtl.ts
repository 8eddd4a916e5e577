import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RtlDesign } from '../rtl-export/kit/design.js';
import type { Manifest } from '../rtl-export/kit/manifest.js';
import type { Simulator } from '../rtl-export/runners/simulator.js';
import type { WaveSignal } from '../reports/figures/waveform.js';
import type { PageMeta } from '../reports/page.js';
import type { RtlExport } from '../reports/page/rtl-page.js';
import { InputError } from '../sim/core/diagnostics.js';
import { isRecord } from '../sim/core/is-record.js';
import type { FabricCounts } from '../sim/model/device.js';
import { damagedDocument } from './report-diagnostics.js';
import { oneExport } from './report-rtl-diagnostics.js';
import { checkedDigest, readCheck } from './rtl-check-file.js';
import { netlistsvgRenderer, schematicOf, type SchematicRenderer } from './report-rtl-schematic.js';
import { fieldsOf, listOf, number, oneOf, orAbsent, orNull, recordOf, text, type Shape } from './report-shape.js';

export interface RtlReportOptions {
  /** Of each run of Yosys; 120 seconds unless told. */
  readonly timeLimitMs?: number;
  /** What draws the top level; the package netlistsvg unless told. */
  readonly loadRenderer?: () => Promise<SchematicRenderer | null>;
}

const usualTimeLimitMs = 120_000;
/** Cycles that are recorded at most, after those of the reset. */
const mostCycles = 96;
const resetEdges = 8;
const mostManifestBytes = 16 * 2 ** 20;

const resource: Shape = (value, pointer) => (isRecord(value) && value['value'] === null ? fieldsOf({ reason: text }) : fieldsOf({ value: number, unit: text, quality: text, source: text, tolerance: number }))(value, pointer);
const core = {
  top: text, parameters: listOf(fieldsOf({ name: text, value: number, meaning: text })), resources: fieldsOf({ dsp: resource, bram36: resource, uram: resource, lut: resource, ff: resource }),
  streams: listOf(fieldsOf({ name: text, direction: oneOf('in', 'out'), ports: text, tdataBits: number, fields: listOf(fieldsOf({ name: text, bits: number, count: number, low: number, high: number, meaning: text })) })),
};
/** What a page reads of a manifest. */
const manifestShape = fieldsOf({
  ...core, name: text, archsimVersion: text, summary: text, core: text, testbench: text, part: orNull(text), device: orNull(text), clock: fieldsOf({ hz: number, periodNs: number }), reduction: text, vectors: number,
  runs: listOf(fieldsOf({ label: text, cycles: number, beats: recordOf(number) })), files: recordOf(text), simulated: orAbsent(fieldsOf(core)),
});

/** The folder of an exported design: a folder with its manifest in it, or that of such a file; undefined for anything else. */
export function rtlFolder(name: string): string | undefined {
  const folder = basename(name) === 'manifest.json' ? dirname(name) : name;
  const path = join(folder, 'manifest.json');
  try {
    if (name === '-' || !existsSync(path) || statSync(path).size > mostManifestBytes) return undefined;
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRecord(value) && value['kind'] === 'rtl-export' ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** The page of the exported folder that is named, and whether it fits; null where none of the names is one. Throws `report/one-export` beside others, and what `readRtl` throws. */
export async function rtlReport(names: readonly string[], meta: PageMeta, options: RtlReportOptions = {}): Promise<{ readonly content: string; readonly isFine: boolean } | null> {
  const folder = names.map(rtlFolder).find((one) => one !== undefined);
  if (folder === undefined) return null;
  if (names.length > 1) throw new InputError([oneExport(names.length)]);
  const { rtlFits, rtlPage } = await import('../reports/page/rtl-page.js');
  const exported = await readRtl(folder, options);
  return { content: rtlPage(exported, meta), isFine: rtlFits(exported) };
}

/** Reads an exported folder, and simulates its core for the signals. Throws `rtl/...`, `report/damaged` and `file/...` problems; where Yosys cannot be had, the page says so. */
export async function readRtl(folder: string, { timeLimitMs = usualTimeLimitMs, loadRenderer = netlistsvgRenderer }: RtlReportOptions = {}): Promise<RtlExport> {
  const { readFolder } = await import('./read-folder.js');
  const { readExport } = await import('../rtl-export/kit/read-export.js');
  const files = readFolder(folder);
  const wrong = files.has('manifest.json') ? manifestShape(JSON.parse(files.get('manifest.json')!), '') : null;
  if (wrong !== null) throw new InputError([damagedDocument('the manifest of an export', wrong, join(folder, 'manifest.json'))]);
  const { manifest, design, changed } = readExport(files);
  return {
    manifest, changed, available: await availableOf(manifest),
    check: checkOf(folder, files, manifest),
    waveform: await dumpedWaveform(files, design, manifest.clock.port) ?? await waveformOf(design, timeLimitMs).catch((error: unknown) => {
      if (error instanceof InputError) return { reason: error.problems.map(({ message }) => message).join('; ') };
      throw error;
    }),
    schematic: await schematicOf(design, timeLimitMs, loadRenderer),
  };
}

/** What designs may take of the device of a manifest: all but the shell. */
async function availableOf({ device }: Manifest): Promise<FabricCounts | null> {
  const { devices } = await import('../sim/physical/devices/index.js');
  const fabric = devices.find(({ title }) => title === device)?.fabric ?? null;
  if (fabric === null) return null;
  const { total, shell } = fabric;
  const rest = (key: keyof FabricCounts): number | null => {
    const all = total[key];
    return all === null ? null : all - (shell?.[key] ?? 0);
  };
  return { lut: rest('lut'), ff: rest('ff'), dsp: rest('dsp'), bram36: rest('bram36'), uram: rest('uram') };
}

/** What the folder keeps of its checks, and whether these were of the files that are there now. */
function checkOf(folder: string, files: ReadonlyMap<string, string>, manifest: Manifest): RtlExport['check'] {
  const kept = readCheck(folder);
  return kept === null ? null : { ...kept, isOfTheseFiles: kept.digest === checkedDigest(files, manifest) };
}

/** The streams in a dump that somebody's simulation left in the folder; null where there is none that has them. */
async function dumpedWaveform(files: ReadonlyMap<string, string>, design: RtlDesign, clock: string): Promise<RtlExport['waveform'] | null> {
  const dumps = [...files].filter(([path]) => path.endsWith('.vcd')).sort(([a], [b]) => (a < b ? -1 : 1));
  if (dumps.length === 0) return null;
  const { portPrefix } = await import('../rtl-export/kit/ports.js');
  const { vcdExcerpt } = await import('./report-rtl-vcd.js');
  const names = design.streams.flatMap((stream) => ['tvalid', 'tready', 'tdata', 'tlast'].map((end) => `${portPrefix(stream)}_${end}`));
  const starts = design.streams.filter(({ direction }) => direction === 'in').map((stream) => `${portPrefix(stream)}_tvalid`);
  for (const [file, text] of dumps) {
    const signals = vcdExcerpt(text, { clock, names, starts, cycles: mostCycles });
    if (signals !== null) return { data: { signals }, label: '', file };
  }
  return null;
}

async function waveformOf(design: RtlDesign, timeLimitMs: number): Promise<RtlExport['waveform']> {
  const [first] = design.runs;
  if (first === undefined) return { reason: 'the export has no run.' };
  const { anyYosys } = await import('../rtl-export/runners/check-design.js');
  const { netlistOf } = await import('../rtl-export/runners/netlist-script.js');
  const { netlistSimulator } = await import('../rtl-export/runners/netlist-simulator.js');
  const simulator = netlistSimulator(await netlistOf(await anyYosys(), { sources: design.sources, top: design.core }, { timeLimitMs }), design.core);
  return { data: { signals: await recordRun(simulator, design, Math.min(first.cycles + 2, mostCycles)) }, label: first.label };
}

/** The handshakes and data of all streams, before each edge of the first run; inputs come without gaps, and outputs are always taken. */
export async function recordRun(simulator: Simulator, design: RtlDesign, cycles: number): Promise<readonly WaveSignal[]> {
  const { portPrefix } = await import('../rtl-export/kit/ports.js');
  const { createStreamPlayer } = await import('../rtl-export/runners/stream-player.js');
  const { createRng } = await import('../sim/core/rng.js');
  const widths = new Map([...simulator.inputs, ...simulator.outputs].map(({ name, width }) => [name, width]));
  const signals = design.streams.flatMap((stream) => ['tvalid', 'tready', 'tdata', 'tlast'].map((end) => `${portPrefix(stream)}_${end}`)).filter((name) => widths.has(name))
    .map((name) => ({ name, width: widths.get(name)!, values: [] as bigint[] }));
  simulator.reset();
  simulator.set('aresetn', 0);
  for (let i = 0; i < resetEdges; i++) simulator.edge();
  simulator.set('aresetn', 1);
  const recording: Simulator = {
    ...simulator,
    edge: () => {
      for (const { name, values } of signals) values.push(simulator.get(name));
      simulator.edge();
    },
  };
  createStreamPlayer(recording, { ...design, runs: design.runs.slice(0, 1) }, createRng(1)).play({ isExact: true, input: 'always', output: 'always' }, cycles);
  return signals;
}
