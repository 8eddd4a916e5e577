import type { Estimate, NotModelled } from '../../sim/core/estimate.js';
import { beatBits, type RtlDesign, type WholeDesign } from './design.js';
import type { EngineManifest } from './engine/engine-manifest.js';
import { fileDigest } from './file-digest.js';
import { fieldPlaces, portPrefix, vectorCount } from './ports.js';

/** What an exported folder is and what is expected of it: the content of `manifest.json`. */
export interface Manifest {
  readonly schemaVersion: 1;
  readonly kind: 'rtl-export';
  /** An identifier: the stem of the file names. */
  readonly name: string;
  readonly archsimVersion: string;
  readonly summary: string;
  readonly core: string;
  readonly top: string;
  readonly testbench: string;
  /** Vivado's name of the part; null where none is known. */
  readonly part: string | null;
  readonly device: string | null;
  readonly clock: { readonly port: 'aclk'; readonly hz: number; readonly periodNs: number };
  readonly reset: { readonly port: 'aresetn'; readonly active: 'low'; readonly synchronous: true };
  readonly parameters: readonly { readonly name: string; readonly value: number; readonly meaning: string }[];
  readonly streams: readonly ManifestStream[];
  /** The smaller core that the testbench plays the runs on; absent where it is the top. */
  readonly simulated?: Pick<Manifest, 'top' | 'parameters' | 'streams' | 'resources'>;
  /** How the problem of the runs was reduced from that of the experiment. */
  readonly reduction: string;
  /** Rising edges of aclk from the one that takes the first input beat to the one that takes the last output beat, both counted. */
  readonly runs: readonly { readonly label: string; readonly cycles: number; readonly beats: Readonly<Record<string, number>> }[];
  /** Output beats of all runs together: what one pass over the runs compares. */
  readonly vectors: number;
  readonly resources: Readonly<Record<keyof typeof tolerances, ManifestResource>>;
  /** SHA-256 of every other file, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The engine around the core, where the folder has one. */
  readonly engine?: EngineManifest;
}

export interface ManifestStream {
  readonly name: string;
  readonly direction: 'in' | 'out';
  /** The ports are `<ports>_tdata`, `_tvalid`, `_tready` and `_tlast`. */
  readonly ports: string;
  readonly tdataBits: number;
  /** A field of several numbers has `count` of `bits` each, the first in its lowest bits. */
  readonly fields: readonly { readonly name: string; readonly bits: number; readonly count: number; readonly low: number; readonly high: number; readonly meaning: string }[];
}

/** `tolerance` is the relative difference up to which a synthesis agrees: 0 where blocks are counted exactly. */
export type ManifestResource = (Estimate & { readonly tolerance: number }) | NotModelled;

/** Blocks are counted exactly; lookup tables and registers are known within a quarter, as one synthesis differs from another. */
const tolerances = { dsp: 0, bram36: 0, uram: 0, lut: 0.25, ff: 0.25 } as const;

/** What the manifest says beyond the design. */
export interface ManifestFacts {
  readonly name: string;
  readonly top: string;
  readonly testbench: string;
  /** The module that the testbench plays: the top, or a smaller one. */
  readonly simulated: string;
  readonly part: string | null;
  readonly device: string | null;
  readonly clockHz: number;
  readonly periodNs: string;
  readonly version: string;
}

/** The manifest of a design whose other files are these, by path. */
export function manifestOf(design: RtlDesign, facts: ManifestFacts, files: ReadonlyMap<string, string>): Manifest {
  const exported = design.whole ?? design;
  return {
    schemaVersion: 1,
    kind: 'rtl-export',
    name: facts.name,
    archsimVersion: facts.version,
    summary: exported.summary,
    core: design.core,
    top: facts.top,
    testbench: facts.testbench,
    part: facts.part,
    device: facts.device,
    clock: { port: 'aclk', hz: facts.clockHz, periodNs: Number(facts.periodNs) },
    reset: { port: 'aresetn', active: 'low', synchronous: true },
    ...shapeOf(exported),
    ...(design.whole === undefined ? {} : { simulated: { top: facts.simulated, ...shapeOf(design) } }),
    reduction: design.reduction,
    runs: design.runs.map(({ label, cycles, beats }) => ({ label, cycles, beats: Object.fromEntries(Object.entries(beats).map(([stream, list]) => [stream, list.length])) })),
    vectors: vectorCount(design),
    files: Object.fromEntries([...files].map(([path, text]) => [path, fileDigest(text)])),
  };
}

/** Parameters, streams and resources of a core. */
function shapeOf(design: WholeDesign): Pick<Manifest, 'parameters' | 'streams' | 'resources'> {
  const resource = (kind: keyof typeof tolerances): ManifestResource => {
    const known = design.resources[kind];
    return known.value === null ? { value: null, reason: known.reason } : { ...known, tolerance: tolerances[kind] };
  };
  return {
    parameters: design.parameters.map(({ name, value, meaning }) => ({ name, value, meaning })),
    streams: design.streams.map((stream) => ({
      name: stream.name, direction: stream.direction, ports: portPrefix(stream), tdataBits: beatBits(stream), fields: fieldPlaces(stream),
    })),
    resources: { dsp: resource('dsp'), bram36: resource('bram36'), uram: resource('uram'), lut: resource('lut'), ff: resource('ff') },
  };
}

/** The text of `manifest.json`. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
