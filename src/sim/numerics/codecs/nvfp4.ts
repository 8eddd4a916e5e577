import { groupCount, patternsFor, type Codec, type Encoded } from '../codec.js';
import { roundToFloat } from '../formats/float-format.js';
import { smallFloat } from '../formats/elements.js';
import { e4m3, e4m3Store, fp32Store } from '../formats/scale-store.js';
import { largestMagnitude, once, roundGroup, roundedGrid, valuesOf } from './grid.js';

const blockSize = 16;

/**
 * NVFP4: E2M1 in blocks of 16, each with an E4M3 scale, and one FP32 scale for the tensor: w ~ code x blockScale x tensorScale, with
 * tensorScale = max over blocks of (max|w| / 6) / 448 and blockScale = E4M3(max|w_b| / 6 / tensorScale).
 * `scaleFirst`: elements are divided by the scale that is stored. Otherwise by the exact one, as RaZeR's code does.
 */
export function nvfp4Codec(scaleFirst: boolean): Codec {
  const element = once(() => smallFloat(4));
  const grid = once(() => roundedGrid(element(), 'lower'));
  return {
    name: scaleFirst ? 'nvfp4' : 'nvfp4-razer',
    summary: `E2M1 in blocks of 16 with E4M3 scales and one FP32 scale; elements are divided by the ${scaleFirst ? 'rounded' : 'exact'} block scale`,
    source: scaleFirst ? 'NVFP4 as in the quantiser of BitMoD-MXFP4-NVFP4; no primary document of NVIDIA was read' : 'RaZeR: the quantiser of BitMoD-MXFP4-NVFP4',
    patternBits: 4, vectorLength: 1,
    group: { usual: blockSize, fixed: true },
    fields: [
      { name: 'tensorScale', meaning: 'scale of the block scales', per: 'tensor', count: 1, store: fp32Store },
      { name: 'scale', meaning: 'scale of the block, in units of the tensor scale', per: 'group', count: 1, store: e4m3Store },
    ],
    elements: () => [element()],
    encode: (weights, groupSize) => {
      const groups = groupCount(weights.length, groupSize);
      const exact = Float64Array.from({ length: groups }, (_, g) => largestMagnitude(weights, g * groupSize, (g + 1) * groupSize) / 6);
      const tensorScale = exact.reduce((a, b) => Math.max(a, b), 0) / 448;
      const scale = exact.map((s) => (tensorScale === 0 ? 0 : roundToFloat(e4m3, s / tensorScale, 'saturate')));
      const patterns = patternsFor(4, weights.length);
      for (let g = 0; g < groups; g++) roundGroup(grid(), weights, g * groupSize, (g + 1) * groupSize, scaleFirst ? scale[g]! * tensorScale : exact[g]!, patterns);
      return { length: weights.length, groupSize, patterns, fields: { tensorScale: Float64Array.of(tensorScale), scale } };
    },
    decode: (encoded) => decode(valuesOf(element(), encoded), encoded),
    codes: (encoded) => valuesOf(element(), encoded),
  };
}

function decode(codes: Float64Array, encoded: Encoded): Float64Array {
  const tensorScale = encoded.fields['tensorScale']![0]!;
  const scales = encoded.fields['scale']!;
  return codes.map((code, i) => code * (scales[Math.floor(i / encoded.groupSize)]! * tensorScale));
}
