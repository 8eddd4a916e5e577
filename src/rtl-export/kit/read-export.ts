import { isRecord } from '../../sim/core/is-record.js';
import { InputError } from '../../sim/core/diagnostics.js';
import { parseDocument } from '../../sim/core/document.js';
import type { RtlDesign, RtlRun, RtlStream } from './design.js';
import { checkDesign } from './design-check.js';
import { badBeats, badManifest } from './diagnostics.js';
import { fileDigest } from './file-digest.js';
import type { Manifest } from './manifest.js';
import { goldenPath } from './testbench.js';

/** An exported folder as it was read again. */
export interface ReadExport {
  readonly manifest: Manifest;
  /** The design of the module that its testbench plays: sources, streams, and runs from the beats in `sim/golden`. */
  readonly design: RtlDesign;
  /** Files that are not what was exported, or not there any more. */
  readonly changed: readonly string[];
}

/** Reads what `exportProject` made, text by path. Throws an InputError (`rtl/bad-manifest`, `rtl/bad-beats`) for what is no such folder. */
export function readExport(files: ReadonlyMap<string, string>): ReadExport {
  const manifest = manifestIn(files);
  const played = manifest.simulated ?? manifest;
  const streams: readonly RtlStream[] = played.streams.map(({ name, direction, fields }) => ({ name, direction, fields: fields.map(({ name: field, bits, count, meaning }) => ({ name: field, bits, count, meaning })) }));
  const beats = new Map(streams.map((stream) => [stream.name, beatsByRun(files, goldenPath(stream), manifest.runs.length)]));
  const runs = manifest.runs.map(({ label, cycles }, run): RtlRun => ({ label, cycles, beats: Object.fromEntries([...beats].map(([name, byRun]) => [name, byRun[run]!])) }));
  const isSource = (path: string): boolean => /^rtl\/[^/]+\.v$/.test(path) || (manifest.simulated !== undefined && path === `sim/${played.top}.v`);
  const sources = Object.fromEntries([...files].filter(([path]) => isSource(path)).map(([path, text]) => [path.slice(path.indexOf('/') + 1), text]));
  const design: RtlDesign = {
    core: played.top, summary: manifest.summary, sources, parameters: [], streams, runs, reduction: manifest.reduction, resources: played.resources,
  };
  try {
    checkDesign(design);
  } catch (error) {
    if (error instanceof RangeError) throw new InputError([badManifest(error.message)]);
    throw error;
  }
  return { manifest, design, changed: Object.entries(manifest.files).filter(([path, digest]) => !files.has(path) || fileDigest(files.get(path)!) !== digest).map(([path]) => path) };
}

function manifestIn(files: ReadonlyMap<string, string>): Manifest {
  const text = files.get('manifest.json');
  if (text === undefined) throw new InputError([badManifest('there is no manifest.json')]);
  const { value } = parseDocument(text, 'manifest.json');
  if (!isManifest(value)) throw new InputError([badManifest('manifest.json is not one of an export')]);
  return value;
}

/** What the reading of an export relies on. */
function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value) || value['kind'] !== 'rtl-export' || value['schemaVersion'] !== 1) return false;
  const { runs, files, simulated, engine } = value;
  return isRecord(files) && isCore(value) && (engine === undefined || (isRecord(engine) && typeof engine['testbench'] === 'string'))
    && (simulated === undefined || (isRecord(simulated) && isCore(simulated)))
    && Array.isArray(runs) && runs.every((r) => isRecord(r) && typeof r['cycles'] === 'number');
}

function isCore({ top, streams, resources }: Readonly<Record<string, unknown>>): boolean {
  return typeof top === 'string' && isRecord(resources)
    && Array.isArray(streams) && streams.every((s) => isRecord(s) && typeof s['name'] === 'string' && Array.isArray(s['fields']) && s['fields'].every(isRecord));
}

/** Beats of a stream, run by run: lines of `<tlast>_<hex>`, the last beat of a run with tlast 1. */
function beatsByRun(files: ReadonlyMap<string, string>, path: string, runs: number): readonly (readonly bigint[])[] {
  const text = files.get(path);
  if (text === undefined) throw new InputError([badBeats(path, 'is not there')]);
  const byRun: bigint[][] = [[]];
  text.split('\n').map((line) => line.replace(/\/\/.*$/, '').trim()).filter((line) => line !== '').forEach((line) => {
    const match = /^([01])_([0-9a-fA-F]+)$/.exec(line);
    if (match === null) throw new InputError([badBeats(path, `has a line "${line.slice(0, 40)}"`)]);
    byRun.at(-1)!.push(BigInt(`0x${match[2]!}`));
    if (match[1] === '1') byRun.push([]);
  });
  byRun.pop();
  if (byRun.length !== runs) throw new InputError([badBeats(path, `has beats of ${byRun.length} runs, and the manifest has ${runs}`)]);
  return byRun;
}
