import { headUnquantized, perOutput, scheme, weights, type Method } from './preset.js';

/** Activations are spread by Hadamard transforms before they are quantised. */
export function rotationMethods(): readonly Method[] {
  return [{
    title: 'HALO',
    scheme: {
      ...scheme('halo-int8', { w: weights('int8'), a: 'int8', kv: 'fp16', acc: 'int32', overrides: headUnquantized },
        'HALO, Ashkboos et al., NeurIPS 2025 (arXiv 2501.02625): INT8 products of the forward pass with rotated inputs; the weights are rotated before. Gradients are no part of it here'),
      matrixBits: perOutput(1),
      rotatedInputs: ['q_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
    },
    stored: 'INT8, an FP16 scale an output', extra: 'a Hadamard transform of each input (`hadamard_...`): n log2 n additions as vector work, in and out of memory where activations are there',
  }];
}
