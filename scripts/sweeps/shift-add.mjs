// Arrays of shift-add PEs with their scalers.
export const modules = ['arch/shift-add/rtl.js'];

/** tokens, columns, depth, encoding, terms, group, scalers, activationBits, weightBits, scaleBits, accumulatorBits */
const points = {
  fit: [
    [1, 1, 1, 'binary', 1, 4, 1, 4, 2, 6, 16],
    [1, 2, 2, 'binary', 4, 32, 1, 8, 4, 8, 32],
    [1, 3, 4, 'binary', 4, 16, 1, 8, 4, 8, 24],
    [2, 2, 2, 'binary', 2, 8, 1, 8, 4, 8, 32],
    [1, 4, 1, 'binary', 4, 64, 2, 8, 8, 8, 32],
    [1, 2, 5, 'binary', 3, 5, 2, 6, 6, 12, 28],
    [1, 2, 3, 'binary', 5, 12, 1, 5, 5, 8, 24],
    [1, 1, 4, 'booth', 2, 32, 1, 8, 4, 8, 32],
    [1, 4, 2, 'booth', 2, 16, 2, 8, 4, 8, 32],
    [2, 2, 2, 'booth', 1, 16, 1, 8, 4, 6, 24],
    [1, 3, 3, 'booth', 1, 9, 1, 6, 8, 8, 28],
    [1, 2, 4, 'booth', 4, 16, 1, 8, 8, 12, 40],
    [3, 1, 2, 'binary', 2, 16, 1, 8, 2, 8, 20],
  ],
  test: [
    [1, 2, 4, 'binary', 4, 128, 1, 8, 4, 8, 32],
    [1, 4, 2, 'binary', 2, 32, 4, 8, 4, 8, 32],
    [2, 3, 1, 'binary', 4, 16, 1, 8, 4, 8, 24],
    [1, 5, 2, 'binary', 1, 8, 2, 6, 3, 8, 20],
    [1, 2, 3, 'binary', 4, 12, 1, 8, 8, 8, 32],
    [1, 1, 8, 'binary', 4, 64, 1, 8, 4, 16, 48],
    [1, 1, 2, 'binary', 3, 4, 1, 16, 5, 8, 40],
    [1, 2, 2, 'booth', 2, 128, 1, 8, 4, 8, 32],
    [1, 6, 1, 'booth', 2, 8, 3, 8, 4, 8, 24],
    [2, 2, 3, 'booth', 2, 12, 2, 5, 4, 8, 24],
    [1, 3, 2, 'booth', 3, 32, 1, 8, 6, 8, 32],
    [1, 2, 5, 'booth', 1, 10, 1, 8, 3, 10, 28],
    [1, 4, 4, 'binary', 2, 16, 1, 4, 2, 8, 20],
  ],
};

export const designs = ({ shiftAddTileDesign }) => ['fit', 'test'].flatMap((use) => points[use].map(([
  tokens, columns, depth, encoding, termsPerCycle, group, scalers, activationBits, weightBits, scaleBits, accumulatorBits,
]) => {
  const parameters = { kind: 'shift-add', tokens, columns, depth, encoding, termsPerCycle, group, scalers, activationBits, weightBits, scaleBits, accumulatorBits };
  return { use, parameters, design: shiftAddTileDesign(parameters, []) };
}));
