import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { AddressMap, addressLayouts, type AddressLayout } from '../../../src/sim/memory/address-mapping.js';
import { accessesPerRow, type DramOrganization } from '../../../src/sim/memory/part.js';
import { dramPart, dramParts } from '../../../src/sim/memory/parts.js';

const layouts: readonly AddressLayout[] = Object.values(addressLayouts);
const small: DramOrganization = { channels: 1, pseudoChannels: 2, ranks: 1, bankGroups: 4, banksPerGroup: 2, rows: 16, columns: 64, burstLength: 8, dataBits: 64 };

/** Bit by bit with big integers, as the layout says. */
function slowly(layout: AddressLayout, o: DramOrganization, channels: number, access: number): { channel: number; bank: number; row: number; column: number } {
  const size = { channel: channels, unit: o.pseudoChannels * o.ranks, group: o.bankGroups, bank: o.banksPerGroup, row: o.rows, column: accessesPerRow(o) };
  const value = { channel: 0n, unit: 0n, group: 0n, bank: 0n, row: 0n, column: 0n };
  const taken = { channel: 0n, unit: 0n, group: 0n, bank: 0n, row: 0n, column: 0n };
  let rest = BigInt(access);
  for (const { field, bits } of layout.fields) {
    const width = bits === 'rest' ? BigInt(Math.log2(size[field])) - taken[field] : BigInt(bits);
    value[field] |= (rest & ((1n << width) - 1n)) << taken[field];
    taken[field] += width;
    rest >>= width;
  }
  if (layout.columnXor) {
    let column = value.column;
    for (const field of ['unit', 'group', 'bank', 'row'] as const) {
      value[field] ^= column & BigInt(size[field] - 1);
      column >>= BigInt(Math.log2(size[field]));
    }
  }
  const bank = (Number(value.unit) * o.bankGroups + Number(value.group)) * o.banksPerGroup + Number(value.bank);
  return { channel: Number(value.channel), bank, row: Number(value.row), column: Number(value.column) };
}

function place(map: AddressMap, access: number): { channel: number; bank: number; row: number; column: number } {
  map.locate(access);
  const { channel, bank, row, column } = map;
  return { channel, bank, row, column };
}

describe('address mapping', () => {
  it('takes the bits that its layout says, also beyond 32 of them', () => {
    const access = fc.oneof(fc.integer({ min: 0, max: 2 ** 20 }), fc.integer({ min: 0, max: 2 ** 46 }));
    fc.assert(fc.property(fc.constantFrom(...layouts), fc.constantFrom(...dramParts), fc.constantFrom(1, 4, 32), access, (layout, part, channels, n) => {
      assert.deepEqual(place(new AddressMap(layout, part.organization, channels), n), slowly(layout, part.organization, channels, n));
    }));
  });

  it('gives every access of the memory a place of its own', () => {
    for (const layout of layouts) {
      const map = new AddressMap(layout, small, 4);
      const places = new Set(Array.from({ length: 4 * 16 * 16 * 8 }, (_, n) => Object.values(place(map, n)).join()));
      assert.equal(places.size, 4 * 16 * 16 * 8, layout.name);
    }
  });

  it('sends neighbours to other bank groups where the name says so, and keeps them in one row where the column is lowest', () => {
    const { organization } = dramPart('ddr4-3200')!;
    const [interleaved, columns] = [new AddressMap(addressLayouts.rocorababgch, organization, 1), new AddressMap(addressLayouts.RoBaRaCoCh, organization, 1)];
    assert.deepEqual([0, 1, 2, 3].map((n) => Math.floor(place(interleaved, n).bank / organization.banksPerGroup)), [0, 1, 2, 3]);
    assert.deepEqual(new Set([0, 1, 127].map((n) => `${place(columns, n).bank} ${place(columns, n).row}`)).size, 1);
    const scattered = new AddressMap(addressLayouts.MOP4CLXOR, organization, 1);
    assert.deepEqual([0, 1, 2, 3].map((n) => Math.floor(place(scattered, n).bank / organization.banksPerGroup)), [0, 1, 2, 3]);
  });

  it('refuses counts that are no powers of two', () => {
    assert.throws(() => new AddressMap(addressLayouts.RoBaRaCoCh, small, 3), RangeError);
    assert.throws(() => new AddressMap(addressLayouts.RoBaRaCoCh, { ...small, rows: 100 }, 1), RangeError);
    assert.throws(() => new AddressMap(addressLayouts.MOP4CLXOR, { ...small, columns: 8 }, 1), RangeError);
  });
});
