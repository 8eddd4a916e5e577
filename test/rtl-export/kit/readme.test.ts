import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { exportProject } from '../../../src/rtl-export/kit/project.js';
import { sampleDesign, sampleOptions } from './sample.js';

describe('the README of an export', () => {
  const files = exportProject(sampleDesign(), sampleOptions);
  const text = files.get('README.md')!;

  it('names files that are there', () => {
    for (const [, path] of text.matchAll(/`((?:rtl|sim|constraints|scripts)\/[^`]*)`|^\| `([a-z.]+)` \|/gm)) {
      if (path === undefined) continue;
      assert.ok([...files.keys()].some((file) => (path.endsWith('/') ? file.startsWith(path) : file === path)), path);
    }
    for (const [path] of text.matchAll(/scripts\/\w+\.tcl/g)) assert.ok(files.has(path), path);
  });

  it('says how to simulate and synthesise, and that Vivado was not run', () => {
    for (const part of ['iverilog -g2001 -Wall', 'verilator --binary', 'xvlog', 'vivado -mode batch -source scripts/synth_ooc.tcl', '**Not run with Vivado.**']) assert.ok(text.includes(part), part);
  });

  it('shows every field with its bits, and the padding', () => {
    for (const row of ['| 15:0 | `lane` | 2 x 8 | two unsigned numbers |', '| 4:0 | `offset` | 5 | an unsigned number |', '| 7:5 |  | 3 | not looked at |', '| 15:12 |  | 4 | zero |']) assert.ok(text.includes(row), row);
  });

  it('has tables whose rows have as many cells as their titles', () => {
    for (const block of text.split('\n\n')) {
      const cells = block.split('\n').filter((line) => line.startsWith('|')).map((line) => line.replaceAll('\\|', '').split('|').length);
      assert.ok(new Set(cells).size <= 1, block);
    }
  });

  it('has a reason where a resource is not known', () => {
    assert.ok(text.includes('| ff | not known |  |  | nobody counted |'));
    assert.ok(text.includes('| lut | 60 LUT | 25 % | assumed | a guess |'));
  });

  it('does not pretend to a part or device', () => {
    const unknown = exportProject(sampleDesign(), { ...sampleOptions, part: null, deviceName: null }).get('README.md')!;
    assert.ok(unknown.includes('for no particular device at 225 MHz') && unknown.includes('No part is known for the device.'));
  });
});
