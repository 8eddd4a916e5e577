import { Type, type Static } from 'typebox';
import { feedSchema } from '../../sim/engine/feed-spec.js';
import type { Driven } from '../../sim/engine/driven-memory.js';
import { shareOrDrive } from '../../sim/memory/drive-spec.js';

const count = (description: string, maximum = 65536) => Type.Integer({ minimum: 1, maximum, description });
const closed = { additionalProperties: false };

const shiftAddPes = Type.Object({
  kind: Type.Literal('shift-add', { description: 'Products as sums of shifted activations; scales after each group of weights (MixPE).' }),
  tokens: count('Tokens that the array works on side by side; they share their weights.', 256),
  columns: count('Output features side by side.', 4096),
  depth: count('Products that are added up for an output each cycle.', 1024),
  encoding: Type.Union([Type.Literal('binary'), Type.Literal('booth')], {
    description: 'What a weight is shifted by: the ones of its unsigned code, whose zero point is taken off with the sum of the activations, so as many terms as bits; or radix-4 Booth digits, half as many.',
  }),
  termsPerCycle: count('Shifted terms of a product that are added in a cycle: 4 take a 4-bit weight in one.', 16),
  group: count('Smallest group of weights with a scale of its own. It divides the depth or is a multiple of it.', 65536),
  scalers: count('Multipliers that apply scales to sums of groups, for each token.', 65536),
}, { ...closed, title: 'Shift-add PEs' });

const tables = Type.Object({
  kind: Type.Literal('table', { description: 'Tables of all signed sums of eight activations, one look-up for each bit of eight weights, scaled by shifts (ShiftAddLLM).' }),
  featuresHeld: count('Output features whose sums are held while a set of tables is in use: tables are built again for each further set of features.', 65536),
  tables: count('Tables that are read at once, each of eight activations.', 1024),
  reads: count('Reads of each table a cycle: output features side by side.', 4096),
  scaleTerms: Type.Integer({ minimum: 1, maximum: 3, description: 'Powers of two that the scale of a bit plane is the sum of: 3 in ShiftAddLLM, 1 where weights are whole numbers.' }),
  shifters: Type.Integer({ minimum: 1, maximum: 3, description: 'Shifters behind each read.' }),
  buildAdders: count('Adders that build a table of 256 entries, 262 additions.', 256),
}, { ...closed, title: 'Look-up tables' });

/** Parameters of the `shift-add` family, as experiments give them. */
export const shiftAddSchema = Type.Object({
  clock: Type.Union([Type.Number(), Type.String()], { description: 'Clock of the array, e.g. "500 MHz".' }),
  array: Type.Union([shiftAddPes, tables], { description: 'How products are made without multipliers.' }),
  tokensHeld: count('Tokens whose sums are held while weights are used: each loaded weight serves that many.', 4096),
  activationBits: Type.Integer({ minimum: 2, maximum: 16, description: 'Widest activations, signed.' }),
  weightBits: Type.Integer({ minimum: 2, maximum: 8, description: 'Widest weights, keys and values, signed.' }),
  accumulatorBits: Type.Integer({ minimum: 8, maximum: 48, description: 'Width of the sums.' }),
  buffers: Type.Object({
    weightKib: count('Weights on their way to the array, in two halves, KiB.', 1 << 20),
  }, { ...closed, description: 'On-chip buffers.' }),
  vectorLanes: count('Elements a cycle of norms, softmax and elementwise work.'),
  memory: Type.Object({
    channels: count('Memory channels that feed the array.', 256),
    efficiency: shareOrDrive('Share of a channel\'s peak that is sustained.'),
  }, closed),
  feed: Type.Optional(feedSchema),
}, { ...closed, title: 'shift-add parameters' });

export type ShiftAddParameters = Driven<Static<typeof shiftAddSchema>>;
export type ShiftAddPes = ShiftAddParameters['array'] & { readonly kind: 'shift-add' };
export type LookupTables = ShiftAddParameters['array'] & { readonly kind: 'table' };
