/**
 * Look-up tables that make one memory of primitives behind each other: for each bit of a word a multiplexer, and for each primitive row a write enable.
 * A multiplexer takes a table for four inputs, which the slice joins without further tables up to 16; beyond, a stage more. A write enable decodes the
 * ceil(log2(rows)) upper address bits and the enable of the whole: ceil(bits / 5) tables of six inputs, chained.
 */
export function selectionLuts(wordBits: number, rows: number): number {
  return rows <= 1 ? 0 : wordBits * multiplexerLuts(rows) + rows * Math.ceil(Math.ceil(Math.log2(rows)) / 5);
}

function multiplexerLuts(inputs: number): number {
  if (inputs <= 1) return 0;
  const tables = Math.ceil(inputs / 4);
  return inputs <= 16 ? tables : tables + multiplexerLuts(Math.ceil(inputs / 16));
}
