import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false };
const share = (description: string) => Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1, description }));
const count = (description: string, maximum: number) => Type.Integer({ minimum: 1, maximum, description });
const quantity = (description: string) => Type.Union([Type.Number(), Type.String()], { description });

/** The inside of a chip of one's own. */
const chip = Type.Object({
  multiprocessors: count('Streaming multiprocessors.', 100_000),
  clock: quantity('Clock at which the device reaches its peaks, e.g. "1.41 GHz".'),
  vectorLanes: count('FP32 multiply-adds a cycle and multiprocessor.', 4096),
  specialLanes: count('Exponentials a cycle and multiprocessor.', 4096),
}, { ...closed, description: 'Multiprocessors of a device that the family does not know.' });

/** Parameters of the `gpu` family. */
export const gpuSchema = Type.Object({
  fusedAttention: Type.Optional(Type.Boolean({ description: 'Whether scores and probabilities stay on the chip (flash attention). Default true.' })),
  kernels: Type.Optional(Type.Object({
    linear: Type.Optional(Type.Union([Type.Literal('library'), Type.Literal('flat')], {
      description: 'Block tiles to choose from: those of a vendor library, of 64 rows and more, or those and flat ones of 8 to 32 rows (FlashDecoding++). Default library.',
    })),
    activations: Type.Optional(Type.Union([Type.Literal('fp16'), Type.Literal('fp8'), Type.Literal('fp4'), Type.Literal('int8'), Type.Literal('int4')], {
      description: 'Format in which activations enter the tensor cores; the wider of it and the weights chooses the rate. Default fp16: weights are dequantised in registers.',
    })),
    softmax: Type.Optional(Type.Union([Type.Literal('synchronised'), Type.Literal('unified')], {
      description: 'How partial softmax results are put together: rescaled to a running maximum, or with one maximum for all (FlashDecoding++). Default synchronised.',
    })),
    launch: Type.Optional(quantity('Time from the end of one kernel to the start of the next, e.g. "1 us", which is the default.')),
    tensorEfficiency: share('Share of the tensor peak in the main loop of a block. Default 0.913, fitted on an A100.'),
    dramEfficiency: share('Share of the memory peak of large transfers. Default 0.927, fitted on an A100.'),
    normEfficiency: share('Share of the memory peak that norms reach. Default 0.822, fitted on an A100.'),
    waveRamp: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Cycles of a wave of blocks outside its main loop. Default 825, fitted on an A100.' })),
    chip: Type.Optional(chip),
  }, { ...closed, description: 'The kernels, tile by tile: gives the fidelity `analytic`. Without it only the roofline is modelled.' })),
}, { ...closed, title: 'gpu parameters' });

export type GpuParameters = Static<typeof gpuSchema>;
export type KernelParameters = NonNullable<GpuParameters['kernels']>;
