/** Words of a URAM288 (AMD UG573). */
export const ultraRamRows = 4096;
const rowBits = 72;

/**
 * UltraRAM of a memory as Yosys makes it. Words stand in columns of 72 bits, ceil(depth / 4096) blocks behind each other. Of a column that is narrower
 * several blocks share one URAM288, side by side in its rows, as it writes bytes of a row alone: eight of 9 bits or nine of 8 (`BWE_MODE`).
 *
 *   floor(width / 72) blocks + ceil(blocks / max(floor(8 / ceil(rest / 9)), floor(9 / ceil(rest / 8))))        rest = width mod 72
 */
export function packedUltraRams(width: number, depth: number): number {
  const blocks = Math.ceil(depth / ultraRamRows);
  const rest = width % rowBits;
  const whole = Math.floor(width / rowBits) * blocks;
  if (rest === 0) return whole;
  return whole + Math.ceil(blocks / Math.max(Math.floor(8 / Math.ceil(rest / 9)), Math.floor(9 / Math.ceil(rest / 8))));
}
