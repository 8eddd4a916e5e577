import type { JudgedSystem } from './system.js';

/** Rows that are known to differ, by system: `id metric`, each with its cause. Any other row that differs is a regression. */
export const recordedMisses: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'llm-viewer': {},
  'genz': {},
  'flightllm-simulator': {
    'fpga-040 value': 'prefill programs above 128 tokens depend on the block masks of each layer and head, which are data of the release; ours are laid out from the filled share',
  },
  'accelforge': {},
  'claims': {},
  'fidelities': {},
  'datatypes': {},
  'lut-vectors': {},
  'a100': { 'a100/softmax/32768x4096 a100_us': 'the softmax kernel reaches more of the bandwidth when there are many rows; one efficiency is fitted for all' },
  'flashdecoding': {
    'P345 value': 'the share depends on the keys of a tile, which the paper does not give: 19.1 % with 32, 12.3 % with 64, 8.5 % with 128',
    'P351 value': 'measured over a software stack; with the same launches both wait for the same bytes in FP16',
  },
  'binary-tensor-core': {
    'P283 value': 'a maximum over unnamed cases of whole software stacks; inside our range over formats',
    'P286 value': 'a maximum over unnamed cases and two cards; inside our range over formats',
    'P290 value': 'end to end, with what the stack spends beside kernels and bytes; inside our range over formats',
    'P292 value': 'end to end, with what the stack spends beside kernels and bytes; inside our range over formats',
  },
  'lut-tensor-core': {
    'P064 value': 'the published LLaMA-2-70B layer runs at 49 % of the FP16 peak in decode, the two larger models at 77 to 79 %: nothing in its shape says why',
    'P065 value': 'built on the same LLaMA-2-70B layer, whose published time without tables is 54 % above a rate that fits the other models',
  },
  'fpga': {
    'fpga-110 value': 'DFX issues one instruction at a time and each waits for the one before; their latencies were not published, and only products, bytes and vector lanes are counted',
  },
  'shiftaddllm': {},
  'codebook': {
    'P310 value': 'VPTQ at 2.18 bits on 13B loses half the rate of 7B where layers grow by a half in bytes and a quarter in number; the other rows follow bytes, look-ups and a host time for each op',
  },
  'figlut': {},
  'bitnet-cpp': {},
  't-mac': { 'P204 value': 'llama.cpp at four bits on eight threads of an M2 Ultra comes out 35 % too slow, so that T-MAC saves too much energy' },
  'dram': {},
  'scalesim': {},
  'ternary-lut-dse': {
    'Q003 value': 'multipliers and float adders from 40 nm tables made for 1 ns; the published core is synthesised for 2 ns at 16 nm',
    'Q081 value': 'FIGNA counted with 8 bits of headroom in its sum; the width in the artifact is not given',
    'Q087 value': 'the artifact gives more leakage for 4-bit than for 8-bit weights here, which no structure does',
    'Q095 value': 'a 24 x 24 bit multiplier at 1 GHz is made of larger, faster cells than narrow ones',
    'Q097 value': 'leaks half as much again as with 4-bit weights at nearly the same dynamic power: structure gives 4 %',
    'Q125 value': 'the same unit as in Q095',
  },
  'other-low-bit': {
    'P340 value': 'second version of TerEffic: clock and vector lanes are assumed and not published; the first version of the same design agrees',
  },
  'bitmod': {},
  'bitfusion': {},
  'flightllm-board': {
    'fpga-083 value': 'the published HBM utilisation contradicts the published 55 token/s',
    'fpga-094 value': 'block memories of the build were not published: the index buffer is derived from the array, FIFOs and instruction memory are not counted',
    'fpga-095 value': 'the number of banks of the build was not published: they are derived from the width of the matrix-vector array',
  },
};

/** Rows that are worse than their recorded verdict, in words. */
export function regressions(judged: readonly JudgedSystem[]): string[] {
  return judged.flatMap((system) => system.rows
    .filter((row) => row.verdict === 'differs' && recordedMisses[system.system]?.[`${row.id} ${row.metric}`] === undefined)
    .map((row) => `${system.system} ${row.id} ${row.metric}: off by ${(row.relativeError! * 100).toFixed(2)} %, tolerance ${(row.tolerance * 100).toFixed(2)} %`));
}
