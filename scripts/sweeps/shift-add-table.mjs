// Look-up tables of eight activations with the shifters behind them.
export const modules = ['arch/shift-add/tile/table/design.js'];

/** tables, reads, featuresHeld, scaleTerms, shifters, buildAdders, activationBits, shiftBits, accumulatorBits */
const points = {
  fit: [
    [1, 1, 1, 1, 1, 1, 4, 3, 16],
    [1, 1, 4, 1, 1, 4, 8, 3, 24],
    [1, 2, 8, 3, 3, 8, 8, 3, 32],
    [2, 2, 4, 3, 1, 4, 8, 3, 32],
    [1, 4, 4, 1, 1, 16, 8, 3, 20],
    [3, 1, 6, 2, 2, 2, 6, 3, 24],
    [1, 3, 9, 3, 2, 32, 5, 2, 28],
    [2, 4, 32, 1, 1, 8, 8, 3, 32],
    [4, 1, 64, 1, 1, 4, 8, 4, 40],
    [1, 8, 16, 1, 1, 4, 8, 3, 24],
    [1, 2, 2, 3, 3, 64, 4, 3, 24],
    [2, 1, 128, 3, 3, 1, 12, 3, 32],
    [5, 2, 10, 1, 1, 2, 4, 1, 16],
  ],
  test: [
    [1, 2, 4, 1, 1, 1, 8, 3, 24],
    [2, 2, 8, 1, 1, 4, 8, 3, 32],
    [1, 1, 16, 3, 3, 16, 8, 3, 32],
    [3, 2, 2, 3, 3, 4, 6, 3, 24],
    [1, 5, 5, 2, 1, 8, 8, 3, 28],
    [2, 3, 12, 3, 2, 2, 5, 2, 20],
    [4, 2, 8, 1, 1, 8, 4, 3, 24],
    [1, 4, 64, 3, 3, 4, 8, 3, 32],
    [1, 1, 32, 1, 1, 128, 4, 3, 16],
    [2, 1, 3, 1, 1, 32, 8, 4, 48],
    [6, 1, 1, 1, 1, 1, 8, 3, 24],
    [1, 6, 6, 1, 1, 2, 10, 2, 32],
    [1, 2, 256, 2, 2, 4, 16, 3, 40],
  ],
};

export const designs = ({ shiftAddTableDesign }) => ['fit', 'test'].flatMap((use) => points[use].map(([
  tables, reads, featuresHeld, scaleTerms, shifters, buildAdders, activationBits, shiftBits, accumulatorBits,
]) => {
  const parameters = { kind: 'table', featuresHeld, tables, reads, scaleTerms, shifters, buildAdders, activationBits, weightBits: 4, shiftBits, accumulatorBits };
  return { use, parameters, design: shiftAddTableDesign(parameters, []) };
}));
