// Look-up arrays with their tables.
export const modules = ['arch/lut-tensor-core/rtl.js'];

/** m, n, k, activationBits, planes, sumBits, sign */
const points = {
  fit: [
    [1, 1, 2, 2, 1, 8, 'first'],
    [1, 1, 4, 8, 4, 32, 'first'],
    [1, 2, 3, 8, 2, 24, 'last'],
    [2, 1, 4, 8, 2, 32, 'first'],
    [1, 4, 4, 8, 1, 32, 'first'],
    [2, 2, 4, 8, 4, 32, 'first'],
    [1, 1, 6, 8, 4, 32, 'first'],
    [1, 3, 5, 8, 2, 32, 'first'],
    [2, 3, 2, 8, 8, 32, 'first'],
    [1, 8, 4, 8, 2, 24, 'last'],
    [3, 2, 4, 4, 4, 20, 'first'],
    [1, 2, 4, 16, 2, 40, 'first'],
    [4, 1, 3, 8, 3, 28, 'first'],
    [1, 6, 4, 8, 8, 32, 'first'],
    [2, 4, 5, 6, 3, 32, 'last'],
    [1, 1, 2, 16, 8, 48, 'first'],
  ],
  test: [
    [1, 1, 3, 8, 8, 32, 'first'],
    [1, 3, 4, 8, 2, 32, 'first'],
    [2, 2, 3, 4, 2, 16, 'last'],
    [1, 2, 6, 8, 2, 32, 'first'],
    [2, 1, 5, 8, 4, 32, 'first'],
    [1, 5, 4, 8, 4, 32, 'first'],
    [3, 1, 2, 8, 4, 24, 'first'],
    [1, 1, 4, 16, 8, 48, 'first'],
    [2, 3, 4, 8, 1, 32, 'last'],
    [1, 4, 5, 8, 8, 32, 'first'],
    [4, 2, 4, 8, 2, 32, 'first'],
    [1, 7, 3, 5, 4, 25, 'first'],
    [2, 2, 6, 4, 3, 32, 'first'],
    [1, 12, 4, 8, 2, 32, 'first'],
    [2, 6, 4, 8, 2, 32, 'first'],
    [1, 1, 4, 2, 1, 8, 'first'],
    // The array of the paper.
    [2, 64, 4, 8, 2, 32, 'first'],
  ],
};

export const designs = ({ lutArrayTileDesign }) => ['fit', 'test'].flatMap((use) => points[use].map(([m, n, k, activationBits, planes, sumBits, sign]) => {
  const parameters = { m, n, k, activationBits, planes, sumBits, sign };
  return { use, parameters, design: lutArrayTileDesign(parameters, []) };
}));
