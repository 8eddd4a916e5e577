import { Type, type Static } from 'typebox';
import { feedSchema } from '../../sim/engine/feed-spec.js';
import type { Driven } from '../../sim/engine/driven-memory.js';
import { shareOrDrive } from '../../sim/memory/drive-spec.js';

const count = (description: string, maximum = 65536) => Type.Integer({ minimum: 1, maximum, description });
const closed = { additionalProperties: false };

const buffer = (description: string) => Type.Object({
  kib: count('Size, in KiB.', 1 << 20),
  primitive: Type.Union([Type.Literal('bram'), Type.Literal('uram'), Type.Literal('lutram'), Type.Literal('sram')], { description: 'Memory that it is made of: bram, uram or lutram (look-up tables) on an FPGA, sram on an ASIC.' }),
}, { ...closed, description });

/** Parameters of the `bit-serial` family, as experiments give them. */
export const bitSerialSchema = Type.Object({
  clock: Type.Union([Type.Number(), Type.String()], { description: 'Clock of the array, e.g. "250 MHz".' }),
  pe: Type.Optional(Type.Union([
    Type.Literal('bitmod'), Type.Literal('fp16'), Type.Literal('ant'), Type.Literal('olive'),
    Type.Literal('bitfusion'), Type.Literal('stripes'), Type.Literal('loom'), Type.Literal('pragmatic'),
  ], { description: 'Processing element: BitMoD\'s, or a baseline. Default bitmod.' })),
  activations: Type.Optional(Type.Object({
    bits: Type.Optional(count('Bits of an activation, a whole number in two\'s complement. Default 8.', 16)),
    processedBits: Type.Optional(Type.Number({ minimum: 1, maximum: 16, description: 'Bits of an activation that take a cycle, on average: the profiled precision (Stripes, Loom), the most ones of lanes that go in step (Pragmatic). Default: all.' })),
    bitsPerCycle: Type.Optional(count('Bits of an activation that Loom takes in a cycle. Default 1.', 16)),
  }, { ...closed, description: 'Activations of bitfusion, stripes, loom and pragmatic.' })),
  tiles: Type.Object({
    rows: count('Tiles along the output features.', 256),
    columns: count('Tiles along the tokens.', 256),
  }, { ...closed, description: 'Grid of tiles.' }),
  pes: Type.Object({
    rows: count('Output features of a tile: PEs along a column.', 64),
    columns: count('Tokens of a tile: PEs along a row.', 64),
  }, { ...closed, description: 'PEs of a tile.' }),
  buffers: Type.Object({
    weights: buffer('Weights, in two halves.'),
    activations: buffer('Activations.'),
  }, closed),
  vectorLanes: count('Elements a cycle of norms, softmax and elementwise work.', 65536),
  memory: Type.Object({
    channels: count('Memory channels that feed the array.', 256),
    efficiency: shareOrDrive('Share of a channel\'s peak that is sustained.'),
    activations: Type.Optional(Type.Union([Type.Literal('on-chip'), Type.Literal('memory')], { description: 'Where activations between ops are: in the buffer, or in the memory. Default on-chip.' })),
  }, closed),
  comparison: Type.Optional(Type.Boolean({ description: 'Adds the published comparison of BitMoD with FP16, ANT and OliVe to the result: as published, by its released simulator, and with honest choices. Default false.' })),
  options: Type.Optional(Type.Object({
    ignoreStaticPower: Type.Optional(Type.Boolean({ description: 'Leakage and clock tree take no energy, as in the simulator of BitMoD. Default false: they are not known, and so is the energy.' })),
  }, { ...closed, description: 'Idealisations of published tools, by name. All off by default.' })),
  feed: Type.Optional(feedSchema),
}, { ...closed, title: 'bit-serial parameters' });

export type BitSerialParameters = Driven<Static<typeof bitSerialSchema>>;
