import { Type, type Static } from 'typebox';

const count = (description: string, maximum = 65536) => Type.Integer({ minimum: 1, maximum, description });
const closed = { additionalProperties: false };

const buffer = (description: string) => Type.Object({
  kib: count('Size, in KiB.', 1 << 20),
  primitive: Type.Union([Type.Literal('bram'), Type.Literal('uram')], { description: 'Memory block that it is made of.' }),
}, { ...closed, description });

/** Parameters of the `bit-serial` family, as experiments give them. */
export const bitSerialSchema = Type.Object({
  clock: Type.Union([Type.Number(), Type.String()], { description: 'Clock of the array, e.g. "250 MHz".' }),
  tiles: Type.Object({
    rows: count('Tiles along the output features.', 256),
    columns: count('Tiles along the tokens.', 256),
  }, { ...closed, description: 'Grid of tiles.' }),
  pes: Type.Object({
    rows: count('Output features of a tile: PEs along a column.', 64),
    columns: count('Tokens of a tile: PEs along a row.', 64),
  }, { ...closed, description: 'PEs of a tile, four lanes each.' }),
  buffers: Type.Object({
    weights: buffer('Weights, in two halves.'),
    activations: buffer('Activations.'),
  }, closed),
  vectorLanes: count('Elements a cycle of norms, softmax and elementwise work.', 65536),
  memory: Type.Object({
    channels: count('Memory channels that feed the array.', 256),
    efficiency: Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'Share of a channel\'s peak that is sustained.' }),
  }, closed),
}, { ...closed, title: 'bit-serial parameters' });

export type BitSerialParameters = Static<typeof bitSerialSchema>;
