import { epycGemm } from './bitnet-cpp/epyc.js';
import { gpuGemv } from './bitnet-cpp/gpu.js';
import { configOf, textOf } from './row-config.js';
import type { Outcome, ReferenceRow, ValidationSystem } from './system.js';

/** bitnet.cpp: its I2_S product on one core of an EPYC, and its matrix-vector kernel on an A100. */
export const bitnetCpp: ValidationSystem = {
  name: 'bitnet-cpp',
  summary: 'bitnet.cpp: I2_S products on one core of an EPYC 7V13 by counted operations, W2A8 and BF16 matrix-vector products on an A100 by launch and bytes',
  fidelities: ['analytic'],
  tables: [{ file: 'lut.json', section: 'published', answers: ['value'], alsoAnswers: [], where: { system: ['bitnet.cpp CPU', 'bitnet.cpp GPU'] }, tolerance: () => 0.5 }],
  simulate: (_section, row) => simulateRow(row),
  differences: [
    {
      what: 'repeated products whose weights stay in the 40 MB cache of an A100 read them faster than from HBM; ours always come from HBM',
      size: 'BF16 weights of 20 MB take 27 % less than ours; 2-bit weights of up to 9 MB, which would fit too, take no less',
    },
    {
      what: 'I2_S on AVX2 adds up 256 products of codes up to 2 in 16 bits before it widens them',
      size: 'activations of magnitude up to 63 never overflow; at 127 a sum of equal signs does, so that the kernel is not lossless on every input',
    },
  ],
};

function simulateRow(row: ReferenceRow): Outcome {
  const config = configOf(row);
  const metric = textOf(row, 'metric');
  if (/GEMV latency/i.test(metric)) return gpuGemv(config);
  if (/GEMM latency/i.test(metric)) return epycGemm(config);
  const arch = textOf(config, 'arch');
  if (/speed-?up/i.test(metric)) return none(`${metric} on ${arch}: over a range of models against llama.cpp; neither the model, the processor nor the threads of this end of the range are given`);
  if (/energy/i.test(metric)) return none(`${metric} on ${arch}: power of a CPU is not modelled, and the model and processor of this end of the range are not given`);
  return none(`no figure of bitnet.cpp for ${JSON.stringify(metric)}`);
}

function none(reason: string): Outcome {
  return { kind: 'not-modelled', reason };
}
