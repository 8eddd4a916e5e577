// Tiles of bit-serial processing elements.
export const modules = ['arch/bit-serial/rtl.js'];

const integers = (bits) => ({ kind: 'integer', bits });
const floats = (bits, ...specials) => ({ kind: 'float', bits, specials });
const bitmod3 = floats(3, 3, -3, 6, -6);
const bitmod4 = floats(4, 5, -5, 8, -8);
const fp3 = floats(3, 0, 0, 0, 0);
const fp4 = floats(4, 0, 0, 0, 0);

/** rows, columns, format */
const points = {
  fit: [
    [1, 1, integers(4)],
    [1, 1, integers(8)],
    [1, 1, integers(2)],
    [1, 1, bitmod4],
    [1, 2, fp4],
    [2, 1, integers(6)],
    [4, 1, integers(3)],
    [1, 4, integers(5)],
    [2, 2, bitmod3],
    [2, 2, bitmod4],
    [3, 2, integers(8)],
    [4, 2, fp3],
    [2, 3, integers(7)],
    [8, 1, bitmod3],
    [4, 4, integers(4)],
  ],
  test: [
    [1, 1, bitmod3],
    [2, 1, bitmod4],
    [1, 2, integers(3)],
    [2, 2, integers(2)],
    [1, 3, integers(7)],
    [3, 1, fp4],
    [5, 1, integers(8)],
    [2, 2, floats(4, 2.5, -7, 12, 0)],
    [1, 8, integers(4)],
    [3, 3, integers(6)],
    [2, 4, bitmod3],
    [4, 3, bitmod4],
    [6, 2, integers(5)],
    [8, 2, bitmod4],
    [2, 1, fp3],
    [3, 6, integers(4)],
  ],
};

export const designs = ({ bitSerialTileDesign }) => ['fit', 'test'].flatMap((use) => points[use].map(([rows, columns, format]) => {
  const parameters = { rows, columns, format };
  return { use, parameters, design: bitSerialTileDesign(parameters, []) };
}));
