import { Type, type Static } from 'typebox';
import { feedSchema } from '../../sim/engine/feed-spec.js';
import type { Driven } from '../../sim/engine/driven-memory.js';
import { shareOrDrive } from '../../sim/memory/drive-spec.js';

const count = (description: string, maximum = 65536) => Type.Integer({ minimum: 1, maximum, description });
const closed = { additionalProperties: false };

const buffer = (description: string) => Type.Object({
  kib: count('Size, in KiB.', 1 << 20),
  primitive: Type.Optional(Type.Union([Type.Literal('bram'), Type.Literal('uram'), Type.Literal('lutram')], { description: 'Memory that it is made of on an FPGA: block RAM, UltraRAM or look-up tables. Default "bram".' })),
}, { ...closed, description });

const libraryName = (description: string) => Type.Union([Type.Literal('aladdin-40'), Type.Literal('horowitz-45'), Type.Literal('usystolic-32'), Type.Literal('nangate-45')], { description });

const technology = Type.Object({
  nodeNm: Type.Number({ minimum: 7, maximum: 130, description: 'Node, in nm. SRAM is known from 45 to 22 nm.' }),
  library: Type.Union([
    libraryName('Source of areas and energies.'),
    Type.Object({ area: libraryName('Source of areas.'), energy: libraryName('Source of energies.') }, { ...closed, description: 'One source for areas, one for energies.' }),
  ], { description: 'Component library of the logic. aladdin-40 has areas and energies; horowitz-45 no areas and no registers; usystolic-32 and nangate-45 no energies. Aladdin and Horowitz do not mix.' }),
  dram: Type.Optional(Type.Union([
    Type.Literal('HBM2'), Type.Literal('HMC'), Type.Literal('LPDDR4'), Type.Literal('GDDR5'), Type.Literal('LPDDR'), Type.Literal('DDR3'), Type.Literal('DDR4'),
  ], { description: 'Standard of the main memory, for its energy a bit. Without it energies are null.' })),
}, { ...closed, description: 'What a chip of its own is made in. Without it areas and energies are null.' });

/** Parameters of the `systolic` family, as experiments give them. */
export const systolicSchema = Type.Object({
  clock: Type.Union([Type.Number(), Type.String()], { description: 'Clock of the array, e.g. "700 MHz".' }),
  rows: count('Rows of PEs (R).', 4096),
  columns: count('Columns of PEs (C).', 4096),
  dataflow: Type.Union([Type.Literal('output-stationary'), Type.Literal('weight-stationary'), Type.Literal('input-stationary')], {
    description: 'Which operand stays in the PEs: sums (tokens x features on rows x columns), weights (reduction x features) or inputs (reduction x tokens).',
  }),
  mac: Type.Optional(Type.Union([Type.Literal('bit-parallel'), Type.Literal('bit-serial-weights'), Type.Literal('bit-serial-activations')], {
    description: 'How a PE multiplies: in one cycle, in a cycle for each bit of the weight, or in a cycle for each bit that activations can have. Default "bit-parallel".',
  })),
  operandBits: Type.Optional(Type.Object({
    weights: Type.Integer({ minimum: 2, maximum: 16, description: 'Widest weights (or keys and values); narrower ones are extended.' }),
    activations: Type.Integer({ minimum: 2, maximum: 16, description: 'Widest activations; narrower ones are extended.' }),
  }, { ...closed, description: 'Operands of a PE, signed. Default 8 and 8.' })),
  accumulatorBits: Type.Optional(Type.Integer({ minimum: 8, maximum: 48, description: 'Width of sums in the PEs and in the output buffer. Default 32.' })),
  buffers: Type.Object({
    weights: buffer('Weights and cache on their way to the array, in two halves.'),
    activations: buffer('Activations between ops.'),
    outputs: buffer('Sums of a tile, in two halves: one is added to while the other is read.'),
  }, { ...closed, description: 'On-chip buffers.' }),
  vectorLanes: count('Elements a cycle of norms, softmax and elementwise work.'),
  vectorFormat: Type.Optional(Type.Union([Type.Literal('fp16'), Type.Literal('int32')], { description: 'Numbers of a vector lane: their area and energy depend on it, times do not. Default "fp16".' })),
  memory: Type.Object({
    channels: count('Memory channels that feed the array.', 256),
    efficiency: shareOrDrive('Share of a channel\'s peak that is sustained.'),
    activations: Type.Optional(Type.Union([Type.Literal('on-chip'), Type.Literal('external')], { description: 'Where activations live between ops. Default "on-chip".' })),
  }, closed),
  technology: Type.Optional(technology),
  options: Type.Optional(Type.Object({
    wholeFolds: Type.Optional(Type.Boolean({ description: 'A fold at the edge of an operand takes as long as a full one, as SCALE-Sim counts. Default false.' })),
    directOutputs: Type.Optional(Type.Boolean({ description: 'An output-stationary PE hands its sum out in the cycle that completes it, as SCALE-Sim counts; else sums are shifted out of the columns. Default false.' })),
    overlapFolds: Type.Optional(Type.Boolean({ description: 'Ideal overlap: shadow registers load the next fold and empty the last one while one streams, so that fill and drain are paid once an op. Default false.' })),
    ignoreLogicStaticPower: Type.Optional(Type.Boolean({ description: 'Leakage and clock tree of PEs and vector lanes take no energy; the leakage of the buffers is counted. Default false: they are in no library, and so energies are null.' })),
  }, { ...closed, description: 'Idealisations, by name. All off by default.' })),
  feed: Type.Optional(feedSchema),
}, { ...closed, title: 'systolic parameters' });

export type SystolicParameters = Driven<Static<typeof systolicSchema>>;
export type Dataflow = SystolicParameters['dataflow'];
export type MacKind = NonNullable<SystolicParameters['mac']>;
