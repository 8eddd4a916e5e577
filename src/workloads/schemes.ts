import type { QuantizationScheme } from '../sim/model/quantization.js';
import { literatureMethods } from './literature/methods.js';
import { scheme, weights, type PresetScheme } from './literature/preset.js';
import { withIndex } from './sparse-index.js';

const attentionInputs = ['q_proj', 'k_proj'] as const;

/**
 * The preset schemes. A function and not a table at import time: nothing is built until somebody asks.
 * fp16 scales take 16 bits, mxfp4 8 (E8M0 per 32), nvfp4 8 (E4M3 per 16). The methods of the literature by name are in `literature/`.
 */
export function presetSchemes(): readonly PresetScheme[] {
  return [
    scheme('fp16', { w: weights('fp16'), a: 'fp16', kv: 'fp16' }, 'the unquantised baseline'),
    scheme('int8', { w: weights('int8', 0, 16), a: 'int8', kv: 'int8', acc: 'int32' }, 'every tensor INT8, one scale a matrix'),
    scheme('w8a8', { w: weights('int8', 0, 16), a: 'int8', kv: 'fp16', acc: 'int32' }, 'SmoothQuant, Xiao et al., ICML 2023: INT8 weights and activations, KV cache unquantised'),
    scheme('w4a16-g128', { w: weights('int4', 128, 16, 4), a: 'fp16', kv: 'fp16' }, 'AWQ, Lin et al., MLSys 2024: INT4 in groups of 128, FP16 scale, 4-bit zero point'),
    scheme('w4a8', { w: weights('int4', 128, 16, 4), a: 'int8', kv: 'int8', acc: 'int32' }, 'INT4 weights in groups of 128, INT8 activations and KV cache'),
    scheme('w3-g128', { w: weights('int3', 128, 16, 3), a: 'fp16', kv: 'fp16' }, 'GPTQ, Frantar et al., ICLR 2023: INT3 in groups of 128'),
    scheme('w2-g128', { w: weights('int2', 128, 16, 2), a: 'fp16', kv: 'fp16' }, 'INT2 in groups of 128, FP16 scale, 2-bit zero point'),
    scheme('w1.58', { w: weights('ternary', 0, 16), a: 'int8', kv: 'int8', acc: 'int32', overrides: [{ ops: ['lm_head'], weights: weights('fp16') }] }, 'BitNet b1.58, Ma et al., 2024: ternary weights with one scale a matrix, INT8 activations, lm_head unquantised'),
    scheme('fp8', { w: weights('fp8', 0, 16), a: 'fp8', kv: 'fp8' }, 'FP8 weights, activations and KV cache, one scale a tensor'),
    scheme('mxfp4', { w: weights('fp4', 32, 8), a: 'fp16', kv: 'fp16' }, 'OCP Microscaling Formats v1.0: E2M1 in blocks of 32 with an 8-bit power-of-two scale'),
    scheme('nvfp4', { w: weights('fp4', 16, 8), a: 'fp16', kv: 'fp16' }, 'NVFP4: E2M1 in blocks of 16 with an FP8 scale'),
    flightllmMixed(),
    flightllmMixed35(),
    flightllmSimulator(),
    ...literatureMethods().map((method) => method.scheme),
  ];
}

/**
 * INT4 in groups of 128 (FP16 scale, 4-bit zero point); q_proj and k_proj are 16-wide N:M blocks, 40 % of them dense and 60 % 8:16
 * (density 0.7), with a bitmask and a 3-bit selector a block. 4.154 bits a weight: 3.43 GB for Llama-2-7B, the size of the released weights.
 */
function flightllmMixed(): QuantizationScheme {
  const int4 = weights('int4', 128, 16, 4);
  const sparsity = withIndex({ pattern: 'n-m', density: 0.4 + 0.6 * 0.5, span: 16, selectorBits: 3, index: 'bitmask' });
  return scheme('flightllm-mixed', { w: int4, a: 'int8', kv: 'int8', acc: 'int32', overrides: [{ ops: attentionInputs, weights: { ...int4, sparsity } }] },
    'FlightLLM, Zeng et al., FPGA 2024: INT8 activations, low-bit weights with N:M blocks of 16; density 0.7 of q_proj and k_proj from its released instruction generator; group metadata chosen so that the released 3.43 GB follow (assumed)');
}

/** The paper's average of 3.5 bits: gate and up at 3 bits, q and k sparse with their indices, the rest INT4; FP16 scales in groups of 256. */
function flightllmMixed35(): QuantizationScheme {
  const int4 = weights('int4', 256, 16);
  const int3 = weights('int3', 256, 16);
  const sparsity = withIndex({ pattern: 'n-m', density: 0.5, span: 16, selectorBits: 3, index: 'bitmask' });
  return scheme('flightllm-mixed-3.5', {
    w: int4, a: 'int8', kv: 'int8', acc: 'int32',
    overrides: [{ ops: ['gate_proj', 'up_proj'], weights: int3 }, { ops: attentionInputs, weights: { ...int4, sparsity } }],
  }, 'FlightLLM, Zeng et al., FPGA 2024: "3.5 bit on average"; the split over layers was not published and is assumed here');
}

/** What the authors' simulator prices: bare INT4 values, density 0.7 on q_proj and k_proj, no scales, no indices. */
function flightllmSimulator(): QuantizationScheme {
  const int4 = weights('int4');
  const sparsity = withIndex({ pattern: 'n-m', density: 0.7, span: 16, selectorBits: 0, index: 'none' });
  return scheme('flightllm-simulator', { w: int4, a: 'int8', kv: 'int8', acc: 'int32', overrides: [{ ops: attentionInputs, weights: { ...int4, sparsity } }] },
    'FlightLLM, flightllm_test_demo profile/: INT4 values at density 0.7 for q_proj and k_proj; scale and index loads are not in its programs');
}

/** The preset of that name, or undefined. */
export function schemeNamed(name: string): PresetScheme | undefined {
  return presetSchemes().find((s) => s.name === name);
}

export function schemeNames(): readonly string[] {
  return presetSchemes().map((s) => s.name);
}
