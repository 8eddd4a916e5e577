import { Type, type Static } from 'typebox';
import { feedSchema } from '../../sim/engine/feed-spec.js';
import type { Driven } from '../../sim/engine/driven-memory.js';
import { shareOrDrive } from '../../sim/memory/drive-spec.js';

const count = (description: string, maximum = 65536) => Type.Integer({ minimum: 1, maximum, description });
const share = (description: string) => Type.Number({ exclusiveMinimum: 0, maximum: 1, description });
const closed = { additionalProperties: false };

const shape = (description: string) => Type.Object({
  rows: count('Tokens processed at once.', 4096),
  depth: count('Products of the reduction taken each cycle: the DSP chain.', 4096),
  columns: count('Output features processed at once.', 4096),
}, { ...closed, description });

const tile = (description: string) => Type.Object({
  rows: count('Tokens of a tile.'),
  columns: count('Output features of a tile.'),
  reduction: count('Longest run of the reduction held in one buffer slot, in elements.', 1 << 20),
}, { ...closed, description });

const buffer = (description: string) => Type.Object({
  banks: count('Banks a core.', 4096),
  words: count('Words of a bank.', 1 << 20),
  wordBytes: count('Bytes of a word.', 1024),
  primitive: Type.Union([Type.Literal('bram'), Type.Literal('uram'), Type.Literal('lutram')], { description: 'Memory that the banks are made of: block RAM, UltraRAM or look-up tables.' }),
}, { ...closed, description });

const stream = Type.Union([
  Type.Literal('on-chip'),
  Type.Object({
    channels: count('Memory channels that one core uses for it.', 256),
    access: Type.Union([Type.Literal('own-channel'), Type.Literal('cross-channel')], { description: 'Whether the core reads the channels next to it or crosses the switch.' }),
  }, closed),
], { description: 'Where a kind of data lives: on the chip, or in external memory behind so many channels a core.' });

const streams = (description: string) => Type.Object({
  weights: stream, kvCache: stream, input: stream, operands: stream, output: stream,
}, { ...closed, description });

/** Parameters of the `dsp-chain` family, as experiments give them. */
export const dspChainSchema = Type.Object({
  clock: Type.Union([Type.Number(), Type.String()], { description: 'Clock of the array, e.g. "225 MHz".' }),
  cores: count('Computing cores, usually one for each die (SLR). Work is split over output features.', 256),
  parallelEfficiency: Type.Optional(share('Share of the cores\' speed that is reached together. Default 1.')),
  matrix: shape('The array in matrix mode (prefill).'),
  vector: shape('The array in matrix-vector mode (decode).'),
  macsPerDsp: Type.Optional(Type.Integer({ minimum: 1, maximum: 4, description: 'INT8 multiply-accumulates of one DSP block. Default: 2 on DSP48E2, 3 on DSP58, 1 on DSP48E1.' })),
  sparse: Type.Optional(Type.Boolean({ description: 'Whether chains have the sparse multiplexer and skip the zeros of N:M and block-sparse weights. Default true.' })),
  tiles: Type.Object({ matrix: tile('Tile of matrix mode.'), vector: tile('Tile of matrix-vector mode.') }, closed),
  buffers: Type.Object({
    wide: buffer('Buffer A: weights in matrix-vector mode, activations in matrix mode.'),
    narrow: buffer('Buffer B: weights in matrix mode, the vector in matrix-vector mode.'),
    global: buffer('Buffer of the special function unit.'),
    index: buffer('Sparse indices.'),
  }, { ...closed, description: 'On-chip buffers of one core.' }),
  specialFunctions: Type.Object({
    lanes: count('Elements a cycle of row-wise work (softmax, norms).', 4096),
    matrixLanes: count('Elements a cycle of elementwise work behind matrix mode.', 65536),
    vectorLanes: count('Elements a cycle of elementwise work behind matrix-vector mode.', 65536),
  }, closed),
  memory: Type.Object({
    efficiency: shareOrDrive('Share of a channel\'s peak that a core sustains on its own channels.'),
    crossChannelRatio: share('The same across the switch, as a share of that.'),
    matrix: streams('Streams in matrix mode.'),
    vector: streams('Streams in matrix-vector mode.'),
    rows: stream,
    parameters: Type.Object({ memory: Type.Union([Type.Literal('main'), Type.Literal('ddr')]), channels: count('Channels in all, every core together, at the own-channel efficiency.', 256) }, { ...closed, description: 'Small tensors: norms, biases, embedding rows.' }),
  }, closed),
  options: Type.Optional(Type.Object({
    padTiles: Type.Optional(Type.Boolean({ description: 'Edge tiles are computed and loaded whole, as the FlightLLM compiler does. Default false.' })),
    valuesIgnoreMask: Type.Optional(Type.Boolean({ description: 'P V goes over all keys of the prompt, masked probabilities being zeros; Q K^T skips what is masked. Default false.' })),
    concatenateCache: Type.Optional(Type.Boolean({ description: 'Each decode step re-reads the cache to append to it. Default false.' })),
    ignoreFill: Type.Optional(Type.Boolean({ description: 'The fill of the array is not counted. Default false.' })),
    barrierCycles: Type.Optional(Type.Integer({ minimum: 0, maximum: 100000, description: 'Cycles of the barrier after every op. Default 1.' })),
    leastOperandBytes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1 << 20, description: 'Least transfer of a second operand of fused work. Default 0.' })),
  }, { ...closed, description: 'Idealisations and habits of published tools, by name. All off by default.' })),
  feed: Type.Optional(feedSchema),
}, { ...closed, title: 'dsp-chain parameters' });

export type DspChainParameters = Driven<Static<typeof dspChainSchema>>;
export type DspChainStreams = DspChainParameters['memory']['matrix'];
export type DspChainStream = DspChainStreams['weights'];
