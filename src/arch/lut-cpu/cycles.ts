import type { DataType } from '../../sim/model/datatype.js';
import { i2sKernel, tl1Kernel, tl2Kernel } from './bitnet.js';
import { ggmlFormatOf, ggmlKernel } from './ggml.js';
import { buildOperations, cyclesPerWeight, type Kernel } from './kernel.js';
import type { LutCpuParameters } from './spec.js';
import { tmacKernel } from './tmac.js';
import type { VectorName } from './vector-unit.js';

/** Rows and columns are computed in blocks of this many: flattened rows of a byte of indices, products of a dot product. */
const block = 16;

/** Whether the low-bit kernel takes weights of this format: T-MAC integers of 1 to 4 bits, those of bitnet.cpp ternary ones; llama.cpp has one for each format. */
export function takesWeights({ kernel }: LutCpuParameters, type: DataType): boolean {
  switch (kernel) {
    case 't-mac': return type.kind === 'integer' && type.bits <= 4;
    case 'tl1': case 'tl2': case 'i2-s': return type.kind === 'ternary';
    case 'llama.cpp': return false;
  }
}

/** The kernel of that name for a format that it takes. */
function lowBitKernel({ kernel, vectorUnit, fastAggregation = false }: LutCpuParameters, type: DataType): Kernel {
  switch (kernel) {
    case 't-mac': return tmacKernel(vectorUnit, type.bits, fastAggregation);
    case 'tl1': return tl1Kernel;
    case 'tl2': return tl2Kernel;
    case 'i2-s': return i2sKernel(vectorUnit, 'rows');
    case 'llama.cpp': return multiplyKernel(vectorUnit, type);
  }
}

/** llama.cpp's dot product for operands of that many bits. */
function multiplyKernel(vector: VectorName, { bits }: DataType): Kernel {
  return ggmlKernel(vector, ggmlFormatOf(bits));
}

/** Bits of a weight in memory over those that the scheme counts: ternary weights count 1.6 bits; TL1 and I2_S store 2, TL2 5/3. */
export function storedRatio(p: LutCpuParameters): number {
  switch (p.kernel) {
    case 'tl1': return tl1Kernel.storedBits / 1.6;
    case 'tl2': return tl2Kernel.storedBits / 1.6;
    case 'i2-s': return i2sKernel(p.vectorUnit, 'rows').storedBits / 1.6;
    case 't-mac': case 'llama.cpp': return 1;
  }
}

/** What a product with operands of one format runs on. */
export interface KernelRate {
  readonly kernel: Kernel;
  /** Operations a cycle and core. */
  readonly issue: number;
  /** Cycles of one core for a weight and a token. */
  readonly cyclesPerWeight: number;
}

/** The kernel that takes operands of this format, and its cycles. */
export function kernelRate(p: LutCpuParameters, operand: DataType): KernelRate {
  const lowBit = takesWeights(p, operand);
  const kernel = lowBit ? lowBitKernel(p, operand) : multiplyKernel(p.vectorUnit, operand);
  const issue = lowBit || p.kernel === 'llama.cpp' ? p.issue.kernel : p.issue.multiply;
  return { kernel, issue, cyclesPerWeight: cyclesPerWeight(kernel, issue) };
}

/**
 * Core cycles of m tokens, n outputs and k inputs, all threads together: m * (N K * (cycles a weight + serial) + tables * build / issue), with N and K the
 * next multiples of 16. `serialCycles`: core cycles a weight in which all threads wait for what none of them shortens.
 */
export function tileCycles({ kernel, issue, cyclesPerWeight: cycles }: KernelRate, serialCycles: number, m: number, n: number, k: number): number {
  const inputs = block * Math.ceil(k / block);
  const weights = block * Math.ceil(n / block) * inputs;
  return Math.ceil(m * (weights * (cycles + serialCycles) + buildOperations(kernel, inputs) / issue));
}
