import type { ParameterSensitivity, Variant } from '../../../src/gym/study/sensitivity.js';

type Tried = readonly [value: string | number, loss: number | null];

export function parameter(name: string, value: string | number, tried: readonly Tried[]): ParameterSensitivity {
  const variants = tried.map(([own, loss]): Variant => ({ value: own, losses: loss === null ? null : [loss], reasons: loss === null ? ['lut: 9 needed, 4 available'] : [] }));
  const losses = variants.flatMap((variant) => variant.losses ?? []);
  return { parameter: name, value, variants, nearBest: 1 + losses.filter((loss) => loss <= 0.01).length, worstLoss: losses.length === 0 ? null : Math.max(...losses) };
}

/** Four parameters around a best design: one matters much, one has a plateau, one would be better, one has no other legal value. */
export const smallSensitivity = {
  objectives: [{ name: 'decode rate' }],
  sensitivity: {
    parameters: [
      parameter('channels', 16, [[1, 0.94], [2, 0.87], [4, 0.75], [8, 0.5], [12, 0.25], [14, 0.12]]), parameter('columns', 96, [[16, 0.76], [32, 0.53], [64, 0.105], [128, 0], [192, 0.004], [256, null]]),
      parameter('access', 'own', [['shared', 0.02], ['interleaved', -0.003]]), parameter('cores', 2, [[1, null], [3, null]]), parameter('lanes', 4, []),
    ],
  },
};
