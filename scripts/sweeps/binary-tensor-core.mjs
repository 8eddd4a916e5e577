// Units of one-bit matrix products.
export const modules = ['arch/binary-tensor-core/rtl.js'];

/** rows, columns, depth, code, rowPlanes, sumBits */
const points = {
  fit: [
    [1, 1, 1, 'xor', 1, 8],
    [1, 1, 16, 'xor', 1, 32],
    [2, 2, 32, 'xor', 1, 32],
    [1, 1, 128, 'xor', 1, 32],
    [2, 1, 64, 'xor', 2, 24],
    [4, 2, 18, 'xor', 4, 20],
    [3, 3, 40, 'xor', 1, 24],
    [1, 1, 16, 'and', 1, 32],
    [2, 2, 32, 'and', 1, 32],
    [1, 1, 128, 'and', 1, 32],
    [2, 1, 64, 'and', 2, 24],
    [4, 2, 18, 'and', 4, 20],
    [3, 3, 40, 'and', 1, 24],
    [8, 1, 36, 'and', 8, 32],
  ],
  test: [
    [1, 1, 8, 'xor', 1, 16],
    [1, 2, 54, 'xor', 1, 32],
    [2, 2, 128, 'xor', 1, 32],
    [3, 2, 24, 'xor', 3, 18],
    [2, 4, 64, 'xor', 1, 32],
    [8, 1, 48, 'xor', 8, 32],
    [4, 4, 32, 'xor', 2, 24],
    [1, 1, 3, 'and', 1, 8],
    [1, 2, 54, 'and', 1, 32],
    [2, 2, 128, 'and', 1, 32],
    [3, 2, 24, 'and', 3, 18],
    [2, 4, 64, 'and', 1, 32],
    [8, 2, 32, 'and', 4, 32],
    [4, 4, 32, 'and', 2, 24],
  ],
};

const codes = { xor: 'bipolar', and: 'twos-complement' };

export const designs = ({ planeTileDesign }) => ['fit', 'test'].flatMap((use) => points[use].map(([rows, columns, depth, operation, rowPlanes, sumBits]) => {
  const parameters = { rows, columns, depth, code: codes[operation], rowPlanes, sumBits };
  return { use, parameters, design: planeTileDesign(parameters, []) };
}));
