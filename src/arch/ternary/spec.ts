import { Type, type Static } from 'typebox';
import { feedSchema } from '../../sim/engine/feed-spec.js';
import type { Driven } from '../../sim/engine/driven-memory.js';
import { shareOrDrive } from '../../sim/memory/drive-spec.js';

const count = (description: string, maximum = 65536) => Type.Integer({ minimum: 1, maximum, description });
const closed = { additionalProperties: false };

const buffer = (description: string) => Type.Object({
  kib: count('Size, in KiB.', 1 << 20),
  primitive: Type.Union([Type.Literal('bram'), Type.Literal('uram'), Type.Literal('lutram')], { description: 'Memory that it is made of on an FPGA: block RAM, UltraRAM or look-up tables; on a chip of its own it is SRAM.' }),
}, { ...closed, description });

const lookup = Type.Union([
  Type.Object({
    table: Type.Literal('symmetric', { description: 'Half of all combinations; the others are read negated. A group of 1 adds or subtracts without a table.' }),
    group: Type.Integer({ minimum: 1, maximum: 6, description: 'Activations that share a table (mu).' }),
  }, { ...closed, title: 'Symmetric tables' }),
  Type.Object({ table: Type.Union([Type.Literal('tl1'), Type.Literal('tl2')], { description: 'Tables of bitnet.cpp: pairs in 9 entries, triples in 14 with a sign.' }) }, { ...closed, title: 'TL1 or TL2' }),
], { description: 'How ternary weights are looked up.' });

/** Parameters of the `ternary` family, as experiments give them. */
export const ternarySchema = Type.Object({
  clock: Type.Union([Type.Number(), Type.String()], { description: 'Clock of the cores, e.g. "250 MHz".' }),
  lookup,
  cores: Type.Object({
    features: count('Cores side by side along the output features; they share their tables\' activations.', 4096),
    tokens: count('Cores side by side along the tokens; they share their weights.', 256),
    tables: count('Tables of a core that are read at once (L).', 4096),
    reads: count('Reads of each table a cycle: output features of a core (K).', 4096),
    activationBits: Type.Integer({ minimum: 2, maximum: 16, description: 'Width of the activations that enter the tables.' }),
    accumulatorBits: Type.Integer({ minimum: 8, maximum: 48, description: 'Width of the sums.' }),
    tokensHeld: count('Tokens whose sums are held while a piece of weights is used: each loaded weight serves that many tokens.', 4096),
  }, { ...closed, description: 'The ternary cores.' }),
  integerUnit: Type.Object({
    features: count('Dot-product units side by side: output features at once.', 4096),
    depth: count('Products that one unit adds up each cycle.', 1024),
  }, { ...closed, description: 'INT8 dot-product units for attention and for layers that are not ternary; ternary cores take such operands trit by trit.' }),
  weights: Type.Object({
    placement: Type.Union([Type.Literal('streamed'), Type.Literal('on-chip')], { description: 'Where weights and the KV cache live: in the memory of the device, or in memories of the chip.' }),
    decoderBytes: Type.Integer({ minimum: 0, maximum: 65536, description: 'Packed bytes of five weights that are unpacked each cycle; 0: as many as the cores take.' }),
    onChipMib: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 65536, description: 'Size of the on-chip weight memory, in MiB; needed when weights are on the chip.' })),
  }, { ...closed, description: 'Storage of the weights.' }),
  buffers: Type.Object({
    weights: buffer('Packed weights, in two halves.'),
    activations: buffer('Activations.'),
  }, closed),
  vectorLanes: count('Elements a cycle of norms, gates, recurrences and elementwise work.'),
  memory: Type.Object({
    channels: count('Memory channels that feed the cores.', 256),
    efficiency: shareOrDrive('Share of a channel\'s peak that is sustained.'),
  }, closed),
  technology: Type.Optional(Type.Object({
    nodeNm: Type.Number({ minimum: 7, maximum: 130, description: 'Node, in nm. SRAM is known from 45 to 22 nm.' }),
    library: Type.Union([Type.Literal('aladdin-40'), Type.Literal('horowitz-45'), Type.Literal('usystolic-32'), Type.Literal('nangate-45')], {
      description: 'Component library of the logic. aladdin-40 has areas and energies; horowitz-45 no areas and no registers; usystolic-32 and nangate-45 no energies.',
    }),
    dram: Type.Optional(Type.Union([
      Type.Literal('HBM2'), Type.Literal('HMC'), Type.Literal('LPDDR4'), Type.Literal('GDDR5'), Type.Literal('LPDDR'), Type.Literal('DDR3'), Type.Literal('DDR4'),
    ], { description: 'Standard of the main memory, for its energy a bit. Without it energies are null where weights are streamed.' })),
  }, { ...closed, description: 'What a chip of its own is made in. Without it areas and energies are null.' })),
  options: Type.Optional(Type.Object({
    ignoreLogicStaticPower: Type.Optional(Type.Boolean({ description: 'Leakage and clock tree of the logic take no energy; the leakage of the memories is counted. Default false: they are in no library, and so energies are null.' })),
  }, { ...closed, description: 'Idealisations, by name. All off by default.' })),
  released: Type.Optional(Type.Object({
    shutdownCycle: Type.Boolean({ description: 'The controller of the released generator (KU Leuven): a cycle after each product in which no tile is taken.' }),
  }, { ...closed, description: 'Habits of a published controller; all off by default.' })),
  feed: Type.Optional(feedSchema),
}, { ...closed, title: 'ternary parameters' });

export type TernaryParameters = Driven<Static<typeof ternarySchema>>;
export type Lookup = TernaryParameters['lookup'];
