import { perWeight, type Kernel, type Operations } from './kernel.js';
import type { VectorName } from './vector-unit.js';

/** Formats of llama.cpp whose dot products are counted. */
export type GgmlFormat = 'Q2_K' | 'Q3_K' | 'Q4_0' | 'Q8_0' | 'F16';

interface Counted { readonly weights: number; readonly operations: Partial<Operations> }

/**
 * Operations of a block of weights in the dot products of llama.cpp (ggml-quants.c and ggml.c of May 2024, the build that T-MAC compares with), which
 * dequantise in registers and multiply by INT8 activations (F16: FP16). Q2_K and Q3_K on NEON add up 16 products at a time and leave the vector unit to
 * multiply them with the scale; Q4_0 and Q8_0 turn every 32 products into floats.
 */
const counted: Readonly<Record<VectorName, Readonly<Record<GgmlFormat, Counted>>>> = {
  neon: {
    Q2_K: { weights: 256, operations: { load: 20, unpack: 28, multiply: 16, aggregate: 32, scale: 60 } },
    Q3_K: { weights: 256, operations: { load: 22, unpack: 74, multiply: 16, aggregate: 32, scale: 68 } },
    Q4_0: { weights: 64, operations: { load: 6, unpack: 8, multiply: 4, scale: 14 } },
    Q8_0: { weights: 64, operations: { load: 8, multiply: 4, aggregate: 2, scale: 14 } },
    F16: { weights: 32, operations: { load: 8, multiply: 4 } },
  },
  avx2: {
    Q2_K: { weights: 256, operations: { load: 10, unpack: 14, multiply: 8, aggregate: 8, scale: 41 } },
    Q3_K: { weights: 256, operations: { load: 11, unpack: 38, multiply: 24, aggregate: 8, scale: 55 } },
    Q4_0: { weights: 32, operations: { load: 2, unpack: 4, multiply: 3, aggregate: 1, scale: 8 } },
    Q8_0: { weights: 32, operations: { load: 2, multiply: 3, aggregate: 1, scale: 8 } },
    F16: { weights: 32, operations: { load: 8, unpack: 8, multiply: 4 } },
  },
};

/** Bits of a weight with the scales of its block. */
const storedBits: Readonly<Record<GgmlFormat, number>> = { Q2_K: 2.625, Q3_K: 3.4375, Q4_0: 4.5, Q8_0: 8.5, F16: 16 };

/**
 * Cycles from one fused multiply-add to the next that uses its result: 4 on the cores that are calibrated here (Cortex-A76 and A78 software
 * optimisation guides, Intel Ice Lake; Apple's cores as measured by others). The FP16 loop has four sums for 32 products, which therefore take at
 * least 4 cycles; those of the other formats depend on one another less often than they issue.
 */
const multiplyAddLatency = 4;
const f16ProductsInFlight = 32;

export function ggmlKernel(vector: VectorName, format: GgmlFormat): Kernel {
  const { weights, operations } = counted[vector][format];
  return {
    name: `llama.cpp ${format}`, perWeight: perWeight(weights, operations), build: null,
    chainCyclesPerWeight: format === 'F16' ? multiplyAddLatency / f16ProductsInFlight : 0,
    storedBits: storedBits[format],
  };
}

/** The narrowest counted format that holds integers of so many bits. */
export function ggmlFormatOf(bits: number): GgmlFormat {
  if (bits <= 2) return 'Q2_K';
  if (bits <= 3) return 'Q3_K';
  if (bits <= 4) return 'Q4_0';
  return bits <= 8 ? 'Q8_0' : 'F16';
}
