import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fieldPlaces, inputsOf, outputsOf, portsOf } from '../../../src/rtl-export/kit/ports.js';
import { sampleDesign } from './sample.js';

describe('the ports of a stream', () => {
  it('are named and directed as AXI4-Stream has it, with tdata in whole bytes', () => {
    const [a, b, sum] = sampleDesign().streams.map((stream) => portsOf(stream).map(({ name, direction, bits }) => `${direction} ${bits} ${name}`));
    assert.deepEqual(a, ['input 16 s_axis_a_tdata', 'input 1 s_axis_a_tvalid', 'output 1 s_axis_a_tready', 'input 1 s_axis_a_tlast']);
    assert.equal(b![0], 'input 8 s_axis_b_tdata');
    assert.deepEqual(sum, ['output 16 m_axis_sum_tdata', 'output 1 m_axis_sum_tvalid', 'input 1 m_axis_sum_tready', 'output 1 m_axis_sum_tlast']);
  });

  it('belong to inputs and outputs', () => {
    assert.deepEqual([inputsOf(sampleDesign()), outputsOf(sampleDesign())].map((streams) => streams.map(({ name }) => name)), [['a', 'b'], ['sum']]);
  });

  it('have fields one after the other from bit 0', () => {
    const field = (name: string, bits: number, count: number): { name: string; bits: number; count: number; meaning: string } => ({ name, bits, count, meaning: '' });
    const places = fieldPlaces({ name: 'x', direction: 'in', fields: [field('p', 3, 4), field('q', 1, 1), field('r', 8, 2)] });
    assert.deepEqual(places.map(({ name, low, high }) => [name, low, high]), [['p', 0, 11], ['q', 12, 12], ['r', 13, 28]]);
  });
});
