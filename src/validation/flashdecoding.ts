import { scoreCycles, updateShare } from '../arch/gpu/attention-update.js';
import { linearSeconds } from '../arch/gpu/dataflow.js';
import { buildGpu } from '../arch/gpu/machine.js';
import type { GpuParameters } from '../arch/gpu/spec.js';
import { fastTotals } from '../sim/engine/totals.js';
import { deviceNamed } from '../sim/physical/devices/index.js';
import { decoderGraph } from '../workloads/decoder-graph.js';
import { modelNamed } from '../workloads/models.js';
import { schemeNamed } from '../workloads/schemes.js';
import { a100 } from './a100/operators.js';
import type { Outcome, ReferenceRow, ValidationSystem } from './system.js';

/** FlashDecoding++ (MLSys 2024): a unified maximum for softmax, flat GEMM, and a kernel for each number of rows. */
export const flashDecoding: ValidationSystem = {
  name: 'flashdecoding',
  summary: 'FlashDecoding++ on an A100: share of the synchronised softmax update, GEMV against tensor cores, speed-up of decode',
  fidelities: ['analytic'],
  tables: [{ file: 'lut.json', section: 'published', answers: ['value'], alsoAnswers: [], where: { system: ['FlashDecoding++'] }, tolerance: () => 0.25 }],
  simulate: (_section, row) => simulateRow(row),
  differences: [{
    what: 'the speed-ups of the paper are over software stacks, whose kernels, launches and memory management are part of them',
    size: 'with the same launches on both sides a decode step of Llama-2-7B in FP16 waits for the same bytes, and the choices change it by less than 1 %',
  }],
};

/** The hidden size of Llama-2-7B, whose output projection is the square one of its four shapes, and the size of its heads. */
const hidden = 4096;
const headDim = 128;

function simulateRow(row: ReferenceRow): Outcome {
  const metric = String(row['metric']);
  if (/MI210/i.test(metric)) return unknown('a speed-up over another stack on an MI210, whose compute units the family does not know');
  if (/share of attention.*synchroni[sz]ed/i.test(metric)) return share();
  if (/static dataflow/i.test(metric)) return percent(1 - cudaCoreShare(4), 'what the GEMV kernel loses at four rows of the output projection of Llama-2-7B');
  if (/cuBLAS TC vs FastGEMV/i.test(metric)) return percent(tensorCoreShare(1), 'one row: mean over the four linear shapes of Llama-2-7B; all of them wait for DRAM on either kernel');
  if (/CUDA core vs TC at batch/i.test(metric)) return percent(cudaCoreShare(Number(/batch (\d+)/i.exec(metric)?.[1] ?? 4)), 'the output projection of Llama-2-7B, the vectors one after the other, the weights of the later ones from the shared cache');
  if (/decode speedup vs FlashDecoding/i.test(metric)) return speedUp('decode', { linear: 'flat', softmax: 'unified' });
  if (/softmax technique speedup prefill/i.test(metric)) return speedUp('prefill', { softmax: 'unified' });
  if (/softmax technique speedup decode/i.test(metric)) return speedUp('decode', { softmax: 'unified' });
  if (/speedup vs (vLLM|TensorRT|DeepSpeed|Hugging)/i.test(metric)) return unknown('a ratio to a software stack whose kernels and host times were not published with it');
  if (/flat GEMM speedup/i.test(metric)) return unknown('the largest gain over shapes that are not named; in FP16 a GEMM padded to 64 rows waits for its weights as the flat one does, so that this model has no gain');
  if (/softmax inputs/i.test(metric)) return unknown('a statistic of the logits of trained weights on data; no model of a machine has it');
  return unknown(`no figure for ${metric}`);
}

/** Instructions of an attention kernel on one multiprocessor, with the key tile of FlashAttention-2. */
function share(): Outcome {
  const { chip, macsPerSecond } = a100;
  return percent(updateShare(scoreCycles(chip, macsPerSecond / (chip.sms * chip.clockHz), headDim)), 'key tiles of 64, as FlashAttention-2 has them on compute capability 8.0; 19.1 % with 32 keys, 8.5 % with 128');
}

/** Time of the tensor cores over that of CUDA cores: the share of the former's speed that the latter reach. */
function cudaCoreShare(rows: number): number {
  return linearSeconds(a100, 'library', rows, hidden, hidden) / linearSeconds(a100, 'gemv', rows, hidden, hidden);
}

/** [N, K] of the linear layers of Llama-2-7B. */
const shapes = [[12_288, 4096], [4096, 4096], [11_008, 4096], [4096, 11_008]] as const;

function tensorCoreShare(rows: number): number {
  return shapes.reduce((sum, [n, k]) => sum + linearSeconds(a100, 'gemv', rows, n, k) / linearSeconds(a100, 'library', rows, n, k), 0) / shapes.length;
}

/** Llama-2-7B in FP16, one sequence with 1024 tokens before it: a kernel choice against library GEMMs and the synchronised update. */
function speedUp(phase: 'prefill' | 'decode', choice: GpuParameters['kernels']): Outcome {
  const graph = decoderGraph(modelNamed('llama-2-7b')!);
  const scheme = schemeNamed('fp16')!;
  const seconds = (kernels: GpuParameters['kernels']): number => {
    const machine = buildGpu({ kernels: kernels ?? {} }, deviceNamed('a100-sxm-80gb')!);
    const totals = fastTotals(machine, graph, scheme, { batch: 1, promptTokens: 1024, outputTokens: 64, logits: 'last' }, 'analytic');
    return phase === 'prefill' ? totals.firstTokenSeconds : totals.secondsPerOutputToken!;
  };
  return { kind: 'simulated', answers: { value: seconds({}) / seconds(choice) }, note: 'Llama-2-7B in FP16 on an A100, one sequence of 1024 tokens, the same launches on both sides' };
}

function percent(value: number, note: string): Outcome {
  return { kind: 'simulated', answers: { value: 100 * value }, note };
}

function unknown(reason: string): Outcome {
  return { kind: 'not-modelled', reason };
}
