import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { waveformFigure, waveformTable, type WaveformData } from '../../../src/reports/figures/waveform.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName } from './robust.js';

/** A stream that waits for three cycles, and a value that is not known at first. */
const handshake: WaveformData = {
  signals: [
    { name: 's_axis_act_tvalid', width: 1, values: [0n, 1n, 1n, 1n, 1n, 0n, 0n, 1n] }, { name: 's_axis_act_tready', width: 1, values: [null, 1n, 0n, 0n, 1n, 1n, 1n, 1n] },
    { name: 's_axis_act_tdata', width: 64, values: [null, 0xdeadbeefn, 0x1234567890abcdefn, 0x1234567890abcdefn, 0x1234567890abcdefn, 0n, 0n, 7n] },
  ],
};

itIsRobust<WaveformData>('waveform', waveformFigure, waveformTable, {
  'a handshake': handshake, 'none': { signals: [] }, 'signals without values': { signals: [{ name: 'a', width: 1, values: [] }] }, 'one cycle': { signals: [{ name: 'a', width: 1, values: [1n] }] },
  'one unknown': { signals: [{ name: 'a', width: 8, values: [null] }] }, 'hostile names': { signals: [{ name: hostileText, width: 8, values: [1n, 2n] }, { name: longName, width: 1, values: [0n, 1n] }, { name: '', width: NaN, values: [-5n, 2n ** 600n] }] },
  '20,000 cycles of 40 signals': { signals: Array.from({ length: 40 }, (_, k) => ({ name: `signal_${k}`, width: k % 2 === 0 ? 1 : 512, values: Array.from({ length: 20_000 }, (_unused, i) => (k % 2 === 0 ? BigInt(i % 2) : BigInt(i) ** 20n)) })) },
});

describe('the figure of a waveform', () => {
  it('joins cycles of one value, and names the value and the cycles of each', () => {
    const svg = waveformFigure(handshake, { width: 720 });
    for (const told of ['s_axis_act_tvalid: 1, cycles 1 to 4', 's_axis_act_tready: not known, cycle 0', 's_axis_act_tdata: 0x1234567890abcdef, cycles 2 to 4', 's_axis_act_tdata: 0x7, cycle 7']) assert.ok(svg.includes(`<title>${told}</title>`), told);
    assert.match(svg, /deadbeef<\/text>/);
    assert.deepEqual(waveformTable(handshake).rows[2], ['2', '1', '0', '0x1234567890abcdef']);
  });

  it('says how much of it is drawn', () => {
    const values = Array.from({ length: 500 }, (_, i) => BigInt(i % 3 === 0));
    assert.match(waveformFigure({ signals: Array.from({ length: 30 }, (_, i) => ({ name: `s${i}`, width: 1, values })) }), /the first \d+ of 500 cycles; 24 of 30 signals<\/text>/);
  });

  it('is the golden file', () => { assertGoldenFigure('waveform', waveformFigure(handshake, { width: 720 })); });
});
