import { Type, type Static } from 'typebox';
import type { Driven } from '../../sim/engine/driven-memory.js';
import { shareOrDrive } from '../../sim/memory/drive-spec.js';

const closed = { additionalProperties: false };
const issueRate = (description: string) => Type.Number({ exclusiveMinimum: 0, maximum: 16, description });

/** Parameters of the `lut-cpu` family, as experiments give them. */
export const lutCpuSchema = Type.Object({
  clock: Type.Union([Type.Number(), Type.String()], { description: 'Clock of the cores, e.g. "2.4 GHz".' }),
  cores: Type.Integer({ minimum: 1, maximum: 4096, description: 'Cores of the kind that runs the kernels.' }),
  threads: Type.Integer({ minimum: 1, maximum: 4096, description: 'Threads that share the work, one a core.' }),
  vectorUnit: Type.Union([Type.Literal('neon'), Type.Literal('avx2')], { description: 'Vector instructions: 16 or 32 look-ups in one.' }),
  kernel: Type.Union([Type.Literal('t-mac'), Type.Literal('tl1'), Type.Literal('tl2'), Type.Literal('i2-s'), Type.Literal('llama.cpp')], {
    description: 'Kernel of low-bit weights: T-MAC for integers of 1 to 4 bits; TL1 (NEON), TL2 (AVX2) and I2_S of bitnet.cpp for ternary weights; or llama.cpp, which dequantises and multiplies.',
  }),
  fastAggregation: Type.Optional(Type.Boolean({ description: 'T-MAC adds looked-up bytes by rounded averages in place of 16-bit sums: faster, not exact. Default false.' })),
  issue: Type.Object({
    kernel: issueRate('Operations a cycle and core of the low-bit kernel.'),
    multiply: issueRate('Operations a cycle and core of llama.cpp\'s kernels: attention, and layers of other formats.'),
  }, { ...closed, description: 'Issue rates: operations as the source of a kernel writes them, loads and stores included.' }),
  serialPerBillion: Type.Union([Type.Number({ minimum: 0 }), Type.String()], { description: 'Time of a token that no thread shortens, for 10^9 weights of linear layers, e.g. "17 ms".' }),
  memory: Type.Object({
    efficiency: shareOrDrive('Share of the memory peak that weights stream at.'),
  }, closed),
}, { ...closed, title: 'lut-cpu parameters' });

export type LutCpuParameters = Driven<Static<typeof lutCpuSchema>>;
