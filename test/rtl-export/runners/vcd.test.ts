import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { vcdRecorder } from '../../../src/rtl-export/runners/vcd.js';
import { netlistBuilder } from './netlist-fixture.js';

describe('a VCD file', () => {
  it('has a scope for each level of a name, and a value only where it changes', () => {
    const builder = netlistBuilder();
    const a = builder.input('a', 4);
    const inverted = builder.cell('$not', { A_SIGNED: 0 }, { A: a }, 4);
    builder.net('pe[0].mac.wide name', inverted);
    builder.net('pe[0].low', inverted.slice(0, 1));
    const simulator = netlistSimulator(builder.netlist(), 'top', { trace: true });
    const recorder = vcdRecorder(simulator, 'top', { clock: 'clk', period: 4 });
    for (const value of [0, 0, 2]) {
      simulator.setInt('a', value);
      recorder.sample();
    }
    assert.equal(recorder.text(), [
      '$timescale 1ns $end', '$scope module top $end', '$var wire 1 ! clk $end', '$var wire 4 " a [3:0] $end',
      '$scope module pe[0] $end', '$var wire 1 $ low $end', '$scope module mac $end', '$var wire 4 # wide_name [3:0] $end', '$upscope $end', '$upscope $end', '$upscope $end',
      '$enddefinitions $end',
      '#0', '1!', 'b0 "', 'b1111 #', '1$', '#2', '0!', '#4', '1!', '#6', '0!', '#8', '1!', 'b10 "', 'b1101 #', '#10', '0!', '#12', '',
    ].join('\n'));
  });

  it('tells hundreds of nets apart', () => {
    const builder = netlistBuilder();
    const inputs = Array.from({ length: 300 }, (_, i) => builder.input(`i${i}`, 1));
    builder.output('y', inputs.flat());
    const text = vcdRecorder(netlistSimulator(builder.netlist(), 'top', { trace: true }), 'top').text();
    const codes = [...text.matchAll(/^\$var wire \d+ (\S+)/gm)].map((match) => match[1]);
    assert.deepEqual([codes.length, new Set(codes).size], [302, 302]);
  });
});
