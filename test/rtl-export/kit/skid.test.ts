import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { sharedSources } from '../../../src/rtl-export/kit/shared-sources.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { inFolder, needTools, runTool } from './tools.js';

const file = 'archsim_skid.v';
const source = sharedSources[file]!;

/** What the two sides do in a cycle. */
interface Cycle {
  readonly aresetn: boolean;
  readonly valid: boolean;
  readonly data: number;
  readonly ready: boolean;
}

/** Plays the cycles and prints, before each edge, s_ready, m_valid and m_data; s_ready, m_valid and m_data are printed again after both inputs turned. */
const bench = (width: number, count: number): string => `module bench;
    reg aclk = 0;
    reg [${width + 2}:0] played [0:${count - 1}];
    wire s_ready, m_valid;
    wire [${width - 1}:0] m_data;
    reg aresetn, s_valid, m_ready, turn;
    reg [${width - 1}:0] s_data;
    integer i;
    archsim_skid #(.WIDTH(${width})) dut (.aclk(aclk), .aresetn(aresetn), .s_data(s_data), .s_valid(s_valid ^ turn), .s_ready(s_ready),
        .m_data(m_data), .m_valid(m_valid), .m_ready(m_ready ^ turn));
    initial begin
        $readmemb("played", played);
        turn = 0;
        for (i = 0; i < ${count}; i = i + 1) begin
            {aresetn, s_valid, m_ready, s_data} = played[i];
            if (!s_valid) s_data = {${width}{1'bx}};
            #1 $display("%b %b %b", s_ready, m_valid, m_data);
            turn = 1;
            #1 $display("%b %b %b", s_ready, m_valid, m_data);
            turn = 0;
            #1 aclk = 1;
            #1 aclk = 0;
        end
        $finish(0);
    end
endmodule
`;

function play(width: number, cycles: readonly Cycle[]): readonly string[] {
  const bits = (c: Cycle): string => `${[c.aresetn, c.valid, c.ready].map(Number).join('')}${c.data.toString(2).padStart(width, '0')}`;
  return inFolder([[file, source], ['bench.v', bench(width, cycles.length)], ['played', `${cycles.map(bits).join('\n')}\n`]], (folder) => {
    const compiled = runTool(folder, 'iverilog', ['-g2001', '-Wall', '-o', 't.vvp', file, 'bench.v']);
    assert.deepEqual(compiled, { code: 0, stdout: '', stderr: '' });
    return runTool(folder, 'vvp', ['t.vvp']).stdout.trim().split('\n');
  });
}

/** A first-in first-out queue of two entries that takes nothing at the edge where a reset ends. */
function reference(width: number, cycles: readonly Cycle[]): string[] {
  let queue: number[] = [];
  let ready = false;
  const lines: string[] = [];
  for (const cycle of cycles) {
    const seen = `${ready ? 1 : 0} ${queue.length > 0 ? 1 : 0} ${queue.length > 0 ? queue[0]!.toString(2).padStart(width, '0') : '?'}`;
    lines.push(seen, seen);
    const taken = ready && cycle.valid;
    if (queue.length > 0 && cycle.ready) queue = queue.slice(1);
    if (taken) queue = [...queue, cycle.data];
    if (!cycle.aresetn) queue = [];
    ready = cycle.aresetn && queue.length < 2;
  }
  return lines;
}

function assertPlays(width: number, cycles: readonly Cycle[]): void {
  const reset: Cycle = { aresetn: false, valid: false, data: 0, ready: false };
  const all = [reset, reset, ...cycles];
  const hidden = (lines: readonly string[]): string[] => lines.slice(2).map((line) => (line.split(' ')[1] === '1' ? line : line.replace(/\S+$/, '?')));
  assert.deepEqual(hidden(play(width, all)), hidden(reference(width, all)));
}

describe('the skid buffer', () => {
  before(function () { needTools(this, 'iverilog', 'vvp'); });

  it('is a queue of two entries whose outputs depend on registers alone, under random traffic and resets', () => {
    const rng = createRng(7);
    for (const [width, low] of [[1, 0.1], [8, 0.5], [24, 0.9]] as const) {
      const cycles = Array.from({ length: 600 }, () => ({
        aresetn: rng.next() > 0.02, valid: rng.next() > low, data: rng.integer(0, 2 ** width - 1), ready: rng.next() > 1 - low,
      }));
      assertPlays(width, cycles);
    }
  });

  it('gives a beat one cycle after it took it, and one in every cycle', () => {
    const free = { aresetn: true, ready: true };
    const lines = play(8, [{ ...free, aresetn: false, valid: false, data: 0 }, { ...free, valid: false, data: 0 },
      ...Array.from({ length: 20 }, (_, i) => ({ ...free, valid: true, data: 100 + i })), { ...free, valid: false, data: 0 }]);
    const before = lines.filter((_, i) => i % 2 === 0).slice(2);
    assert.equal(before[0]!.slice(0, 3), '1 0');
    assert.deepEqual(before.slice(1), Array.from({ length: 20 }, (_, i) => `1 1 ${(100 + i).toString(2).padStart(8, '0')}`));
  });

  it('holds two beats when nobody takes them, and loses none', () => {
    const wait = { aresetn: true, valid: true, ready: false };
    assertPlays(8, [...[1, 2, 3, 3, 3, 3].map((data) => ({ ...wait, data })), ...[3, 4, 5, 6].map((data) => ({ ...wait, ready: true, data }))]);
  });

  it('lints without a warning', function () {
    needTools(this, 'verilator');
    inFolder([[file, source]], (folder) => { assert.deepEqual(runTool(folder, 'verilator', ['--lint-only', '-Wall', file]), { code: 0, stdout: '', stderr: '' }); });
  });
});
