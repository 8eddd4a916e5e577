import type { FunctionUnit, RmsNormUnit, SoftmaxUnit } from '../../../sim/numerics/function-units/index.js';
import type { RtlDesign, RtlParameter, RtlStream } from '../design.js';
import { isIdentifier } from '../identifier.js';
import { withSharedSources } from '../shared-sources.js';
import { rmsNormDesign, siluDesign, softmaxDesign, withParts, type MemoryStyle } from '../units/index.js';
import { codeStream, dequantizerFault, groupStream, weightField, type Dequantizer } from './dequantizer.js';
import { engineTop } from './engine-top.js';
import { verilog } from './rtl/verilog.js';

/**
 * Where the results of a tile stand in the beats of `out`: a beat has `featureLanes` x `tokenLanes` of them, and the beats of a tile are those of further tokens
 * or of further features.
 */
export interface ResultLayout {
  readonly featureLanes: number;
  readonly tokenLanes: number;
  readonly beatsAre: 'tokens' | 'features';
  /** Beats of a tile for its features: 1 where they are those of tokens. */
  readonly featureBeats: number;
  /** Whose results stand together in a beat; default: those of a feature. */
  readonly together?: 'feature' | 'token';
}

/** A core as the engine takes it: a family's design with the streams `act`, `wgt` and `out` and perhaps a further one, and what the beats of `out` are. */
export interface EngineCore {
  readonly design: Pick<RtlDesign, 'core' | 'summary' | 'sources' | 'parameters' | 'streams' | 'resources'>;
  readonly layout: ResultLayout;
  /** What its stream of weights is called; default `wgt`. */
  readonly weightStream?: string;
  /** What it takes beside activations and weights; absent where that is all. */
  readonly further?: FurtherStream;
  /**
   * Columns of its weights, those of a column together, where these are signed whole numbers and the first field of their stream, and a tile has as many
   * features: a dequantiser may stand before it.
   */
  readonly weightColumns?: number;
  /** Whether its results are no whole numbers, so that they can only leave as they are. */
  readonly rawOnly?: boolean;
}

/** A stream of operands beside activations and weights: so many beats for each tile, as those of scales, or so many before the first one, as those of a codebook. */
export interface FurtherStream {
  readonly name: string;
  readonly per: 'tile' | 'job';
}

/** How large an engine is, and what it has beside its core. */
export interface EngineOptions {
  /** An identifier: the name of the top module. */
  readonly name: string;
  /** Beats of activations of a tile of tokens, at most, 2 to 65535. */
  readonly activationDepth: number;
  /** Beats of weights that wait for the core, from 2 on: what a bus brings while the core takes none. They may come before the job starts. */
  readonly weightDepth: number;
  /** Beats of results of a tile of tokens, at most, 2 to 65535. */
  readonly resultDepth: number;
  readonly style: MemoryStyle;
  /** Units of 8 bits in and out; null where the engine has none. */
  readonly softmax: SoftmaxUnit | null;
  readonly rmsNorm: RmsNormUnit | null;
  readonly silu: FunctionUnit | null;
  /** Absent where weights come from `s_axis_wgt` alone. */
  readonly reader?: WeightReader;
  /** Absent where weights come as the core takes them. */
  readonly dequantizer?: Dequantizer;
}

/** A reader of weights from memory over AXI4. */
export interface WeightReader {
  /** Of a word of the bus: a power of two, 8 to 1024. */
  readonly dataBits: number;
  /** Words of a burst: a power of two, 2 to 256, of up to 4096 bytes. */
  readonly burst: number;
  /** Words that may be under way or wait, a burst or more. */
  readonly depth: number;
}

/** An engine: its sources, and what is needed to instantiate and drive it. */
export interface Engine extends EngineOptions {
  readonly core: EngineCore;
  readonly streams: CoreStreams;
  /** Bits of a sum of the core. */
  readonly sumBits: number;
  /** Bits of an element of `m_axis_out`, padded to whole bytes. */
  readonly elementBits: number;
  readonly units: readonly VectorUnit[];
  /** The Verilog of all modules, by file name; the top module is `<name>.v`. */
  readonly sources: Readonly<Record<string, string>>;
}

/** What the top module is made from. */
export type EngineParts = Omit<Engine, 'sources'>;

/** The streams of an engine and its core, by their names. */
export interface CoreStreams {
  readonly act: RtlStream;
  /** As it comes into the engine: with codes where there is a dequantiser. */
  readonly wgt: RtlStream;
  /** As the core takes it. */
  readonly coreWgt: RtlStream;
  readonly out: RtlStream;
  /** That of the core, or of the groups of a dequantiser. */
  readonly further: RtlStream | null;
}

/** A vector unit in the engine: its number in the field VECTOR, and its Verilog. */
export interface VectorUnit {
  readonly index: 1 | 2 | 3;
  readonly core: string;
  readonly parameters: readonly RtlParameter[];
  readonly resources: RtlDesign['resources'];
}

/** An engine around a core. Throws a RangeError where the core lacks a stream, or a part does not fit. */
export function engineOf(core: EngineCore, options: EngineOptions): Engine {
  const streams = withCodes(core, coreStreams(core), options.dequantizer);
  checkOptions(options);
  const [field, ...others] = streams.out.fields;
  const { featureLanes, tokenLanes } = core.layout;
  if (field === undefined || others.length > 0 || field.count !== featureLanes * tokenLanes) {
    throw new RangeError(`beats of ${featureLanes} x ${tokenLanes} results of one width are expected of ${core.design.core}`);
  }
  const units = unitsOf(options);
  const engine = {
    ...options, core, streams, sumBits: field.bits, elementBits: 8 * Math.ceil(Math.max(8, field.bits) / 8),
    units: units.map(({ index, design: { core: name, parameters, resources } }) => ({ index, core: name, parameters, resources })),
  };
  const parts = [{ ...verilog }, core.design.sources, ...units.map(({ design }) => design.sources), withParts({}, 'archsim_ping_pong', 'archsim_memory')];
  const sources: Record<string, string> = { [`${options.name}.v`]: engineTop(engine) };
  for (const [file, text] of parts.flatMap((part) => Object.entries(part))) {
    if (Object.hasOwn(sources, file) && sources[file] !== text) throw new RangeError(`two modules of the engine are called ${file}`);
    sources[file] = text;
  }
  return { ...engine, sources: withSharedSources(sources) };
}

function coreStreams({ design, weightStream = 'wgt', further }: EngineCore): CoreStreams {
  const named = (name: string, direction: RtlStream['direction']): RtlStream => {
    const stream = design.streams.find((one) => one.name === name && one.direction === direction);
    if (stream === undefined) throw new RangeError(`${design.core} has no stream ${name} ${direction}`);
    return stream;
  };
  const names = ['act', weightStream, ...(further === undefined ? [] : [further.name]), 'out'];
  if (design.streams.length !== names.length) throw new RangeError(`${design.core} has ${design.streams.length} streams; an engine serves ${names.join(', ')}`);
  if (further !== undefined && (ownStreams.includes(further.name) || !isIdentifier(further.name))) throw new RangeError(`a further stream cannot be called ${further.name}`);
  const wgt = named(weightStream, 'in');
  return { act: named('act', 'in'), wgt, coreWgt: wgt, out: named('out', 'out'), further: further === undefined ? null : named(further.name, 'in') };
}

/** The streams with codes in the place of weights. */
function withCodes({ design, weightColumns: columns, further }: EngineCore, streams: CoreStreams, dequantizer: Dequantizer | undefined): CoreStreams {
  if (dequantizer === undefined) return streams;
  if (columns === undefined || further !== undefined) throw new RangeError(`no dequantiser stands before ${design.core}`);
  const { weights } = weightField(streams.coreWgt);
  const fault = weights.count % columns === 0 ? dequantizerFault(dequantizer, weights.bits) : `${columns} columns of ${weights.count} weights`;
  if (fault !== null) throw new RangeError(`no such dequantiser: ${fault}`);
  return { ...streams, wgt: codeStream(streams.coreWgt, dequantizer), further: groupStream(dequantizer, columns) };
}

/** Streams that every engine has. */
const ownStreams: readonly string[] = ['act', 'wgt', 'elt', 'out'];

function checkOptions({ name, activationDepth, weightDepth, resultDepth, softmax, rmsNorm, silu, reader }: EngineOptions): void {
  if (reader !== undefined) checkReader(reader);
  if (!isIdentifier(name)) throw new RangeError(`a module cannot be called "${name}"`);
  for (const depth of [activationDepth, weightDepth, resultDepth]) {
    if (!Number.isInteger(depth) || depth < 2 || depth > 65535) throw new RangeError(`buffers have 2 to 65535 beats, not ${depth}`);
  }
  const widths = [
    ...(softmax === null ? [] : [softmax.inputBits, softmax.outputBits]), ...(rmsNorm === null ? [] : [rmsNorm.inputBits, rmsNorm.outputBits]),
    ...(silu === null ? [] : [silu.format.inputBits, silu.format.outputBits]),
  ];
  if (widths.some((bits) => bits !== 8)) throw new RangeError('vector units of an engine have 8 bits in and out');
}

function unitsOf({ softmax, rmsNorm, silu, style }: EngineOptions): readonly { readonly index: 1 | 2 | 3; readonly design: RtlDesign }[] {
  return [
    ...(softmax === null ? [] : [{ index: 1 as const, design: softmaxDesign(softmax, style) }]),
    ...(rmsNorm === null ? [] : [{ index: 2 as const, design: rmsNormDesign(rmsNorm, style) }]),
    ...(silu === null ? [] : [{ index: 3 as const, design: siluDesign(silu, 1) }]),
  ];
}

function checkReader({ dataBits, burst, depth }: WeightReader): void {
  const isPower = (x: number, least: number, most: number): boolean => x >= least && x <= most && Number.isInteger(Math.log2(x));
  if (!isPower(dataBits, 8, 1024)) throw new RangeError(`words of memory have 8 to 1024 bits, a power of two, not ${dataBits}`);
  if (!isPower(burst, 2, 256) || burst * dataBits > 8 * 4096) {
    throw new RangeError(`bursts have 2 to 256 words, a power of two, and 4096 bytes at most, not ${burst} words of ${dataBits} bits`);
  }
  if (!Number.isInteger(depth) || depth < burst) throw new RangeError(`a reader holds a burst of ${burst} words or more, not ${depth}`);
}
