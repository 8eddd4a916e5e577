import assert from 'node:assert/strict';
import { sramRows, type SramRow } from '../../../../src/sim/physical/components/cacti.js';
import { sram } from '../../../../src/sim/physical/components/sram.js';
import { sramValue, type SramQuantity } from '../../../../src/sim/physical/components/sram-table.js';

interface Place {
  readonly row: SramRow;
  readonly index: number;
}

const quantities: readonly SramQuantity[] = ['read', 'write', 'area', 'leakage', 'access'];
const everyPoint: readonly Place[] = sramRows.flatMap((row) => row.kib.map((_, index) => ({ row, index })));
const isInside = ({ row, index }: Place): boolean => index > 0 && index < row.kib.length - 1;

/** The table without some points. */
function without(places: readonly Place[]): readonly SramRow[] {
  return sramRows.map((row) => {
    const gone = new Set(places.filter((p) => p.row === row).map((p) => p.index));
    const kept = (values: readonly number[]): readonly number[] => values.filter((_, i) => !gone.has(i));
    const { kib, read, write, area, leakage, access } = row;
    return gone.size === 0 ? row : { ...row, kib: kept(kib), read: kept(read), write: kept(write), area: kept(area), leakage: kept(leakage), access: kept(access) };
  });
}

/** Relative error of the value that `rows` give for a point that they may lack; NaN where they give none. */
function errorOf(rows: readonly SramRow[], { row, index }: Place, quantity: SramQuantity): number {
  const value = sramValue(rows, { nodeNm: row.nodeNm, cell: row.cell, widthBits: row.widthBits, kib: row.kib[index]! }, quantity);
  return Math.abs((value ?? NaN) / row[quantity][index]! - 1);
}

/** Mean errors in percent, one digit. */
function means(places: readonly Place[], rowsFor: (place: Place) => readonly SramRow[]): Record<SramQuantity, number> {
  const errors = places.map((place) => {
    const rows = rowsFor(place);
    return quantities.map((quantity) => errorOf(rows, place, quantity));
  });
  const percent = (q: number): number => Math.round((1000 * errors.reduce((sum, e) => sum + e[q]!, 0)) / errors.length) / 10;
  return Object.fromEntries(quantities.map((quantity, q) => [quantity, percent(q)])) as Record<SramQuantity, number>;
}

describe('SRAM by interpolation of CACTI', () => {
  it('is the point itself where CACTI was asked', () => {
    for (const place of everyPoint) for (const quantity of quantities) assert.equal(errorOf(sramRows, place, quantity), 0);
  });

  it('finds any one point inside its row from the others within 8 % for energy and 7 % for area on average', () => {
    const inside = everyPoint.filter(isInside);
    assert.equal(inside.length, 378);
    assert.deepEqual(means(inside, (place) => without([place])), { read: 7.9, write: 5.9, area: 6.3, leakage: 2.3, access: 4.1 });
  });

  it('finds the ends of rows on the line of the next two within 9 %', () => {
    const ends = everyPoint.filter((place) => !isInside(place));
    assert.deepEqual(means(ends, (place) => without([place])), { read: 7.5, write: 8.9, area: 8.8, leakage: 5.5, access: 4.1 });
  });

  it('finds each seventh of the points, all left out at once, within 10 % for energy and area on average', () => {
    const gone = everyPoint.filter((_, i) => i % 7 === 3);
    const rows = without(gone);
    const { read, write, area } = means(gone, () => rows);
    assert.ok(read < 10 && write < 10 && area < 10, `${read} ${write} ${area}`);
  });

  it('finds widths that CACTI was not asked for within 10 % from the next narrower and wider', () => {
    const places = everyPoint.filter(({ row, index }) => row.widthBits > 32 && row.widthBits < 1024
      && sramRows.some((wide) => wide.nodeNm === row.nodeNm && wide.cell === row.cell && wide.widthBits === 2 * row.widthBits && wide.kib.includes(row.kib[index]!)));
    assert.equal(places.length, 294);
    assert.deepEqual(means(places, ({ row }) => sramRows.filter((r) => r !== row)), { read: 9.8, write: 7.4, area: 9.2, leakage: 1.8, access: 3.1 });
  });

  it('finds 32 nm between 45 and 22 nm within 6 %, but leakage only within 34 %', () => {
    const rows = sramRows.filter(({ nodeNm }) => nodeNm !== 32);
    assert.deepEqual(means(everyPoint.filter(({ row }) => row.nodeNm === 32), () => rows), { read: 6, write: 5.8, area: 3.5, leakage: 33.7, access: 3.5 });
  });

  it('has half the read energy that Horowitz gives an 8 KiB cache of 64 bits, 10 pJ', () => {
    const { energy } = sram({ bytes: 8192, widthBits: 64 }, { nodeNm: 45 });
    assert.ok(energy.value !== null && energy.value > 5 && energy.value < 6);
  });

  it('takes low standby power cells from 32 KiB unless told otherwise, as those of high performance leak watts', () => {
    assert.equal(sram({ bytes: 32768, widthBits: 64 }, { nodeNm: 32 }).cell, 'lstp');
    assert.equal(sram({ bytes: 16384, widthBits: 64 }, { nodeNm: 32 }).cell, 'hp');
    const leakage = (cell: 'hp' | 'lstp'): number => sram({ bytes: 2 ** 22, widthBits: 64, cell }, { nodeNm: 45 }).leakage.value ?? NaN;
    assert.ok(leakage('hp') > 3000 && leakage('lstp') < 1);
  });

  it('counts all banks for area, energy and leakage, and one for time', () => {
    const one = sram({ bytes: 65536, widthBits: 128, cell: 'lstp' }, { nodeNm: 32 });
    const eight = sram({ bytes: 8 * 65536, widthBits: 1024, banks: 8, cell: 'lstp' }, { nodeNm: 32 });
    for (const of of ['area', 'energy', 'write', 'leakage'] as const) assert.equal(eight[of].value, 8 * (one[of].value ?? NaN));
    assert.equal(eight.accessTime.value, one.accessTime.value);
  });

  it('says how a number came about', () => {
    const quality = (bytes: number, widthBits: number, nodeNm: number): unknown => {
      const { energy } = sram({ bytes, widthBits }, { nodeNm });
      return energy.value === null ? energy.reason : energy.quality;
    };
    assert.equal(quality(65536, 64, 32), 'derived');
    assert.equal(quality(65536, 96, 32), 'derived');
    assert.equal(quality(65536, 64, 28), 'fitted');
    assert.equal(quality(2 ** 23, 64, 32), 'fitted');
  });

  it('is null with a reason far from the table', () => {
    const reason = (request: Parameters<typeof sram>[0], nodeNm: number): string => {
      const { energy, area } = sram(request, { nodeNm });
      assert.equal(area.value, null);
      assert.ok(energy.value === null);
      return energy.reason;
    };
    assert.match(reason({ bytes: 2 ** 24, widthBits: 64 }, 32), /4 MiB/);
    assert.match(reason({ bytes: 256, widthBits: 64 }, 32), /1 KiB/);
    assert.match(reason({ bytes: 1024, widthBits: 1024 }, 32), /4 KiB/);
    assert.match(reason({ bytes: 65536, widthBits: 2048 }, 32), /banks side by side/);
    assert.match(reason({ bytes: 65536, widthBits: 16 }, 32), /narrower/);
    assert.match(reason({ bytes: 65536, widthBits: 64 }, 16), /not of 16 nm/);
    assert.match(reason({ bytes: 65536, widthBits: 64, ports: 2 }, 32), /one port/);
    assert.throws(() => sram({ bytes: 0, widthBits: 64 }, { nodeNm: 32 }), RangeError);
    assert.throws(() => sram({ bytes: 65536, widthBits: 64, banks: 1.5 }, { nodeNm: 32 }), RangeError);
  });
});
