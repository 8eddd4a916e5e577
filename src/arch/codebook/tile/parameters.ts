/** A decoder with its multipliers, as the Verilog has them. */
export interface TileParameters {
  readonly tokens: number;
  /** Weights of a vector. */
  readonly vectorLength: number;
  /** Entries of the main codebook, a power of two. */
  readonly main: number;
  /** Entries of the residual codebook, a power of two; 0 for none. */
  readonly rest: number;
  /** Width of an element of an entry. */
  readonly entryBits: number;
  readonly activationBits: number;
  /** Width of a sum, which wraps. */
  readonly sumBits: number;
  readonly memory: 'luts' | 'block';
}

/** Bits of a decoded weight: one more than an element where two are added. */
export function decodedBits({ entryBits, rest }: TileParameters): number {
  return entryBits + (rest > 0 ? 1 : 0);
}

/** Bits of an index of a codebook of so many entries; 0 for none. */
export function indexBits(entries: number): number {
  return entries === 0 ? 0 : Math.log2(entries);
}

/** Throws a RangeError for what the Verilog refuses to elaborate. */
export function checkTile(p: TileParameters): void {
  const whole = (name: string, value: number, least: number, most: number): void => {
    if (!(Number.isInteger(value) && value >= least && value <= most)) throw new RangeError(`${name} of a tile is a whole number from ${least} to ${most}, not ${value}`);
  };
  whole('tokens', p.tokens, 1, 256);
  whole('vectorLength', p.vectorLength, 1, 64);
  whole('index bits of the main codebook', Math.log2(p.main), 1, 16);
  if (p.rest !== 0) whole('index bits of the residual codebook', Math.log2(p.rest), 1, 16);
  whole('entryBits', p.entryBits, 2, 16);
  whole('activationBits', p.activationBits, 2, 16);
  const product = p.activationBits + decodedBits(p);
  whole('bits of a product', product, 9, 33);
  whole('sumBits', p.sumBits, product, 48);
}
