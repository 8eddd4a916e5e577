import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { splitCell } from '../../../src/rtl-export/runners/split-cells.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { netlistBuilder } from './netlist-fixture.js';

describe('a cell that is split into bits', () => {
  it('computes what the whole cell does, also where operands are shorter than the result', () => {
    const rng = createRng(6);
    for (const type of ['$not', '$pos', '$and', '$or', '$xor', '$xnor', '$mux', '$pmux']) {
      const builder = netlistBuilder();
      const cases = Array.from({ length: 12 }, (_, i) => {
        const y = rng.integer(2, 40);
        const chooses = type === '$mux' || type === '$pmux';
        const s = type === '$pmux' ? rng.integer(1, 4) : 1;
        const widths = chooses ? { a: y, b: y * s, s } : { a: rng.integer(1, 45), b: rng.integer(1, 45), s };
        const connections = {
          A: builder.input(`a${i}`, widths.a),
          ...(type === '$not' || type === '$pos' ? {} : { B: builder.input(`b${i}`, widths.b) }),
          ...(chooses ? { S: builder.input(`s${i}`, s) } : {}),
        };
        builder.output(`y${i}`, builder.cell(type, { A_SIGNED: rng.integer(0, 1), B_SIGNED: rng.integer(0, 1) }, connections, y));
        return y;
      });
      const netlist = builder.netlist();
      const [module] = netlist.modules;
      const split = { ...netlist, modules: [{ ...module!, cells: module!.cells.flatMap((cell) => splitCell(cell) ?? assert.fail(`${type} stays whole`)) }] };
      assert.equal(split.modules[0]!.cells.length, cases.reduce((sum, width) => sum + width, 0));
      const [whole, bits] = [netlistSimulator(netlist, 'top'), netlistSimulator(split, 'top')];
      for (let vector = 0; vector < 30; vector++) {
        for (const { name, width } of whole.inputs) {
          const value = name.startsWith('s') ? (1n << BigInt(rng.integer(0, width))) & ((1n << BigInt(width)) - 1n) : BigInt.asUintN(width, BigInt(rng.integer(0, 2 ** 45)) * 0x1_0000_0001n);
          whole.set(name, value);
          bits.set(name, value);
        }
        for (const { name } of whole.outputs) assert.equal(bits.get(name), whole.get(name), `${type} ${name}`);
      }
    }
  });

  it('is one that works bit by bit', () => {
    for (const type of ['$add', '$reduce_or', '$dff', '$shl']) assert.equal(splitCell({ name: 'c', type, parameters: {}, connections: { A: [2, 3], Y: [4, 5] } }), undefined);
  });
});
