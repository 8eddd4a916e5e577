import { sram, type Sram } from './sram.js';

/** A buffer as memories of a chip: `count` of them one behind the other, one of which serves an access. */
export interface BankedSram {
  readonly memory: Sram;
  readonly count: number;
  readonly accessBits: number;
}

/** Words of an SRAM: narrower ones are read together, wider ones lie in banks side by side. */
const narrowestBits = 32;
const widestBits = 1024;
/** Largest bank that CACTI was asked for. */
const largestBytes = 4 * 2 ** 20;

/** A buffer as wide as an access: ceil(width / 1024) banks side by side, and as many behind them as keep a bank within 4 MiB. */
export function bankedSram(bytes: number, widthBits: number, nodeNm: number): BankedSram {
  const accessBits = Math.max(narrowestBits, widthBits);
  const banks = Math.ceil(accessBits / widestBits);
  const count = Math.ceil(bytes / banks / largestBytes);
  return { memory: sram({ bytes: bytes / count, widthBits: accessBits, banks }, { nodeNm }), count, accessBits };
}
