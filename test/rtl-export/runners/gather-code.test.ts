import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { NetBit } from '../../../src/rtl-export/runners/netlist.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { netlistBuilder } from './netlist-fixture.js';

describe('bits gathered from words', () => {
  it('are those of the net in any order, with repeats, constants and sign copies', () => {
    const rng = createRng(3);
    const builder = netlistBuilder();
    const inputs = [5, 31, 32, 33, 70].map((width, i) => ({ name: `i${i}`, bits: builder.input(`i${i}`, width) }));
    const outputs = Array.from({ length: 300 }, (_, i) => {
      const bits: NetBit[] = [];
      if (i % 3 === 0) {
        // A field, copies of its sign, zeros: the common shape of an extended number.
        const { bits: field } = rng.pick(inputs);
        const from = rng.integer(0, field.length - 1);
        bits.push(...field.slice(from, from + rng.integer(1, 20)));
        bits.push(...Array.from({ length: rng.integer(0, 10) }, () => bits.at(-1)!), ...Array.from({ length: rng.integer(0, 2) }, (): NetBit => '0'));
      }
      const width = bits.length > 0 ? bits.length : rng.pick([1, 7, 31, 32, 33, 64, 90]);
      while (bits.length < width) {
        const source = rng.pick(inputs).bits;
        const from = rng.integer(0, source.length - 1);
        const length = rng.integer(1, 40);
        const kind = rng.integer(0, 9);
        if (kind < 6) bits.push(...source.slice(from, from + length));
        if (kind === 3 || kind === 4) bits.push(...Array.from({ length }, () => bits.at(-1)!));
        if (kind === 7) bits.push(...Array.from({ length: rng.integer(1, 5) }, () => rng.pick<NetBit>(['0', '1'])));
        if (kind === 8) bits.push(...source.slice(from, from + 2).reverse());
        if (kind === 9) bits.push(...Array.from({ length }, () => source[from]!));
      }
      bits.length = width;
      builder.output(`direct${i}`, bits);
      // A cell reads the same bits with their sign.
      builder.output(`extended${i}`, builder.cell('$pos', { A_SIGNED: 1 }, { A: bits }, 96));
      return bits;
    });
    const simulator = netlistSimulator(builder.netlist(), 'top');
    for (let vector = 0; vector < 30; vector++) {
      const levels = new Map<NetBit, bigint>([['0', 0n], ['1', 1n]]);
      for (const { name, bits } of inputs) {
        let value = 0n;
        for (const [at, bit] of bits.entries()) {
          levels.set(bit, BigInt(rng.integer(0, 1)));
          value |= levels.get(bit)! << BigInt(at);
        }
        simulator.set(name, value);
      }
      for (const [i, bits] of outputs.entries()) {
        const expected = bits.reduce((value, bit, at) => value | (levels.get(bit)! << BigInt(at)), 0n);
        assert.equal(simulator.get(`direct${i}`), expected, `direct ${i}: ${bits.join(' ')}`);
        assert.equal(simulator.get(`extended${i}`), BigInt.asUintN(96, BigInt.asIntN(bits.length, expected)), `extended ${i}: ${bits.join(' ')}`);
      }
    }
  });
});
