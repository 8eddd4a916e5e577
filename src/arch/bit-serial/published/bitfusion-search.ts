import { outputBits, sideBySide, type BitFusionArray, type BitFusionGemm } from './bitfusion-array.js';

/** A tile of a product, and the order of its loops from the outermost. */
export interface BitFusionMapping {
  readonly tile: { readonly batch: number; readonly inputs: number; readonly outputs: number };
  readonly order: readonly Loop[];
}

/** The three loops over tiles, and `image`, the two loops over image rows and columns, which have one step in a matrix product. */
export type Loop = 'batch' | 'inputs' | 'outputs' | 'image';

export interface BitFusionAnswer {
  readonly cycles: number;
  /** The first mapping that takes so many: others may tie. */
  readonly mapping: BitFusionMapping;
}

/**
 * Fewest cycles of an output-stationary product over every loop order and every tiling by powers of two:
 *
 *   cycles  = max(compute, ceil(middle / interface)) + ceil(resident operands / interface) + ceil(resident outputs / interface)
 *   compute = tiles * ceil(b / (rows * pf(a))) * ceil(oc / (columns * pf(w))) * ic          pf: operands that a unit takes side by side
 *   middle  = bits of all transfers - resident bits, where resident are the bits of the first tile and the last
 *
 * Throws a RangeError for operands wider than the multiplier. Returns null where no tile fits half of the buffers.
 *
 * An order matters only through what it moves, so a tile whose compute cycles alone are not below the best so far is skipped, and so are equal orders: the
 * two image loops act as one.
 */
export function bitFusionSearch(array: BitFusionArray, gemm: BitFusionGemm): BitFusionAnswer | null {
  const { batch, inputs, outputs } = gemm;
  const [perRow, perColumn] = [array.rows * sideBySide(array, gemm.activationBits), array.columns * sideBySide(array, gemm.weightBits)];
  if (perRow === 0 || perColumn === 0) throw new RangeError(`operands of ${gemm.activationBits} and ${gemm.weightBits} bits on multipliers of ${array.widestBits} bits`);
  let best: BitFusionAnswer | null = null;
  for (const b of tileSizes(batch)) {
    for (const ic of tileSizes(inputs)) {
      for (const oc of tileSizes(outputs)) {
        const steps = { batch: Math.ceil(batch / b), inputs: Math.ceil(inputs / ic), outputs: Math.ceil(outputs / oc), image: 1 };
        const compute = steps.batch * steps.inputs * steps.outputs * Math.ceil(b / perRow) * Math.ceil(oc / perColumn) * ic;
        if (best !== null && compute >= best.cycles) continue;
        const tile = { batch: b, inputs: ic, outputs: oc };
        const bits = tileBits(array, gemm, tile);
        if (bits.weights > array.bufferBits.weights / 2 || bits.activations > array.bufferBits.activations / 2) continue;
        for (const order of orders) {
          const cycles = cyclesOf(array, bits, steps, order, compute);
          if (best === null || cycles < best.cycles) best = { cycles, mapping: { tile, order } };
        }
      }
    }
  }
  return best;
}

/** 1, 2, 4 .. below the size, and the size itself. */
function tileSizes(size: number): number[] {
  const sizes: number[] = [];
  for (let tile = 1; tile < size; tile *= 2) sizes.push(tile);
  return [...sizes, size];
}

interface Bits {
  readonly weights: number;
  readonly activations: number;
  readonly outputs: number;
}

/**
 * Bits of the operands of a tile: the reduction is filled up to whole rows of the array for weights and to whole columns for activations, as the simulator
 * has it.
 */
function tileBits(array: BitFusionArray, { activationBits, weightBits }: BitFusionGemm, { batch, inputs, outputs }: BitFusionMapping['tile']): Bits {
  const filled = (unit: number): number => Math.ceil(inputs / unit) * unit;
  return {
    weights: filled(array.rows * sideBySide(array, weightBits)) * outputs * weightBits,
    activations: filled(array.columns * sideBySide(array, activationBits)) * batch * activationBits,
    outputs: outputs * batch * outputBits,
  };
}

/** Every order, from the outermost loop: a fixed list, so that ties fall the same way. */
const orders: readonly (readonly Loop[])[] = permutations(['batch', 'inputs', 'outputs', 'image']);

function permutations(loops: readonly Loop[]): (readonly Loop[])[] {
  if (loops.length < 2) return [loops];
  return loops.flatMap((first) => permutations(loops.filter((loop) => loop !== first)).map((rest) => [first, ...rest]));
}

/** What a loop goes through. */
const indexed: Readonly<Record<keyof Bits, readonly Loop[]>> = { weights: ['inputs', 'outputs'], activations: ['batch', 'inputs', 'image'], outputs: ['batch', 'outputs', 'image'] };

function cyclesOf(array: BitFusionArray, bits: Bits, steps: Readonly<Record<Loop, number>>, order: readonly Loop[], compute: number): number {
  const weights = transfers(bits.weights, array.bufferBits.weights / 2, indexed.weights, steps, order);
  const activations = transfers(bits.activations, array.bufferBits.activations / 2, indexed.activations, steps, order);
  const outputs = transfers(bits.outputs, array.bufferBits.outputs / 2, indexed.outputs, steps, order);
  // The simulator notes the bits that are written into the output buffer, which are none, where it means those that are read from it.
  const lastTile = outputs.grown ? 0 : outputs.resident;
  const operands = weights.resident + activations.resident;
  const middle = weights.total + activations.total + outputs.total - operands - lastTile;
  const wires = array.interfaceBitsPerCycle;
  return Math.max(compute, Math.ceil(middle / wires)) + Math.ceil(operands / wires) + Math.ceil(lastTile / wires);
}

/**
 * Bits that cross the interface for an operand. From the innermost loop outwards: a loop over the operand makes the tile in the buffer larger while half of
 * the buffer holds it; from the loop at which it does not, every loop loads it again. `resident` is the largest tile that was held, `grown` whether one loop
 * made it so.
 */
function transfers(tileBits: number, capacity: number, loops: readonly Loop[], steps: Readonly<Record<Loop, number>>, order: readonly Loop[]): { readonly total: number; readonly resident: number; readonly grown: boolean } {
  let [total, resident, held, grown] = [tileBits, tileBits, true, false];
  for (let i = order.length - 1; i >= 0; i--) {
    const loop = order[i]!;
    if (held && !loops.includes(loop)) continue;
    total *= steps[loop];
    if (!held) continue;
    held = total <= capacity;
    if (!held) continue;
    resident = total;
    grown = true;
  }
  return { total, resident, grown };
}
