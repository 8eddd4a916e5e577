import { accessesPerRow, type DramOrganization } from './part.js';

export type AddressField = 'channel' | 'unit' | 'group' | 'bank' | 'row' | 'column';

/** Which bits of an address choose what. A unit is a rank or a pseudo-channel. */
export interface AddressLayout {
  readonly name: string;
  /** From the lowest bit above the bytes of one access. A number of bits, or all that the field has left. */
  readonly fields: readonly { readonly field: AddressField; readonly bits: number | 'rest' }[];
  /** Unit, group, bank and row, in this order, are exclusive-ored with successive bits of the column. */
  readonly columnXor: boolean;
}

function layout(name: string, fields: readonly (AddressField | readonly [AddressField, number])[], columnXor = false): AddressLayout {
  return { name, columnXor, fields: fields.map((f) => (typeof f === 'string' ? { field: f, bits: 'rest' } : { field: f[0], bits: f[1] })) };
}

/** Named layouts. Those of Ramulator 2.1 leave the channel to a mapper of its own, here that of neighbouring accesses (RoBaRaCoCh, MOP4CLXOR) or the highest bits. */
export const addressLayouts = {
  RoBaRaCoCh: layout('RoBaRaCoCh', ['channel', 'column', 'unit', 'group', 'bank', 'row']),
  ChRaBaRoCo: layout('ChRaBaRoCo', ['column', 'row', 'bank', 'group', 'unit', 'channel']),
  /** Banks above the two lowest column bits (minimalist open page), and all scattered by the column: in the tool by its lowest bits first, so that neighbours change the bank group. */
  MOP4CLXOR: layout('MOP4CLXOR', ['channel', ['column', 2], 'unit', 'group', 'bank', 'column', 'row'], true),
  rorabgbachco: layout('rorabgbachco', ['column', 'channel', 'bank', 'group', 'unit', 'row']),
  rochrababgco: layout('rochrababgco', ['column', 'group', 'bank', 'unit', 'channel', 'row']),
  /** A pseudo-channel with a port of its own, as in Xilinx' HBM controller (row, bank group, bank, column, bank group, from the highest): neighbours change one bit of the bank group. */
  RGBCG: layout('RGBCG', [['group', 1], 'column', 'bank', 'group', 'row', 'unit', 'channel']),
  /** Neighbouring accesses go to other channels, then to other bank groups. */
  rocorababgch: layout('rocorababgch', ['channel', 'group', 'bank', 'unit', 'column', 'row']),
} as const satisfies Readonly<Record<string, AddressLayout>>;

export type AddressLayoutName = keyof typeof addressLayouts;

const fieldOrder = ['channel', 'unit', 'group', 'bank', 'row', 'column'] as const;

/** Turns the number of an access (byte address / access bytes) into a place. Places are read from its fields after `locate`: nothing is allocated. */
export class AddressMap {
  channel = 0;
  /** Bank of the channel: (unit x groups + group) x banks of a group + bank. */
  bank = 0;
  row = 0;
  column = 0;
  private readonly position: Int32Array;
  private readonly mask: Int32Array;
  private readonly target: Int32Array;
  private readonly shift: Int32Array;
  private readonly bitsOf: Int32Array;
  private readonly value = new Int32Array(fieldOrder.length);
  private readonly columnXor: boolean;
  /** Shifts by all positions are 32-bit shifts. */
  private readonly short: boolean;

  constructor(addressLayout: AddressLayout, organization: DramOrganization, channels: number) {
    const { pseudoChannels, ranks, bankGroups, banksPerGroup, rows } = organization;
    const sizes = [channels, pseudoChannels * ranks, bankGroups, banksPerGroup, rows, accessesPerRow(organization)];
    this.bitsOf = Int32Array.from(sizes, bitsFor);
    this.columnXor = addressLayout.columnXor;
    const pieces: { position: number; width: number; target: number; shift: number }[] = [];
    const used = new Int32Array(fieldOrder.length);
    let position = 0;
    for (const { field, bits } of addressLayout.fields) {
      const target = fieldOrder.indexOf(field);
      const left = this.bitsOf[target]! - used[target]!;
      const width = bits === 'rest' ? left : bits;
      if (width > left) throw new RangeError(`address layout ${addressLayout.name}: ${field} has ${left} bits left, ${width} are asked for`);
      if (width > 26) throw new RangeError(`address layout ${addressLayout.name}: a field of ${width} bits is wider than 26`);
      if (width > 0) pieces.push({ position, width, target, shift: used[target]! });
      used[target]! += width;
      position += width;
    }
    if (position > 52) throw new RangeError('addresses beyond 2^53 bytes are not exact');
    this.position = Int32Array.from(pieces, (p) => p.position);
    this.mask = Int32Array.from(pieces, (p) => 2 ** p.width - 1);
    this.short = position <= 31;
    this.target = Int32Array.from(pieces, (p) => p.target);
    this.shift = Int32Array.from(pieces, (p) => p.shift);
  }

  /** `access` is a whole number from 0. Beyond the capacity it wraps around. */
  locate(access: number): void {
    const { value, position, mask, target, shift, bitsOf } = this;
    value.fill(0);
    if (access < 2 ** 31 && this.short) {
      for (let i = 0; i < position.length; i++) value[target[i]!]! |= ((access >>> position[i]!) & mask[i]!) << shift[i]!;
    } else {
      const high = Math.floor(access / 2 ** 26);
      const low = access - high * 2 ** 26;
      for (let i = 0; i < position.length; i++) value[target[i]!]! |= slice(low, high, position[i]!, mask[i]!) << shift[i]!;
    }
    const column = value[5]!;
    if (this.columnXor) {
      let taken = 0;
      for (let f = 1; f <= 4; f++) {
        value[f]! ^= (column >>> taken) & (2 ** bitsOf[f]! - 1);
        taken += bitsOf[f]!;
        if (taken > 31) break;
      }
    }
    this.channel = value[0]!;
    this.bank = (((value[1]! << bitsOf[2]!) | value[2]!) << bitsOf[3]!) | value[3]!;
    this.row = value[4]!;
    this.column = column;
  }
}

/** The bits of `mask`, 26 at most, from `position` of low + high 2^26, in 32-bit arithmetic. */
function slice(low: number, high: number, position: number, mask: number): number {
  return (position >= 26 ? high >>> (position - 26) : (low >>> position) | (high << (26 - position))) & mask;
}

function bitsFor(count: number): number {
  const bits = Math.round(Math.log2(count));
  if (count < 1 || 2 ** bits !== count) throw new RangeError(`the address mapping needs a power of two, not ${count}`);
  return bits;
}
