import { beatElements, canaryBits, chainLength, dspGroups, indexBits, tokens, treeLevels, type TileParameters } from './parameters.js';

// Registers of the tile as Yosys' `synth_xilinx -family xcup` leaves them. What stands where is in the Verilog of `../rtl`.

/** Equal lines of registers: `count` lines, each with `length` registers in a row that share an enable and are read at the end only. */
export interface RegisterLine {
  readonly name: string;
  readonly count: number;
  readonly length: number;
  /** Registers of each line that a DSP48E2 has itself: a vendor's tool takes those, and Yosys does on 7 series only. */
  readonly inBlock: number;
}

/** FF and LUTs of shift registers. With `packed`, those of the DSP48E2 blocks are left out. */
export function registersOf(p: TileParameters, { packed = false }: { readonly packed?: boolean } = {}): { readonly flipFlops: number; readonly shiftRegisters: number } {
  let [flipFlops, shiftRegisters] = [0, 0];
  for (const { count, length, inBlock } of registerLines(p)) {
    const line = shiftRegister(packed ? length - inBlock : length);
    flipFlops += count * line.flipFlops;
    shiftRegisters += count * line.luts;
  }
  return { flipFlops, shiftRegisters };
}

/** A line of registers as Yosys builds it: flip-flops below 3, else 32 in an SRLC32E while there are more, up to 32 in the last; a last one alone is a flip-flop. */
export function shiftRegister(length: number): { readonly flipFlops: number; readonly luts: number } {
  if (length < 3) return { flipFlops: length, luts: 0 };
  const last = length % 32;
  const isOver = last === 1 || last === 17;
  return { flipFlops: isOver ? 1 : 0, luts: Math.floor(length / 32) + (last > 1 ? 1 : 0) };
}

/** All registers of the tile that synthesis keeps; for shifts of more than 40 places up to 1 % more, as results have bits that are always equal. */
export function registerLines(p: TileParameters): readonly RegisterLine[] {
  const { columns, groupBits, shift } = p;
  const sumCycles = chainLength(p) + treeLevels(p) + 5;
  const lines: RegisterLine[] = [];
  const add = adderOf(lines);

  for (const bits of bufferBits(p)) add('stream buffers', 2 * bits + 3);
  // Flags with a reset, which no shift register in LUTs has, and flags without.
  const stages = [sumCycles, sumCycles + 3, sumCycles + 6];
  for (const length of stages) add('sequencer', length);
  for (const length of stages) add('sequencer', 1, length);
  add('sequencer', 2);

  for (const slot of slots(p)) lines.push(...slotLines(p, slot));
  for (const { bits, waits } of treeAdders(p)) add('tree', tokens * columns * bits, 1 + waits);
  add('group sums', tokens * columns * groupBits);
  add('scales', 16 * columns, sumCycles + 2, 1);
  add('scaled sums', tokens * columns * (groupBits + (groupBits + 16) + 48), 1, 1);
  // Beyond bit 47 a total repeats its sign, so that nothing is too high or too low.
  add('results', tokens * columns * ((shift < 40 ? 2 : 0) + (shift > 0 ? 1 : 0) + Math.min(8, 48 - shift) + 8));
  return lines;
}

/** Those of a slot in all columns: its operands and its multiplier, and in the last of a DSP group the lanes of the sum. */
function slotLines(p: TileParameters, { group, place, wait, isLast }: Slot): readonly RegisterLine[] {
  const { columns } = p;
  const paths = activationPaths(p);
  const canary = canaryBits(p);
  const lines: RegisterLine[] = [];
  const add = adderOf(lines);

  // Token 0: the sign is read by the pre-adder, the bits below are those of the pair. Token 1 and weights: the overflow adjust unit reads the low bits.
  add('activations', 7 * paths, wait + 3, 2);
  add('activations', paths, wait + 2, 1);
  add('activations', (8 - canary) * paths, wait + 2, 1);
  add('activations', canary * paths, wait + 1);
  add('activations', canary * paths, 1, 1);
  add('weights', (8 - canary) * columns, wait + 3, 2);
  add('weights', canary * columns, wait + 1);
  add('weights', canary * columns, 2, 2);
  // The sign of token 0, and nine bits of the pre-adder's sum, which columns share where no delay comes before it.
  add('pairs', paths + 9 * (wait === 0 ? paths : columns), 1, 1);

  // A cascade of one multiplier passes its product on as it is: the low bits are a line. So are they on levels of the tree where a sum waits.
  const bits = cascadeBits(p, place);
  const low = isLast ? laneLineBits(p) : 0;
  const isAlone = isLast && place === 0;
  add('products', (productBits - (isAlone ? low : 0)) * columns, 1, 1);
  add('cascades', (bits - low) * columns, 1, 1);
  if (isLast) {
    const waits = treeWaits(group, dspGroups(p));
    add('lanes', low * columns, (isAlone ? 3 : 2) + waits, isAlone ? 2 : 1);
    add('lanes', (2 * (18 + canary) - low) * columns, 1 + waits);
  }
  add('low products', canary * columns, isLast ? 4 : 1);
  return lines;
}

function adderOf(lines: RegisterLine[]): (name: string, count: number, length?: number, inBlock?: number) => void {
  return (name, count, length = 1, inBlock = 0) => { lines.push({ name, count, length, inBlock }); };
}

/** Bits of token 0's lane that nothing else reads: without an overflow adjust unit its sign is added to the lane of token 1, too. */
function laneLineBits(p: TileParameters): number {
  return canaryBits(p) > 0 ? 18 : 17;
}

/** Bits of a product of a pair: 27 x 8. */
const productBits = 35;

/** Columns with activations of their own: all of them behind sparse multiplexers, one for all where every column takes the same. */
export function activationPaths(p: TileParameters): number {
  return indexBits(p) > 0 ? p.columns : 1;
}

/** Bits of the skid buffers of `act`, `wgt` and `out`, tlast included. */
export function bufferBits(p: TileParameters): readonly number[] {
  const { columns, depth } = p;
  return [tokens * 8 * beatElements(p) + 1, columns * (depth * (8 + indexBits(p)) + 16) + 2 + 1, tokens * 8 * columns + 1];
}

/** Bits of the sum at a place of a cascade: those of its products, at most the two lanes that are read. */
export function cascadeBits(p: TileParameters, place: number): number {
  return Math.min(productBits + place, 36 + canaryBits(p));
}

/** A multiplier of a column. */
export interface Slot {
  readonly group: number;
  /** In its DSP group, from 0. */
  readonly place: number;
  /** Cycles by which its operands are delayed. */
  readonly wait: number;
  readonly isLast: boolean;
}

/** The multipliers of a column. A short group starts later, so that all end together. */
export function slots(p: TileParameters): readonly Slot[] {
  const length = chainLength(p);
  return Array.from({ length: p.depth }, (_, slot) => {
    const group = Math.floor(slot / length);
    const place = slot % length;
    const groupLength = Math.min(length, p.depth - group * length);
    return { group, place, wait: length - groupLength + place, isLast: place === groupLength - 1 };
  });
}

/** An adder of the tree, and on how many levels after it its sum only waits. */
export interface TreeAdder {
  readonly bits: number;
  readonly waits: number;
}

/** The adders of the tree of one column and token: floor(numbers / 2) on each level, one bit wider than those of the level before. */
export function treeAdders(p: TileParameters): readonly TreeAdder[] {
  const adders: TreeAdder[] = [];
  let numbers = dspGroups(p);
  for (let level = 1; level <= treeLevels(p); level++) {
    const bits = 18 + canaryBits(p) + level;
    const sums = Math.ceil(numbers / 2);
    for (let place = 0; place < Math.floor(numbers / 2); place++) adders.push({ bits, waits: treeWaits(place, sums) });
    numbers = sums;
  }
  return adders;
}

/** Levels on which a number of the tree waits before it is added: while it is the last of an odd number of them. */
function treeWaits(place: number, numbers: number): number {
  return numbers > 1 && numbers % 2 === 1 && place === numbers - 1 ? 1 + treeWaits((numbers - 1) / 2, (numbers + 1) / 2) : 0;
}
