// Ternary cores.
export const modules = ['arch/ternary/rtl.js'];

/** mu, tables, reads, activationBits, sumBits, format */
const points = {
  fit: [
    [1, 1, 1, 8, 32, 'keys'],
    [1, 4, 2, 8, 32, 'keys'],
    [1, 8, 2, 8, 24, 'pack5'],
    [2, 2, 2, 8, 32, 'tl1'],
    [2, 4, 1, 8, 32, 'keys'],
    [2, 3, 3, 4, 20, 'pack5'],
    [3, 1, 2, 8, 32, 'keys'],
    [3, 2, 2, 8, 32, 'tl2'],
    [3, 3, 1, 16, 40, 'keys'],
    [3, 2, 3, 8, 24, 'pack5'],
    [4, 1, 1, 8, 32, 'keys'],
    [4, 1, 3, 6, 24, 'pack5'],
  ],
  test: [
    [1, 2, 4, 8, 32, 'tl1'],
    [1, 5, 3, 8, 32, 'keys'],
    [1, 3, 1, 16, 48, 'tl2'],
    [2, 2, 4, 8, 32, 'keys'],
    [2, 4, 2, 8, 32, 'tl2'],
    [2, 1, 1, 3, 8, 'keys'],
    [2, 5, 1, 8, 24, 'pack5'],
    [3, 2, 3, 8, 32, 'keys'],
    [3, 1, 4, 5, 16, 'tl2'],
    [3, 4, 1, 8, 32, 'pack5'],
    [4, 1, 2, 8, 32, 'pack5'],
    [4, 2, 1, 4, 20, 'keys'],
    [3, 4, 4, 8, 32, 'pack5'],
    // No table of five is in the fit.
    [5, 1, 1, 8, 32, 'keys'],
  ],
};

export const designs = ({ ternaryTileDesign }) => ['fit', 'test'].flatMap((use) => points[use].map(([group, tables, reads, activationBits, sumBits, format]) => {
  const parameters = { group, tables, reads, activationBits, sumBits, format };
  return { use, parameters, design: ternaryTileDesign(parameters, []) };
}));
