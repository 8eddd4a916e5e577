import { configOf, textOf } from './row-config.js';
import type { Codebooks } from '../arch/codebook/store.js';
import { aqlmCodebooks, aqlmScales, closestVptq, graphNamed, modelBytes, vptqScales } from './codebook/formats.js';
import { hostBoundTokensPerSecond, hostSecondsPerOp, linearSpeedup } from './codebook/rates.js';
import type { Outcome, ReferenceRow, ValidationSystem } from './system.js';

/** Published memory and rates of VPTQ and AQLM. */
export const codebookSystems: ValidationSystem = {
  name: 'codebook',
  summary: 'VPTQ and AQLM: model sizes, token rates and kernel speed-ups from index and codebook bytes and from where codebooks are looked up',
  fidelities: ['analytic'],
  tables: [{
    file: 'lut.json', section: 'published', answers: ['value'], alsoAnswers: [], where: { system: ['VPTQ', 'AQLM'] }, tolerance: () => 0.25,
  }],
  simulate: (_section, row) => simulateRow(row),
  differences: [
    { what: 'VPTQ\'s rates are those of PyTorch calling each kernel: a host time for each op, fitted on one row', size: `${hostSecondsPerOp * 1e6} us an op; bytes alone would allow 10 to 25 times the rates` },
    { what: 'VPTQ gives bits and no codebooks: those released whose stored bits come closest are taken', size: 'within 0.04 bits a weight for each given row' },
    { what: 'the GPU of neither table is named: an A100 80 GB', size: 'the smaller the bandwidth, the larger the speed-up of a kernel over FP16' },
  ],
};

function simulateRow(row: ReferenceRow): Outcome {
  const config = configOf(row);
  const metric = String(row['metric']);
  const name = textOf(config, 'model');
  if (/perplexity|ppl|accuracy|mmlu|qa/i.test(metric)) return none(`${metric} of ${name} (${formatText(config)}): a property of the trained weights, which no model of a machine has`);
  return row['system'] === 'VPTQ' ? vptq(metric, name, config) : aqlm(metric, name, config);
}

function vptq(metric: string, name: string, config: Config): Outcome {
  const bits = config['bits'];
  const graph = graphNamed(name);
  if (graph === null || typeof bits !== 'number') return none(`no model ${JSON.stringify(name)} of the catalogue with bits a weight`);
  if (metric !== 'memory' && metric !== 'throughput') return none(`${metric} of ${name}: quantising takes hours of k-means on several GPUs, which is not modelled`);
  const books = closestVptq(graph, bits);
  const bytes = modelBytes(graph, books, vptqScales);
  const stored = `${described(books)}, ${bytes.bitsPerWeight.toFixed(3)} bits a weight with codebooks of ${(bytes.codebooks / 1e6).toFixed(0)} MB and scales`;
  if (metric === 'memory') return { kind: 'simulated', answers: { value: bytes.total / 1e9 }, note: `weights, 10^9 bytes: ${stored}; embeddings and output layer in FP16` };
  const rate = hostBoundTokensPerSecond(graph, books);
  const note = `one sequence on an A100 80 GB, ${stored}; host time fitted on Llama-2-7B at 2.02 bits; the bound by bytes is ${(bound / bytes.total).toFixed(0)} token/s`;
  const isFitted = graph.name === 'llama-2-7b' && bits === 2.02;
  return { kind: isFitted ? 'fitted' : 'simulated', answers: { value: rate }, note };
}

/** Bytes a second of the memory of an A100 80 GB. */
const bound = 2039e9;

function aqlm(metric: string, name: string, config: Config): Outcome {
  const kernel = textOf(config, 'kernel');
  if (/speedup/.test(metric)) {
    const books = /^CUDA/.test(kernel) ? aqlmCodebooks(kernel) : null;
    if (books !== null) return { kind: 'simulated', answers: { value: linearSpeedup(books) }, note: `gate_proj of Llama-2, one token on an A100 80 GB, ${described(books)}: the most over 7B, 13B and 70B` };
    if (/CPU/.test(kernel)) return none(`${kernel}: the processor, its threads and the format of the baseline are not given`);
    return none(`${kernel}: a compiler's code that is slower than FP16 although it reads an eighth of the bytes; what it loses is not published`);
  }
  const books = aqlmCodebooks(textOf(config, 'scheme'));
  const graph = graphNamed(name);
  if (metric !== 'model size' || books === null || graph === null) return none(`${metric} of ${JSON.stringify(name)}: no model size with a scheme like 1x16`);
  const bytes = modelBytes(graph, books, aqlmScales);
  return { kind: 'simulated', answers: { value: bytes.total / 1e9 }, note: `10^9 bytes: ${described(books)}, ${bytes.bitsPerWeight.toFixed(3)} bits a weight with codebooks of ${(bytes.codebooks / 1e6).toFixed(0)} MB and scales; embeddings and output layer in FP16` };
}

function described({ vectorLength, entries }: Codebooks): string {
  const isUniform = entries.length > 1 && entries.every((k) => k === entries[0]);
  return `vectors of ${vectorLength} from ${isUniform ? `${entries.length} x ${entries[0]}` : entries.join(' + ')} entries`;
}

function formatText(config: Config): string {
  const { bits } = config;
  return typeof bits === 'number' ? `${bits} bits` : textOf(config, 'scheme');
}

function none(reason: string): Outcome {
  return { kind: 'not-modelled', reason };
}

type Config = Readonly<Record<string, unknown>>;
