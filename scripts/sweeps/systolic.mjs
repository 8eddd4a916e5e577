// Tiles of systolic arrays.
export const modules = ['arch/systolic/rtl.js'];

/** dataflow, rows, columns, activationBits, weightBits, sumBits */
const points = {
  fit: [
    ['output', 1, 1, 8, 8, 32],
    ['output', 2, 2, 8, 8, 32],
    ['output', 1, 4, 8, 8, 32],
    ['output', 4, 1, 8, 8, 24],
    ['output', 4, 4, 8, 8, 32],
    ['output', 3, 5, 4, 8, 20],
    ['output', 6, 2, 16, 8, 40],
    ['output', 2, 6, 4, 4, 16],
    ['weight', 1, 1, 8, 8, 32],
    ['weight', 2, 2, 8, 8, 32],
    ['weight', 1, 5, 8, 8, 32],
    ['weight', 5, 1, 8, 8, 24],
    ['weight', 4, 4, 8, 8, 32],
    ['weight', 3, 5, 8, 4, 20],
    ['weight', 6, 2, 16, 8, 40],
    ['weight', 2, 6, 4, 4, 16],
    ['output', 4, 3, 3, 3, 12],
  ],
  test: [
    ['output', 2, 1, 8, 8, 16],
    ['output', 1, 2, 2, 2, 4],
    ['output', 3, 3, 8, 8, 32],
    ['output', 5, 2, 16, 16, 48],
    ['output', 2, 7, 8, 5, 21],
    ['output', 6, 4, 8, 8, 32],
    ['output', 8, 2, 8, 8, 28],
    ['weight', 2, 1, 8, 8, 16],
    ['weight', 1, 2, 2, 2, 4],
    ['weight', 3, 3, 8, 8, 32],
    ['weight', 5, 2, 16, 16, 48],
    ['weight', 2, 7, 8, 5, 21],
    ['weight', 4, 3, 3, 3, 12],
    ['weight', 6, 4, 8, 8, 32],
    ['weight', 8, 2, 8, 8, 28],
    ['output', 3, 2, 3, 4, 10],
    ['weight', 3, 2, 2, 3, 9],
  ],
};

export const designs = ({ systolicTileDesign }) => ['fit', 'test'].flatMap((use) => points[use].map(([dataflow, rows, columns, activationBits, weightBits, sumBits]) => {
  const parameters = { dataflow: `${dataflow}-stationary`, rows, columns, activationBits, weightBits, sumBits };
  return { use, parameters, design: systolicTileDesign(parameters, []) };
}));
