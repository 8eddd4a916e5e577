/** The texts on which perplexities are published: WikiText-2, C4 and WikiText-103. */
export type Dataset = 'wikitext2' | 'c4' | 'wikitext103';

/** Weights that share a scale: a number of consecutive ones, or a whole output channel; null where the source does not say or there is no scale. */
export type PublishedGroup = number | 'channel' | null;

/** A published table. Values stand model by model, and for each model dataset by dataset. */
export interface PublishedTable {
  readonly id: string;
  readonly source: string;
  readonly models: readonly string[];
  readonly datasets: readonly Dataset[];
  readonly note?: string;
  readonly rows: readonly PublishedTableRow[];
}

export interface PublishedTableRow {
  /** As the source names the row. */
  readonly label: string;
  readonly format: string;
  readonly group: PublishedGroup;
  /** `fp16` unless said otherwise. */
  readonly activations?: string;
  /** `rtn` unless said otherwise. */
  readonly method?: string;
  readonly scales?: string;
  readonly note?: string;
  /** null where the source has no value. */
  readonly values: readonly (number | null)[];
}

const bitmod = (table: string): string => `BitMoD, HPCA 2025 (arXiv 2411.11745v2), ${table}`;
const bitmodReadme = 'abdelfattah-lab/BitMoD-HPCA-25 README.md @e445a5f';
const paretoSheet = 'yc2367/BitMoD @b18cacb figures/ppl_pareto/ppl_pareto.xlsx, the data of Fig. 9 of BitMoD, HPCA 2025';
const oliveReadme = 'clevercool/ANT-Quantization @bc84067 olive_quantization/llm/README.md';

const six = ['opt-1.3b', 'phi-2', 'yi-6b', 'llama-2-7b', 'llama-2-13b', 'llama-3-8b'];
const four = ['opt-1.3b', 'phi-2', 'llama-2-7b', 'llama-2-13b'];
const three = ['llama-2-7b', 'llama-2-13b', 'llama-3-8b'];
const both: readonly Dataset[] = ['wikitext2', 'c4'];
const wikitext2: readonly Dataset[] = ['wikitext2'];

const notes = {
  ant: 'printed as ANT: the values are those of flint in Table I for OPT-1.3B, Phi-2 and Llama-2-7B, and 0.02 higher for Llama-2-13B',
  ant3: 'the 3-bit grid of this ANT row is not stated; of the values of FP3 in Table VIII it shares only that of Llama-3-8B on Wikitext-2',
  mx: 'not the MXFP4 of the OCP: the comparison scales by 2^e / 3',
  mx3: 'scaled by 2^e / 2; OPT-1.3B on Wikitext-2 is printed as 1E+3',
  int8: 'contradicts itself on Llama-2-13B: 4.95 with FP16 activations, 4.93 with INT8 ones, 4.88 without quantisation',
  integers: 'whether the integers are symmetric or asymmetric is not stated',
  garbled: 'the header over the OPT columns is garbled in the text of the paper; values as printed from left to right',
  figure: 'the grid behind this number of bits is not stated',
};

/**
 * Published perplexities of weight-quantised models: read in the sources, none measured again. Weights only, FP16 activations and groups of 128
 * (MX: 32) unless a row says otherwise. The order is the order of preference, the main table (VI) first; contradictions are kept.
 */
export const publishedTables: readonly PublishedTable[] = [
  {
    id: 'VI', source: bitmod('Table VI'), models: six, datasets: both,
    rows: [
      { label: 'fp16', format: 'fp16', group: null, values: [14.62, 14.72, 9.71, 12.74, 5.84, 8.91, 5.47, 6.97, 4.88, 6.47, 6.13, 8.88] },
      { label: 'ant', format: 'flint4', group: 128, note: notes.ant, values: [16.23, 16.08, 11.23, 14.31, 6.87, 10.95, 6.09, 7.71, 5.31, 6.91, 7.58, 11.04] },
      { label: 'olive', format: 'olive4', group: 128, values: [15.38, 15.82, 10.49, 13.51, 6.55, 9.84, 5.91, 7.34, 5.13, 6.74, 6.89, 9.91] },
      { label: 'mx_fp4', format: 'mxfp4-bitmod', group: 32, note: notes.mx, values: [15.39, 15.81, 10.72, 13.72, 6.62, 10.24, 5.82, 7.39, 5.11, 6.71, 7.04, 10.13] },
      { label: 'int4_asym', format: 'int4-asym', group: 128, values: [15.41, 15.74, 10.67, 13.65, 6.32, 9.69, 5.77, 7.31, 5.01, 6.62, 6.84, 9.79] },
      { label: 'bitmod4', format: 'bitmod4', group: 128, values: [14.89, 15.29, 10.48, 13.53, 6.23, 9.58, 5.72, 7.26, 5.01, 6.61, 6.73, 9.66] },
      { label: 'ant3', format: 'ant3', group: 128, note: notes.ant3, values: [340.6, 332.9, 15.57, 18.35, 9.01, 14.32, 8.51, 10.28, 6.4, 7.98, 15.22, 17.56] },
      { label: 'olive3', format: 'olive3', group: 128, values: [76.79, 59.63, 14.93, 17.76, 32.42, 66.02, 9.13, 12.04, 8.69, 12.43, 26.76, 46.39] },
      { label: 'mx_fp3', format: 'mxfp3-bitmod', group: 32, note: notes.mx3, values: [1000, 771.6, 17.89, 20.37, 15.41, 21.97, 8.86, 11.99, 7.19, 9.13, 23.82, 31.39] },
      { label: 'int3_asym', format: 'int3-asym', group: 128, values: [139.4, 144.9, 13.92, 16.79, 8.66, 13.33, 7.08, 9.29, 5.64, 7.35, 13.26, 17.8] },
      { label: 'bitmod3', format: 'bitmod3', group: 128, values: [22.67, 20.47, 12.91, 15.69, 7.66, 11.98, 6.55, 8.36, 5.5, 7.18, 8.96, 12.82] },
    ],
  },
  {
    id: 'I', source: bitmod('Table I'), models: four, datasets: wikitext2,
    rows: [
      { label: 'fp16', format: 'fp16', group: null, values: [14.62, 9.71, 5.47, 4.88] },
      { label: 'int4_sym', format: 'int4-sym', group: 'channel', values: [36.05, 13.03, 12.92, 5.47] },
      { label: 'int4_sym', format: 'int4-sym', group: 128, values: [16.04, 11.15, 5.84, 5.07] },
      { label: 'int4_asym', format: 'int4-asym', group: 'channel', values: [48.41, 12.08, 8.89, 5.27] },
      { label: 'int4_asym', format: 'int4-asym', group: 128, values: [15.41, 10.67, 5.77, 5.01] },
      { label: 'fp4', format: 'fp4-e2m1', group: 'channel', values: [16.07, 11.24, 8.07, 5.15] },
      { label: 'fp4', format: 'fp4-e2m1', group: 128, values: [14.99, 10.68, 5.77, 5.05] },
      { label: 'flint', format: 'flint4', group: 'channel', values: [15.87, 11.71, 6.67, 5.31] },
      { label: 'flint', format: 'flint4', group: 128, values: [16.23, 11.23, 6.09, 5.29] },
    ],
  },
  {
    id: 'II', source: bitmod('Table II'), models: four, datasets: both,
    rows: [
      { label: 'fp16', format: 'fp16', group: null, values: [14.62, 14.72, 9.71, 12.74, 5.47, 6.97, 4.88, 6.47] },
      { label: 'int6_sym', format: 'int6-sym', group: 128, values: [14.51, 14.8, 9.85, 12.82, 5.49, 6.99, 4.89, 6.46] },
      { label: 'int6_asym', format: 'int6-asym', group: 128, values: [14.61, 14.78, 9.76, 12.8, 5.49, 6.99, 4.89, 6.46] },
      { label: 'fp6_e2m3', format: 'fp6-e2m3', group: 128, values: [14.59, 14.76, 9.85, 12.8, 5.52, 6.99, 4.92, 6.49] },
      { label: 'fp6_e3m2', format: 'fp6-e3m2', group: 128, values: [14.81, 14.81, 9.81, 12.87, 5.49, 7.02, 4.89, 6.5] },
    ],
  },
  {
    id: 'VIII', source: bitmod('Table VIII'), models: three, datasets: both,
    rows: [
      { label: 'fp4', format: 'fp4-e2m1', group: 128, values: [5.77, 7.32, 5.05, 6.66, 6.86, 9.85] },
      { label: 'fp4_er', format: 'fp4-er', group: 128, values: [5.74, 7.28, 5.03, 6.63, 6.76, 9.71] },
      { label: 'fp4_ea', format: 'fp4-ea', group: 128, values: [5.81, 7.3, 5.08, 6.65, 6.83, 9.79] },
      { label: 'bitmod4', format: 'bitmod4', group: 128, values: [5.72, 7.26, 5.01, 6.61, 6.73, 9.66] },
      { label: 'fp3', format: 'fp3', group: 128, values: [7.51, 10.28, 5.9, 7.58, 15.22, 19.87] },
      { label: 'fp3_er', format: 'fp3-er', group: 128, values: [7.18, 9.71, 5.66, 7.33, 13.43, 17.56] },
      { label: 'fp3_ea', format: 'fp3-ea', group: 128, values: [6.61, 8.45, 5.54, 7.23, 9.06, 12.97] },
      { label: 'bitmod3', format: 'bitmod3', group: 128, values: [6.55, 8.36, 5.5, 7.18, 8.96, 12.82] },
    ],
  },
  {
    id: 'XI', source: bitmod('Table XI'), models: three, datasets: both,
    rows: [
      { label: 'fp16', format: 'fp16', group: null, values: [5.47, 6.97, 4.88, 6.47, 6.13, 8.88] },
      { label: 'w4 quarot', format: 'int4', group: 128, method: 'quarot', note: notes.integers, values: [5.6, 7.48, 5, 6.88, 6.54, 10.18] },
      { label: 'w4 gptq', format: 'int4', group: 128, method: 'gptq', note: notes.integers, values: [5.63, 7.13, 4.99, 6.56, 6.53, 9.38] },
      { label: 'w4 awq', format: 'int4', group: 128, method: 'awq', note: notes.integers, values: [5.6, 7.12, 4.97, 6.56, 6.54, 9.39] },
      { label: 'w4 omniquant', format: 'int4', group: 128, method: 'omniquant', note: notes.integers, values: [5.59, 7.12, 4.96, 6.56, 6.57, 9.5] },
      { label: 'w4 bitmod_awq', format: 'bitmod4', group: 128, method: 'awq', values: [5.59, 7.09, 4.96, 6.55, 6.5, 9.33] },
      { label: 'w4 bitmod_omniquant', format: 'bitmod4', group: 128, method: 'omniquant', values: [5.57, 7.07, 4.95, 6.55, 6.45, 9.3] },
      { label: 'w3 quarot', format: 'int3', group: 128, method: 'quarot', note: notes.integers, values: [6.09, 8.44, 5.37, 7.52, 7.64, 12.49] },
      { label: 'w3 gptq', format: 'int3', group: 128, method: 'gptq', note: notes.integers, values: [6.29, 7.89, 5.42, 7, 9.58, 11.66] },
      { label: 'w3 awq', format: 'int3', group: 128, method: 'awq', note: notes.integers, values: [6.24, 7.81, 5.32, 6.95, 8.22, 11.56] },
      { label: 'w3 omniquant', format: 'int3', group: 128, method: 'omniquant', note: notes.integers, values: [6.05, 7.76, 5.28, 6.99, 8.33, 12.04] },
      { label: 'w3 bitmod_awq', format: 'bitmod3', group: 128, method: 'awq', values: [6.07, 7.64, 5.27, 6.88, 7.81, 11.07] },
      { label: 'w3 bitmod_omniquant', format: 'bitmod3', group: 128, method: 'omniquant', values: [5.89, 7.59, 5.21, 6.85, 7.57, 11.05] },
    ],
  },
  {
    id: 'V', source: bitmod('Table V'), models: four, datasets: both,
    rows: [
      { label: 'fp16', format: 'int4-asym', group: 128, values: [15.41, 15.84, 10.68, 13.66, 5.77, 7.31, 5.01, 6.62] },
      { label: 'int8', format: 'int4-asym', group: 128, scales: 'int8', values: [15.41, 15.84, 10.68, 13.66, 5.77, 7.31, 5.01, 6.62] },
      { label: 'int6', format: 'int4-asym', group: 128, scales: 'int6', values: [15.43, 15.84, 10.74, 13.71, 5.77, 7.31, 5.01, 6.62] },
      { label: 'int4', format: 'int4-asym', group: 128, scales: 'int4', values: [15.52, 15.93, 10.76, 13.73, 5.77, 7.36, 5.03, 6.64] },
      { label: 'int2', format: 'int4-asym', group: 128, scales: 'int2', values: [18.46, 18.61, 15.68, 18.32, 8.41, 10.63, 6.19, 8.12] },
    ],
  },
  {
    id: 'IX', source: bitmod('Table IX'), models: ['opt-1.3b', 'phi-2', 'llama-2-7b', 'llama-3-8b'], datasets: both, note: notes.garbled,
    rows: [
      { label: '5,6', format: 'fp3-special-5-6', group: 128, values: [23.39, 20.12, 13.02, 15.84, 6.61, 8.48, 9.09, 13.81] },
      { label: '3,5', format: 'fp3-special-3-5', group: 128, values: [35.54, 37.65, 13.41, 16.29, 6.68, 8.73, 10.32, 14.48] },
      { label: '3,6', format: 'bitmod3', group: 128, values: [22.67, 20.47, 12.91, 15.69, 6.55, 8.36, 8.96, 12.82] },
    ],
  },
  {
    id: 'XII', source: bitmod('Table XII'), models: three, datasets: wikitext2,
    rows: [
      { label: 'int8', format: 'int8', group: 128, note: notes.int8, values: [5.47, 4.95, 6.13] },
      { label: 'int8', format: 'int8', group: 128, note: notes.int8, activations: 'int8', method: 'smoothquant', values: [5.52, 4.93, 6.26] },
      { label: 'int4_asym', format: 'int4-asym', group: 128, values: [5.77, 5.01, 6.84] },
      { label: 'int4_asym', format: 'int4-asym', group: 128, activations: 'int8', method: 'smoothquant', values: [5.83, 5.09, 7.05] },
      { label: 'bitmod4', format: 'bitmod4', group: 128, values: [5.72, 5.01, 6.73] },
      { label: 'bitmod4', format: 'bitmod4', group: 128, activations: 'int8', method: 'smoothquant', values: [5.76, 5.07, 6.87] },
      { label: 'int3_asym', format: 'int3-asym', group: 128, values: [7.08, 5.64, 13.26] },
      { label: 'int3_asym', format: 'int3-asym', group: 128, activations: 'int8', method: 'smoothquant', values: [7.58, 5.99, 25.78] },
      { label: 'bitmod3', format: 'bitmod3', group: 128, values: [6.55, 5.5, 9.09] },
      { label: 'bitmod3', format: 'bitmod3', group: 128, activations: 'int8', method: 'smoothquant', values: [6.85, 5.82, 10.57] },
    ],
  },
  {
    id: 'README', source: bitmodReadme, models: ['llama-2-7b', 'llama-2-13b', 'llama-2-70b', 'llama-3-8b', 'llama-3-70b'], datasets: both,
    rows: [
      { label: 'fp16', format: 'fp16', group: null, values: [5.47, 6.97, 4.88, 6.47, 3.32, 5.52, 6.14, 8.88, 2.85, 6.73] },
      { label: 'w4g128 awq+bitmod', format: 'bitmod4', group: 128, method: 'awq', values: [5.59, 7.09, 4.96, 6.55, 3.4, 5.57, 6.5, 9.32, 3.19, 6.94] },
      { label: 'w4g128 omniq+bitmod', format: 'bitmod4', group: 128, method: 'omniquant', values: [5.56, 7.06, 4.95, 6.55, null, null, 6.45, 9.34, null, null] },
      { label: 'w3g128 awq+bitmod', format: 'bitmod3', group: 128, method: 'awq', values: [6.07, 7.64, 5.27, 6.88, 3.7, 5.77, 7.79, 11.07, 4.48, 7.76] },
      { label: 'w3g128 omniq+bitmod', format: 'bitmod3', group: 128, method: 'omniquant', values: [5.86, 7.55, 5.17, 6.84, null, null, 7.56, 11.06, null, null] },
    ],
  },
  {
    id: 'Fig. 9', source: paretoSheet, models: ['phi-2', 'llama-2-7b'], datasets: wikitext2,
    rows: [
      { label: 'fp16', format: 'fp16', group: null, values: [9.71, 5.47] },
      { label: 'bitmod 3', format: 'bitmod3', group: 128, values: [12.91, 6.51] },
      { label: 'bitmod 4', format: 'bitmod4', group: 128, values: [10.48, 5.72] },
      { label: 'bitmod 5', format: 'bitmod5', group: 128, note: notes.figure, values: [10.05, 5.54] },
      { label: 'bitmod 6', format: 'bitmod6', group: 128, note: notes.figure, values: [9.87, 5.49] },
      { label: 'bitmod 8', format: 'bitmod8', group: 128, note: notes.figure, values: [9.71, 5.47] },
      { label: 'ant 3', format: 'ant3', group: 128, values: [15.57, 7.51] },
      { label: 'ant 4', format: 'flint4', group: 128, values: [11.23, 6.09] },
      { label: 'ant 5', format: 'ant5', group: 128, note: notes.figure, values: [10.83, 6] },
      { label: 'ant 8', format: 'ant8', group: 128, note: notes.figure, values: [9.71, 5.47] },
      { label: 'olive 3', format: 'olive3', group: 128, values: [16.7, 22.95] },
      { label: 'olive 4', format: 'olive4', group: 128, values: [10.54, 5.82] },
      { label: 'olive 5', format: 'olive5', group: 128, note: notes.figure, values: [10.06, 5.61] },
      { label: 'olive 8', format: 'olive8', group: 128, note: notes.figure, values: [9.71, 5.47] },
    ],
  },
  {
    id: 'OliVe README', source: oliveReadme, models: ['gpt2-xl', 'bloom-7b1', 'opt-6.7b'], datasets: ['wikitext103', 'c4'],
    rows: [
      { label: 'w4a4', format: 'olive4', group: null, activations: 'olive4', values: [19.11, 18.08, 15.16, 17.18, 55.44, 32.41] },
    ],
  },
];
