import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseNetlist } from '../../../src/rtl-export/runners/netlist.js';

const written = {
  creator: 'Yosys 0.55',
  modules: {
    inverter: {
      attributes: { top: '1' },
      ports: { a: { direction: 'input', bits: [2, 3] }, y: { direction: 'output', signed: 1, bits: [4, '0'] } },
      cells: {
        $not$1: {
          hide_name: 1, type: '$not', parameters: { A_SIGNED: '0', A_WIDTH: '10' }, attributes: { src: 'inverter.v:2.3-2.9' },
          port_directions: { A: 'input', Y: 'output' }, connections: { A: [2], Y: [4] },
        },
      },
      netnames: { y: { hide_name: 0, bits: [4, '0'], attributes: { init: '0x' } }, $1: { hide_name: 1, bits: [4], attributes: {} } },
    },
  },
};

function changed(change: (copy: typeof written) => void): () => unknown {
  const copy = structuredClone(written);
  change(copy);
  return () => parseNetlist(JSON.stringify(copy));
}

describe('a netlist of write_json', () => {
  it('is read with its ports, cells and nets', () => {
    assert.deepEqual(parseNetlist(JSON.stringify(written)), {
      creator: 'Yosys 0.55',
      modules: [{
        name: 'inverter',
        ports: [{ name: 'a', direction: 'input', bits: [2, 3] }, { name: 'y', direction: 'output', bits: [4, '0'] }],
        cells: [{ name: '$not$1', type: '$not', parameters: { A_SIGNED: '0', A_WIDTH: '10' }, connections: { A: [2], Y: [4] }, source: 'inverter.v:2.3-2.9' }],
        nets: [{ name: 'y', bits: [4, '0'], hidden: false, init: '0x' }, { name: '$1', bits: [4], hidden: true }],
      }],
    });
  });

  it('is rejected where it is something else, with what is wrong', () => {
    assert.throws(() => parseNetlist('{'), /rtl\/bad-netlist: the netlist is not one of Yosys' write_json: /);
    assert.throws(() => parseNetlist('[]'), /the netlist should be an object/);
    assert.throws(() => parseNetlist('{"creator":"x"}'), /modules should be an object/);
    assert.throws(() => parseNetlist('{"modules":{}}'), /creator should be a text/);
    const inverter = (copy: typeof written): typeof written.modules.inverter => copy.modules.inverter;
    assert.throws(changed((copy) => { inverter(copy).ports.a.direction = 'sideways'; }), /port a has no direction/);
    assert.throws(changed((copy) => { inverter(copy).ports.a.bits = [2, -1]; }), /a has a bit that is neither a number nor a constant/);
    assert.throws(changed((copy) => { inverter(copy).cells.$not$1.connections.A = [2.5]; }), /\$not\$1\.A has a bit/);
    assert.throws(changed((copy) => { (inverter(copy).cells.$not$1.parameters as Record<string, unknown>)['A_WIDTH'] = 2; }), /parameter A_WIDTH of \$not\$1 should be a text/);
    assert.throws(changed((copy) => { (inverter(copy).netnames.y as Record<string, unknown>)['bits'] = 4; }), /y should be a list of bits/);
  });
});
