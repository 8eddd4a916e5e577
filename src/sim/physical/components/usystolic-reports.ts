/** How a PE of uSystolic multiplies. */
export type MacScheme = 'binary-parallel' | 'binary-serial' | 'unary-rate' | 'unary-temporal' | 'ugemm-rate';

/** um2, and pJ a cycle of 2.5 ns: switching at the synthesiser's default activity, and leakage. */
export type SynthesisReport = readonly [um2: number, dynamicPj: number, leakagePj: number];

export const reportSource = 'diwu1990/uSystolic-Sim e86ae39, synthesis/32nm_rvt: Design Compiler, SAED 32 nm RVT, 0.85 V, 25 C, 400 MHz, no layout';

/**
 * Reports by scheme, operand bits and unit: PEs and their parts (`acc`: adder and register of sums), arrays of n x n PEs and of 12 x 14 (Eyeriss).
 * Of the unary schemes the array of 16 x 16 alone.
 */
export const synthesisReports: Readonly<Record<MacScheme, Readonly<Record<8 | 16, Readonly<Record<string, SynthesisReport>>>>>> = {
  'binary-parallel': {
    8: {
      acc: [580.72, 0.14972, 0.036889], array_16: [431600, 56.23, 22.91], array_32: [171e4, 218.94, 87.214], array_4: [25940, 3.615, 1.4526],
      array_8: [107570, 14.373, 5.7787], array_eyeriss: [282910, 37.376, 15.387], ireg_border: [82.343, 0.037427, 0.0058],
      ireg_inner: [82.343, 0.037427, 0.0058], mul_border: [513.12, 0.22133, 0.026467], mul_inner: [513.12, 0.22133, 0.026467],
      pe_border: [2082.7, 0.25802, 0.11953], pe_inner: [2082.7, 0.25802, 0.11953], wreg: [82.343, 0.037427, 0.0058],
    },
    16: {
      acc: [864.6, 0.2036, 0.052469], array_16: [1400400, 91.962, 68.324], array_32: [5538100, 348.03, 263.97], array_4: [96815, 6.4393, 4.7077],
      array_8: [382790, 24.715, 18.53], array_eyeriss: [939910, 62.011, 45.154], ireg_border: [160.11, 0.074853, 0.01147],
      ireg_inner: [160.11, 0.074853, 0.01147], mul_border: [1920.8, 1.2516, 0.10429], mul_inner: [1920.8, 1.2516, 0.10429],
      pe_border: [7457.1, 0.48032, 0.37496], pe_inner: [7457.1, 0.48032, 0.37496], wreg: [160.11, 0.074853, 0.01147],
    },
  },
  'binary-serial': {
    8: {
      acc: [826.98, 0.16058, 0.044924], array_16: [273550, 60.201, 14.955], array_32: [1080800, 238.81, 57.923], array_4: [16894, 3.7425, 0.92168],
      array_8: [68578, 15.046, 3.7588], array_eyeriss: [178930, 39.499, 9.748], ireg_border: [82.343, 0.037427, 0.0058],
      ireg_inner: [82.343, 0.037427, 0.0058], mul_border: [90.984, 0.020678, 0.004982], mul_inner: [80.564, 0.018346, 0.004558],
      pe_border: [1093.3, 0.27047, 0.062951], pe_inner: [1133, 0.26669, 0.064853], wreg: [82.343, 0.037427, 0.0058],
    },
    16: {
      acc: [1187.6, 0.21937, 0.056178], array_16: [405980, 89.882, 20.92], array_32: [1606800, 356.05, 81.915], array_4: [25616, 5.6605, 1.3391],
      array_8: [104490, 22.793, 5.5512], array_eyeriss: [269660, 59.32, 14.063], ireg_border: [160.11, 0.074853, 0.01147],
      ireg_inner: [160.11, 0.074853, 0.01147], mul_border: [154.01, 0.028899, 0.008109], mul_inner: [136.98, 0.026987, 0.00749],
      pe_border: [1700.2, 0.41014, 0.096647], pe_inner: [1668.7, 0.39796, 0.091649], wreg: [160.11, 0.074853, 0.01147],
    },
  },
  'ugemm-rate': {
    8: {
      array_16: [216990, 60.107, 14.003],
    },
    16: {
      array_16: [337420, 95.217, 20.475],
    },
  },
  'unary-rate': {
    8: {
      array_16: [161020, 48.664, 9.9725],
    },
    16: {
      array_16: [315940, 79.076, 18.648],
    },
  },
  'unary-temporal': {
    8: {
      array_16: [151650, 47.862, 9.5168],
    },
    16: {
      array_16: [309630, 77.895, 17.748],
    },
  },
};
