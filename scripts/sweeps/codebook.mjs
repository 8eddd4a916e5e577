// Codebook decoders with their multipliers.
export const modules = ['arch/codebook/rtl.js'];

/** tokens, vectorLength, main, rest, entryBits, activationBits, sumBits, memory */
const points = {
  fit: [
    [1, 1, 16, 0, 4, 8, 24, 'luts'],
    [1, 2, 32, 16, 4, 8, 32, 'luts'],
    [1, 4, 256, 0, 4, 8, 32, 'block'],
    [1, 4, 256, 256, 4, 8, 24, 'block'],
    [2, 2, 64, 0, 8, 8, 32, 'luts'],
    [1, 8, 1024, 0, 2, 8, 32, 'block'],
    [2, 4, 512, 256, 3, 8, 28, 'block'],
    [1, 3, 128, 32, 6, 6, 20, 'luts'],
    [4, 2, 256, 0, 8, 8, 32, 'block'],
    [1, 8, 64, 0, 3, 8, 24, 'luts'],
    [3, 1, 4096, 16, 8, 8, 40, 'block'],
    [1, 6, 256, 2, 8, 4, 16, 'block'],
  ],
  test: [
    [1, 2, 64, 0, 4, 8, 32, 'luts'],
    [1, 4, 64, 64, 4, 8, 32, 'luts'],
    [1, 8, 256, 256, 4, 8, 32, 'block'],
    [2, 2, 256, 16, 6, 8, 24, 'block'],
    [1, 5, 128, 0, 8, 8, 28, 'block'],
    [1, 4, 2048, 0, 9, 8, 32, 'block'],
    [3, 3, 32, 0, 3, 8, 24, 'luts'],
    [1, 2, 128, 128, 12, 12, 40, 'luts'],
    [2, 4, 1024, 1024, 8, 8, 32, 'block'],
    [1, 1, 512, 0, 8, 16, 48, 'block'],
    [1, 8, 16, 16, 2, 8, 20, 'luts'],
    [5, 1, 256, 64, 5, 8, 24, 'block'],
  ],
};

export const designs = ({ codebookTileDesign }) => ['fit', 'test'].flatMap((use) => points[use].map(([tokens, vectorLength, main, rest, entryBits, activationBits, sumBits, memory]) => {
  const parameters = { tokens, vectorLength, main, rest, entryBits, activationBits, sumBits, memory };
  return { use, parameters, design: codebookTileDesign(parameters, []) };
}));
