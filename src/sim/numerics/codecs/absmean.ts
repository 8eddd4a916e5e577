import { bipolarInteger, ternary } from '../formats/elements.js';
import { gridCodec, type GridCodec, type ScaleRule } from './grid.js';

/** scale = mean |w|. */
const absmeanScale: ScaleRule = (_grid, weights, from, to) => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.abs(weights[i]!);
  return sum / (to - from);
};

/** q = clamp(round(w / mean|w|), -1, 1), one scale a matrix (BitNet b1.58, Ma et al., 2024). */
export function ternaryCodec(): GridCodec {
  return gridCodec({
    name: 'ternary', summary: '-1, 0, 1 with the mean magnitude as scale, in 2 bits (5 in a byte when packed tighter: 1.6)',
    source: 'BitNet b1.58, Ma et al., 2024: absmean quantisation', element: ternary, ties: 'even', usualGroup: 0, scaleRule: absmeanScale,
  });
}

/** sign(w) with the mean magnitude as scale, which is the scale of least squared error (XNOR-Net, Rastegari et al., ECCV 2016); 0 counts as positive. */
export function binaryCodec(): GridCodec {
  return gridCodec({
    name: 'binary', summary: '-1 and +1 with the mean magnitude as scale',
    source: 'XNOR-Net, Rastegari et al., ECCV 2016', element: () => bipolarInteger(1), ties: 'higher', usualGroup: 0, scaleRule: absmeanScale,
  });
}
