import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RtlDesign } from '../../../src/rtl-export/kit/design.js';
import { readPortMap } from '../../../src/rtl-export/kit/port-map.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { notModelled } from '../../../src/sim/core/estimate.js';

const unknown = notModelled('a test');
const design: RtlDesign = {
  core: 'c', summary: '', sources: {}, parameters: [], runs: [], reduction: '',
  streams: [
    { name: 'a', direction: 'in', fields: [{ name: 'x', bits: 8, count: 2, meaning: '' }, { name: 'ends', bits: 1, count: 1, meaning: '' }] },
    { name: 'y', direction: 'out', fields: [{ name: 'sum', bits: 20, count: 1, meaning: '' }] },
  ],
  resources: { dsp: unknown, bram36: unknown, uram: unknown, lut: unknown, ff: unknown },
};

const input = { handshake: 'valid-ready', valid: 'v', ready: 'r', fields: { x: ['x0', 'x1'], ends: 'e' } };
const output = { handshake: 'valid-only', valid: 'done', latency: 3, fields: { sum: { port: 's', bits: 32, signed: true } } };
const right = { module: 'm', clock: 'clk', reset: { port: 'rst', active: 'high' }, parameters: { N: 4 }, constants: { mode: 0 }, streams: { a: input, y: output } };

describe('the map of foreign ports', () => {
  it('reads what ports carry, with the defaults of our own streams for clock and reset', () => {
    const map = readPortMap(`// JSON with comments\n${JSON.stringify(right)}`, design);
    assert.deepEqual([map.module, map.clock, map.reset, map.parameters, map.constants], ['m', 'clk', { port: 'rst', active: 'high' }, { N: 4 }, { mode: 0 }]);
    assert.deepEqual(map.streams.get('a')!.fields.get('x'), { ports: ['x0', 'x1'], bits: 8, signed: false });
    assert.deepEqual(map.streams.get('y'), { handshake: 'valid-only', latency: 3, valid: 'done', fields: new Map([['sum', { ports: ['s'], bits: 32, signed: true }]]) });
    const { clock, reset } = readPortMap(JSON.stringify({ module: 'm', streams: right.streams }), design);
    assert.deepEqual([clock, reset], ['aclk', { port: 'aresetn', active: 'low' }]);
    assert.equal(readPortMap(JSON.stringify({ ...right, reset: null }), design).reset, undefined);
  });

  it('names what is wrong and where', () => {
    const cases: readonly (readonly [change: unknown, pattern: RegExp])[] = [
      [{ ...right, clok: 'clk' }, /\/clok "clok" is not known here; did you mean "clock"\?/],
      [{ ...right, module: 'a b' }, /\/module should be the plain Verilog name/],
      [{ ...right, module: 'module' }, /\/module should be/],
      [{ ...right, reset: { port: 'rst', active: 'up' } }, /\/reset\/active should be "low" or "high"/],
      [{ ...right, parameters: { N: 0.5 } }, /\/parameters\/N should be a whole number/],
      [{ ...right, streams: { a: input } }, /\/streams\/y should be an object/],
      [{ ...right, streams: { a: input, y: output, z: input } }, /\/streams\/z "z" is not known here/],
      [{ ...right, streams: { a: { ...input, handshake: 'fixed' }, y: output } }, /\/streams\/a\/handshake should be one of valid-ready, valid-only$/],
      [{ ...right, streams: { a: { ...input, ready: undefined }, y: output } }, /a valid-ready stream needs "ready"/],
      [{ ...right, streams: { a: input, y: { ...output, ready: 'q' } } }, /a valid-only stream has no "ready"/],
      [{ ...right, streams: { a: input, y: { ...output, latency: 9999 } } }, /\/streams\/y\/latency should be a whole number from 0 to 1024/],
      [{ ...right, streams: { a: { ...input, latency: 1 }, y: output } }, /\/streams\/a\/latency is for outputs that cannot wait/],
      [{ ...right, streams: { a: input, y: { ...output, fields: {} } } }, /an output needs a port for "sum"/],
      [{ ...right, streams: { a: { ...input, fields: { x: ['x0'] } }, y: output } }, /should be a list of 2 port\(s\)/],
      [{ ...right, streams: { a: { ...input, fields: { x: 'v' } }, y: output } }, /the port "v" is a valid of inputs already/],
      [{ ...right, streams: { a: input, y: { handshake: 'fixed', after: 'a.x', latency: 1, fields: output.fields } } }, /should be an input stream, or a field of one bit of one; one of a, a\.ends/],
    ];
    for (const [change, pattern] of cases) {
      assert.throws(() => readPortMap(JSON.stringify(change), design), (error) => (
        error instanceof InputError && error.problems[0]!.file === 'archsim-ports.json' && error.problems[0]!.line === 1
        && pattern.test(`${error.problems[0]!.message}${/; /.test(pattern.source) ? `; ${error.problems[0]!.remedy ?? ''}` : ''}`)), pattern.source);
    }
  });
});
