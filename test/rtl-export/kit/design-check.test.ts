import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkDesign } from '../../../src/rtl-export/kit/design-check.js';
import type { RtlDesign, RtlRun, RtlStream } from '../../../src/rtl-export/kit/design.js';
import { sampleCore, sampleDesign } from './sample.js';

const good = sampleDesign();
const [a, b, sum] = good.streams as readonly [RtlStream, RtlStream, RtlStream];
const firstRun = (change: Partial<RtlRun>): Partial<RtlDesign> => ({ runs: [{ ...good.runs[0]!, ...change }, ...good.runs.slice(1)] });
const beats = (change: RtlRun['beats']): Partial<RtlDesign> => firstRun({ beats: { ...good.runs[0]!.beats, ...change } });

const broken: readonly (readonly [string, Partial<RtlDesign>, RegExp])[] = [
  ['no source of the core', { core: 'other' }, /has no source other\.v/],
  ['a file that is not named as its module', { sources: { ...good.sources, 'x.v': sampleCore } }, /source x\.v with the modules sample_add/],
  ['two modules in a file', { sources: { 'sample_add.v': `${sampleCore}\nmodule other;\nendmodule\n` } }, /sample_add, other/],
  ['a file with a path', { sources: { ...good.sources, '../x.v': 'module x; endmodule' } }, /"\.\.\/x\.v"/],
  ['a timescale', { sources: { 'sample_add.v': `\`timescale 1ns / 1ps\n${sampleCore}` } }, /timescale/],
  ['a parameter that is no identifier', { parameters: [{ name: 'a b', value: 1, meaning: '' }] }, /parameter "a b"/],
  ['a parameter that is not whole', { parameters: [{ name: 'A', value: 0.5, meaning: '' }] }, /A = 0\.5/],
  ['no output', { streams: [a, b] }, /no stream of direction "out"/],
  ['two streams of one name', { streams: [a, a, sum] }, /two streams of one name/],
  ['a stream that is no identifier', { streams: [{ ...a, name: 'a-b' }, b, sum] }, /stream "a-b"/],
  ['a field without bits', { streams: [{ ...a, fields: [{ ...a.fields[0]!, bits: 0 }] }, b, sum] }, /stream a whose fields/],
  ['one run', { runs: good.runs.slice(0, 1) }, /has 1 runs/],
  ['a run without cycles', firstRun({ cycles: 0 }), /run 0 \(9 beats from 5\) of 0 cycles/],
  ['a run without beats of a stream', beats({ b: [] }), /without beats of the stream b/],
  ['a run with beats of an unknown stream', beats({ c: [1n] }), /unknown stream "c"/],
  ['a beat beyond its fields', beats({ b: [1n, 32n] }), /beat 1 of b does not fit into 5 bits/],
  ['a negative beat', beats({ b: [-1n] }), /beat 0 of b/],
];

describe('the check of a design', () => {
  it('lets a good one pass, whatever its comments say', () => {
    checkDesign(good);
    checkDesign({ ...good, sources: { 'sample_add.v': `// module one\n/* module two\n*/ (* keep_hierarchy = "yes" *) ${sampleCore}` } });
  });

  for (const [what, change, message] of broken) it(`is a range error with ${what}`, () => { assert.throws(() => { checkDesign({ ...good, ...change }); }, { name: 'RangeError', message }); });
});
