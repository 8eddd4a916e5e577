import { bitsPerWeight, weightFormatOf, type WeightFormat } from '../../../src/sim/model/quantization.js';
import type { SimulationResult } from '../../../src/sim/model/result.js';
import { inputOfExample, runExample } from '../../kit/fixtures.js';

/** One bundled example of each family. */
const examples = ['dsp-chain', 'systolic', 'shift-add', 'bit-serial', 'ternary', 'lut-tensor-core', 'lut-cpu', 'binary-tensor-core', 'codebook', 'gpu'] as const;
const fileOf = (family: string): string => (family === 'dsp-chain' ? 'flightllm.json' : `${family}.json`);

/** Codebooks of the family `codebook` whose indices have 4 bits a weight. */
const changes: Readonly<Record<string, object>> = { codebook: { 'architecture.parameters.codebooks': [65_536, 65_536] } };

/** What half of the weights gives a family. */
export interface Gain {
  readonly family: string;
  readonly bits: readonly [dense: number, sparse: number] | null;
  /** Of a decode step, bytes from memory and seconds; of prefill, seconds: sparse over dense. */
  readonly decodeBytes: number | null;
  /** Share of the products that the array makes. */
  readonly products: number | null;
  readonly decodeTime: number | null;
  readonly prefillTime: number | null;
  readonly gains: 'bytes' | 'cycles' | 'both' | 'nothing';
  readonly why: string;
}

/** A changed example, dense or with half of the weights gone, 4 bits; activations, cache and output layer as the example has them. */
function runOf(family: string, sparsity: object | null): { readonly result: SimulationResult; readonly executed: number; readonly format: WeightFormat } {
  const file = fileOf(family);
  const { scheme: own } = inputOfExample(file);
  const head = weightFormatOf(own, 'lm_head').type;
  const quantization = {
    name: 'w4', weights: { type: 'int4', groupSize: 0, ...(sparsity === null ? {} : { sparsity }) }, activations: own.activations.name, kvCache: own.kvCache.name,
    overrides: [{ ops: ['lm_head'], weights: { type: head.bits >= 8 ? head.name : 'int8', groupSize: 0 } }],
  };
  const set = { 'workload.quantization': quantization, ...changes[family] };
  const { machine, scheme } = inputOfExample(file, set);
  return { result: runExample(file, set), executed: machine.executedDensity(scheme.weights), format: scheme.weights };
}

const anyHalf = { pattern: 'unstructured', density: 0.5, span: 4096 };
const twoOfFour = { pattern: 'n-m', density: 0.5, span: 4 };

/** Runs the example of each family in 4 bits, dense and with any half of the weights gone. */
export function sparsityGains(): readonly Gain[] {
  return examples.map((family) => {
    const [dense, sparse, blocks] = [runOf(family, null), runOf(family, anyHalf), runOf(family, twoOfFour)];
    const declined = [dense, sparse].find(({ result }) => !result.feasible);
    if (declined !== undefined) {
      const { code, resource, used, available } = declined.result.reasons[0]!;
      return { family, bits: null, decodeBytes: null, products: null, decodeTime: null, prefillTime: null, gains: 'nothing', why: `${declined === dense ? '4-bit weights are' : 'it is'} declined (\`${code}\`): ${resource}: ${rounded(used)} for ${rounded(available)}` };
    }
    const ratio = (of: (result: SimulationResult) => number | null): number => of(sparse.result)! / of(dense.result)!;
    const decodeBytes = ratio(({ phases }) => phases.decode!.dramBytes);
    const [decodeTime, prefillTime] = [ratio(({ phases }) => phases.decode!.latencySeconds), ratio(({ phases }) => phases.prefill!.latencySeconds)];
    const [savesBytes, savesTime] = [decodeBytes < 1 - least, Math.min(decodeTime, prefillTime) < 1 - least];
    const skips = sparse.executed < 1 ? 'zeros are skipped' : blocks.executed < 1 ? 'N:M blocks are skipped, single zeros are not' : 'nothing skips zeros, so all products are made';
    return {
      family, bits: [bitsPerWeight(dense.format), bitsPerWeight(sparse.format)], decodeBytes, products: sparse.executed, decodeTime, prefillTime,
      gains: savesBytes && savesTime ? 'both' : savesBytes ? 'bytes' : savesTime ? 'cycles' : 'nothing',
      why: `${skips}; ${timeReason(sparse.result, decodeTime, prefillTime)}`,
    };
  });
}

/** Gains below a thousandth are none. */
const least = 1e-3;

/** What most of the time of each phase is spent on. */
function timeReason({ phases }: SimulationResult, decodeTime: number, prefillTime: number): string {
  const waits = (name: 'prefill' | 'decode', ratio: number): string => {
    const [bound] = Object.entries(phases[name]!.boundBy).sort(([, a], [, b]) => b - a)[0]!;
    if (bound === 'memory') return `${name} waits for bytes`;
    return `${name} waits for ${bound === 'compute' ? 'the array' : bound === 'vector' ? 'vector work' : 'overheads'}${ratio < 1 - least ? ', a little for bytes' : ''}`;
  };
  return `${waits('decode', decodeTime)}; ${waits('prefill', prefillTime)}`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** The table of docs/schemes.md, its rows as text. */
export function sparsityTable(): readonly string[] {
  const share = (value: number | null): string => (value === null ? '' : value.toFixed(3));
  return [
    '| Family | Bits, dense and sparse | Decode bytes | Products | Decode time | Prefill time | Gains | Why |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...sparsityGains().map(({ family, bits, decodeBytes, products, decodeTime, prefillTime, gains, why }) => `| \`${family}\` | ${bits === null ? '' : bits.map((b) => b.toFixed(2)).join(', ')} | ${share(decodeBytes)} | ${share(products)} | ${share(decodeTime)} | ${share(prefillTime)} | ${gains} | ${why} |`),
  ];
}
