import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Netlist, NetBit } from '../../../src/rtl-export/runners/netlist.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { netlistBuilder, type NetlistBuilder } from './netlist-fixture.js';

function rejection(build: (builder: NetlistBuilder) => void): string {
  const builder = netlistBuilder();
  build(builder);
  return rejectionOf(builder.netlist());
}

function rejectionOf(netlist: Netlist, top = 'top'): string {
  try {
    netlistSimulator(netlist, top);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'accepted';
}

const register = { CLK_POLARITY: '1', WIDTH: 4 };

describe('a netlist that cannot be simulated', () => {
  it('names the cell and its type where the type is unknown, a latch or an instance', () => {
    const one = (type: string): string => rejection((builder) => { builder.cell(type, {}, { A: builder.input('a', 1) }, 1); });
    assert.match(one('$tribuf'), /rtl\/unsupported-cell: cell "cell 0" of type "\$tribuf" cannot be simulated: it is a tristate driver/);
    assert.match(one('$dlatch'), /it is a latch: give the signal a value in every branch/);
    assert.match(one('$_AND_'), /"\$_AND_" cannot be simulated: the simulator does not know the type/);
    assert.match(one('adder'), /rtl\/not-flat: cell "cell 0" is an instance of "adder"; flatten/);
  });

  it('names the signals of a combinational loop in their order', () => {
    const builder = netlistBuilder();
    const a = builder.input('a', 1);
    const first = builder.cell('$and', { A_SIGNED: 0, B_SIGNED: 0 }, { A: a, B: [99] }, 1);
    const second = builder.cell('$or', { A_SIGNED: 0, B_SIGNED: 0 }, { A: a, B: first }, 1);
    const third = builder.cell('$not', { A_SIGNED: 0 }, { A: second }, 1);
    builder.net('first', first);
    builder.net('second', second);
    builder.net('third', third);
    const netlist = builder.netlist();
    const looped = JSON.parse(JSON.stringify(netlist).replaceAll('99', String(third[0]))) as Netlist;
    const message = rejectionOf(looped);
    assert.match(message, /rtl\/combinational-loop/);
    assert.ok(['first', 'second', 'third'].some((_, i, names) => message.includes(names.map((__, j) => `"${names[(i + j) % 3]!}"`).join(' -> '))), message);
    assert.equal(rejectionOf(netlist), 'accepted');
  });

  it('says so where there are two clocks, the falling edge, or no clock', () => {
    const two = (builder: NetlistBuilder): void => {
      const d = builder.input('d', 4);
      builder.cell('$dff', register, { CLK: builder.input('aclk', 1), D: d }, 4, 'Q');
      builder.cell('$dff', register, { CLK: builder.input('other', 1), D: d }, 4, 'Q');
    };
    assert.match(rejection(two), /rtl\/not-one-clock: cell "cell 1" has another clock; the simulator has one clock: the rising edge of "aclk"/);
    assert.match(rejection((builder) => {
      builder.cell('$dff', { ...register, CLK_POLARITY: '0' }, { CLK: builder.input('aclk', 1), D: builder.input('d', 4) }, 4, 'Q');
    }), /cell "cell 0" has the falling edge/);
    assert.match(rejection((builder) => {
      builder.cell('$dff', register, { CLK: builder.input('clk', 1), D: builder.input('d', 4) }, 4, 'Q');
    }), /needs a clock, and the module has no such input/);
  });

  it('says so where the clock is data', () => {
    assert.match(rejection((builder) => {
      const clock = builder.input('aclk', 1);
      builder.output('y', builder.cell('$not', { A_SIGNED: 0 }, { A: clock }, 1));
    }), /rtl\/clock-is-data: cell "cell 0" reads the clock "aclk" as data/);
  });

  it('says so where a bit has two drivers, a memory has a clocked read, or the module is missing', () => {
    const builder = netlistBuilder();
    const a = builder.input('a', 2);
    const y = builder.cell('$not', { A_SIGNED: 0 }, { A: a }, 2);
    const again = builder.cell('$not', { A_SIGNED: 0 }, { A: a }, 2);
    const doubled = JSON.parse(JSON.stringify(builder.netlist()).replace(`"Y":[${again.join(',')}]`, `"Y":[${y.join(',')}]`)) as Netlist;
    assert.match(rejectionOf(doubled), /rtl\/bad-netlist: .*cell 1 drives a bit that is driven already/);
    assert.match(rejectionOf(builder.netlist(), 'tpo'), /rtl\/no-module: the netlist has no module "tpo"; did you mean "top"\?/);
    assert.match(rejection((other) => {
      memory(other, { RD_CLK_ENABLE: '1' });
    }), /of type "\$mem_v2" cannot be simulated: it has a clocked read port/);
    assert.match(rejection((other) => { memory(other, { SIZE: 2 ** 20 }); }), /cannot be simulated: it holds more than 4 MiB/);
  });
});

function memory(builder: NetlistBuilder, parameters: Readonly<Record<string, number | string>> = {}, connections: Readonly<Record<string, readonly NetBit[]>> = {}): readonly NetBit[] {
  return builder.cell('$mem_v2', {
    MEMID: '\\m', SIZE: 5, OFFSET: 3, ABITS: 4, WIDTH: 40, INIT: `${'x'.repeat(120)}${'1'.repeat(40)}${'10'.repeat(20)}`,
    RD_PORTS: 1, RD_CLK_ENABLE: '0', RD_WIDE_CONTINUATION: '0', WR_PORTS: 1, WR_CLK_ENABLE: '1', WR_CLK_POLARITY: '1', WR_WIDE_CONTINUATION: '0', ...parameters,
  }, {
    RD_ADDR: builder.input('ra', 4), WR_ADDR: builder.input('wa', 4), WR_DATA: builder.input('wd', 40), WR_EN: builder.input('we', 40), WR_CLK: builder.input('aclk', 1), ...connections,
  }, 40, 'RD_DATA');
}

describe('a memory', () => {
  it('reads its initial values, writes single bits at the edge, and ignores addresses outside', () => {
    const builder = netlistBuilder();
    builder.output('rd', memory(builder));
    const simulator = netlistSimulator(builder.netlist(), 'top');
    const content = new Map<number, bigint>([[3, 0xaaaaaaaaaan], [4, (1n << 40n) - 1n]]);
    const rng = createRng(5);
    const random = (): bigint => (BigInt(rng.integer(0, 255)) << 32n) | BigInt(rng.integer(0, 2 ** 32 - 1));
    for (let cycle = 0; cycle < 500; cycle++) {
      const [read, write, data, enable] = [rng.integer(0, 15), rng.integer(0, 15), random(), rng.pick([0n, (1n << 40n) - 1n, random()])];
      simulator.setInt('ra', read);
      simulator.setInt('wa', write);
      simulator.set('wd', data);
      simulator.set('we', enable);
      assert.equal(simulator.get('rd'), content.get(read) ?? 0n, `cycle ${cycle}, address ${read}`);
      simulator.edge();
      if (write >= 3 && write < 8) content.set(write, ((content.get(write) ?? 0n) & ~enable) | (data & enable));
    }
    assert.ok(content.size === 5);
    simulator.reset();
    simulator.setInt('ra', 3);
    assert.equal(simulator.get('rd'), 0xaaaaaaaaaan);
    assert.deepEqual(simulator.notes, ['120 bits of registers and memories have no initial value and begin with 0']);
  });

  it('lets the later of two write ports win', () => {
    const builder = netlistBuilder();
    const connections = { WR_ADDR: builder.input('both', 8), WR_DATA: builder.input('data', 80), WR_EN: builder.input('enable', 80), WR_CLK: [...builder.input('aclk', 1), ...builder.input('unused', 1)] };
    connections.WR_CLK[1] = connections.WR_CLK[0]!;
    builder.output('rd', builder.cell('$mem_v2', {
      MEMID: '\\m', SIZE: 16, OFFSET: 0, ABITS: 4, WIDTH: 40, INIT: 'x', RD_PORTS: 1, RD_CLK_ENABLE: '0', RD_WIDE_CONTINUATION: '0',
      WR_PORTS: 2, WR_CLK_ENABLE: '11', WR_CLK_POLARITY: '11', WR_WIDE_CONTINUATION: '00',
    }, { RD_ADDR: builder.input('ra', 4), ...connections }, 40, 'RD_DATA'));
    const simulator = netlistSimulator(builder.netlist(), 'top');
    simulator.set('both', 0x77n);
    simulator.setInt('ra', 7);
    simulator.set('data', (0x123456789an << 40n) | 0xffffffffffn);
    simulator.set('enable', (0xff00ff00ffn << 40n) | 0xffffffffffn);
    simulator.edge();
    assert.equal(simulator.get('rd'), (0x123456789an & 0xff00ff00ffn) | (0xffffffffffn & ~0xff00ff00ffn));
  });
});

describe('the ports of a simulator', () => {
  const builder = netlistBuilder();
  builder.output('y', builder.cell('$pos', { A_SIGNED: 0 }, { A: builder.input('a', 40) }, 40));
  builder.output('z', builder.cell('$pos', { A_SIGNED: 1 }, { A: builder.input('b', 32) }, 40));
  const simulator = netlistSimulator(builder.netlist(), 'top');

  it('take negative numbers in two\'s complement and give unsigned ones', () => {
    simulator.set('a', -1n);
    assert.equal(simulator.get('y'), (1n << 40n) - 1n);
    simulator.setInt('b', -2);
    assert.equal(simulator.getInt('b'), 2 ** 32 - 2);
    assert.equal(simulator.get('z'), (1n << 40n) - 2n);
  });

  it('reject values that do not fit, unknown names and words that are too wide', () => {
    assert.throws(() => { simulator.set('a', 1n << 40n); }, { name: 'RangeError', message: /1099511627776 does not fit into the 40 bits of a/ });
    assert.throws(() => { simulator.set('a', -(1n << 39n) - 1n); }, RangeError);
    assert.throws(() => { simulator.set('y', 0); }, /there is no input y/);
    assert.throws(() => simulator.get('q'), /there is no port q/);
    assert.throws(() => { simulator.setInt('a', 0); }, /a has 40 bits/);
    assert.throws(() => simulator.getInt('y'), /y has 40 bits/);
  });
});

describe('power on', () => {
  it('gives registers their initial values, and random ones to the rest where asked', () => {
    const builder = netlistBuilder();
    const clock = builder.input('aclk', 1);
    const q = builder.cell('$dff', register, { CLK: clock, D: builder.input('d', 40) }, 40, 'Q');
    builder.output('q', q);
    builder.net('state', q, `${'x'.repeat(20)}${'1100'.repeat(5)}`);
    const simulator = netlistSimulator(builder.netlist(), 'top');
    assert.equal(simulator.get('q'), 0xcccccn);
    const upper = new Set<bigint>();
    for (let seed = 0; seed < 20; seed++) {
      simulator.set('d', 5);
      simulator.edge();
      assert.equal(simulator.get('q'), 5n);
      simulator.reset(createRng(seed));
      assert.equal(simulator.get('q') & 0xfffffn, 0xcccccn);
      assert.equal(simulator.get('d'), 0n);
      upper.add(simulator.get('q') >> 20n);
    }
    assert.ok(upper.size > 15);
  });

  it('names what nothing drives', () => {
    const builder = netlistBuilder();
    builder.net('floating', [777]);
    builder.output('y', [777]);
    assert.deepEqual(netlistSimulator(builder.netlist(), 'top').notes, ['nothing drives floating: 0 is read']);
  });
});

describe('a large netlist', () => {
  it('is compiled in several functions that agree with a plain sum', () => {
    const builder = netlistBuilder();
    const clock = builder.input('aclk', 1);
    const a = builder.input('a', 40);
    let value = a;
    const taps: (readonly NetBit[])[] = [];
    for (let i = 0; i < 2000; i++) {
      value = builder.cell('$add', { A_SIGNED: 0, B_SIGNED: 0 }, { A: value, B: i % 2 === 0 ? a : [...value.slice(3), ...value.slice(0, 3)] }, 40);
      if (i % 500 === 0) taps.push(value);
    }
    builder.output('y', builder.cell('$dff', { CLK_POLARITY: '1', WIDTH: 40 }, { CLK: clock, D: value }, 40, 'Q'));
    for (const [i, tap] of taps.entries()) builder.output(`tap${i}`, tap);
    const simulator = netlistSimulator(builder.netlist(), 'top');
    const start = 0x123456789an;
    let expected = start;
    const expectedTaps: bigint[] = [];
    for (let i = 0; i < 2000; i++) {
      expected = BigInt.asUintN(40, expected + (i % 2 === 0 ? start : (expected >> 3n) | ((expected & 7n) << 37n)));
      if (i % 500 === 0) expectedTaps.push(expected);
    }
    simulator.set('a', start);
    simulator.edge();
    assert.equal(simulator.get('y'), expected);
    assert.deepEqual(taps.map((_, i) => simulator.get(`tap${i}`)), expectedTaps);
  });
});
