import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { vcdExcerpt } from '../../src/cli/report-rtl-vcd.js';

/** A dump of a clock and signals: their values are those before each rising edge, as a simulator writes them: what an edge changes comes after it, at the same time. */
function dumpOf(values: readonly (readonly string[])[], widths: readonly number[]): string {
  const codes = widths.map((_, i) => `#${i}`);
  const header = ['$timescale 1ns $end', '$scope module tb $end', '$var wire 1 ! aclk $end', '$scope module dut $end', '$var wire 1 ! aclk $end', ...widths.map((width, i) => `$var wire ${width} ${codes[i]!} s${i} ${width === 1 ? '' : `[${width - 1}:0] `}$end`), '$upscope $end', '$upscope $end', '$enddefinitions $end'];
  const written = (cycle: number): string[] => values.flatMap((own, i) => (cycle > 0 && own[cycle] === own[cycle - 1] ? [] : [widths[i] === 1 ? `${own[cycle]!}${codes[i]!}` : `b${own[cycle]!} ${codes[i]!}`]));
  const lines = ['#0', '$dumpvars', '0!', ...written(0), '$end'];
  for (let cycle = 0; cycle < (values[0]?.length ?? 0); cycle++) {
    lines.push(`#${5 + 10 * cycle}`, '1!', ...(cycle + 1 < values[0]!.length ? written(cycle + 1) : []), `#${10 + 10 * cycle}`, '0!');
  }
  return [...header, ...lines, ''].join('\n');
}

const bit = fc.constantFrom('0', '1', 'x', 'z');

describe('an excerpt of a value change dump', () => {
  it('has the values before each rising edge', () => {
    fc.assert(fc.property(fc.array(fc.tuple(bit, bit, fc.array(bit, { minLength: 4, maxLength: 4 })), { minLength: 1, maxLength: 40 }), (cycles) => {
      const columns = [cycles.map(([a]) => a), cycles.map(([, b]) => b), cycles.map(([, , bits]) => bits.join(''))];
      const found = vcdExcerpt(dumpOf(columns, [1, 1, 4]), { clock: 'aclk', names: ['s0', 's1', 's2', 'other'], starts: [], cycles: 100 })!;
      const value = (text: string): bigint | null => (/^[01]+$/.test(text) ? BigInt(`0b${text}`) : null);
      assert.deepEqual(found, columns.map((column, i) => ({ name: `s${i}`, width: i === 2 ? 4 : 1, values: column.map(value) })));
    }), { numRuns: 100 });
  });

  it('begins just before the first beat, and ends after as many cycles as were asked for', () => {
    const valid = Array.from({ length: 500 }, (_, i) => (i >= 100 ? '1' : '0'));
    const count = Array.from({ length: 500 }, (_, i) => i.toString(2));
    const [first, second] = vcdExcerpt(dumpOf([valid, count], [1, 9]), { clock: 'aclk', names: ['s0', 's1'], starts: ['s0'], cycles: 20 })!;
    assert.deepEqual([first!.values.length, first!.values.slice(0, 4), second!.values[0], second!.values[19]], [20, [0n, 0n, 1n, 1n], 98n, 117n]);
  });

  it('is none where there is no clock, no such signal, or no dump at all', () => {
    const dump = dumpOf([['1', '0']], [1]);
    const options = { clock: 'aclk', names: ['s0'], starts: [], cycles: 9 };
    for (const [text, changed] of [[dump, { clock: 'clk' }], [dump, { names: ['y'] }], ['', {}], ['words', {}], ['$enddefinitions $end', {}], [dump.replace(/1!/g, '0!'), {}], ['$var wire 1 ! aclk $end $var wire 1 " s0 $end $enddefinitions', {}]] as const) assert.equal(vcdExcerpt(text, { ...options, ...changed }), null);
  });
});
