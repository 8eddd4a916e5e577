import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { exportProject, moduleNames } from '../../../src/rtl-export/kit/project.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { sampleDesign, sampleOptions } from './sample.js';
import { inFolder, needTools, runTool } from './tools.js';

function codesOf(change: Partial<typeof sampleOptions>): string[] {
  try {
    exportProject(sampleDesign(), { ...sampleOptions, ...change });
  } catch (error) {
    assert.ok(error instanceof InputError, String(error));
    return error.problems.map(({ code }) => code);
  }
  return [];
}

describe('an export', () => {
  it('has these files, the manifest last', () => {
    assert.deepEqual([...exportProject(sampleDesign(), sampleOptions).keys()], [
      'rtl/archsim_skid.v', 'rtl/sample_add.v', 'rtl/sample_add_top.v',
      'sim/tb_sample_add.v', 'sim/archsim_sink.v', 'sim/archsim_source.v', 'sim/archsim_stall.v',
      'sim/golden/s_axis_a.hex', 'sim/golden/s_axis_b.hex', 'sim/golden/m_axis_sum.hex',
      'constraints/sample_add_ooc.xdc', 'scripts/synth_ooc.tcl', 'scripts/build.tcl', 'scripts/package_ip.tcl', 'scripts/parse_reports.tcl',
      'filelist.f', 'README.md', 'manifest.json',
    ]);
  });

  it('is the same for the same design and options', () => {
    assert.deepEqual(exportProject(sampleDesign(), sampleOptions), exportProject(sampleDesign(), sampleOptions));
  });

  it('lists the sources in the order of their names, the top last', () => {
    assert.equal(exportProject(sampleDesign(), sampleOptions).get('filelist.f'), 'rtl/archsim_skid.v\nrtl/sample_add.v\nrtl/sample_add_top.v\n');
  });

  it('has beats in hexadecimal, the last of each run marked', () => {
    const lines = exportProject(sampleDesign(), sampleOptions).get('sim/golden/m_axis_sum.hex')!.trim().split('\n');
    assert.deepEqual(lines.slice(1, 3), ['// run 0: 9 beats from 5', '0_010e']);
    assert.deepEqual(lines.flatMap((line, index) => (line.startsWith('1_') ? [index] : [])), [10, 12, 36]);
  });

  it('has a clock that is never slower than asked, in picoseconds', () => {
    const constraint = (clockHz: number): string | undefined => exportProject(sampleDesign(), { ...sampleOptions, clockHz }).get('constraints/sample_add_ooc.xdc')!.split('\n').at(-2);
    assert.deepEqual([225e6, 300e6, 1e9].map(constraint), ['4.444', '3.333', '1.000'].map((period) => `create_clock -name aclk -period ${period} [get_ports aclk]`));
  });

  it('is made of plain ASCII where tools read it, with lines that end the same', () => {
    const hostile = { ...sampleDesign(), summary: 'µ\nendmodule `define "x" [exit] $y {', runs: sampleDesign().runs.map((run) => ({ ...run, label: '%s "\\\n$finish; µ' })) };
    for (const [path, text] of exportProject(hostile, { ...sampleOptions, deviceName: 'µ | <b>' })) {
      if (!/\.(md|json)$/.test(path)) assert.match(text, /^[\n -~]*$/, path);
      assert.ok(text.endsWith('\n') && !text.endsWith('\n\n') && !text.includes('\r'), path);
    }
  });

  it('works under any name and with any label', function () {
    this.timeout(60_000);
    needTools(this, 'iverilog', 'vvp');
    const design = { ...sampleDesign(), summary: '"; endmodule \\\nx', runs: sampleDesign().runs.map((run) => ({ ...run, label: '%s "\\\n$finish; */ µ' })) };
    for (const name of ['module', '../up', '8-bit llama (W4A8)', '']) {
      inFolder(exportProject(design, { ...sampleOptions, name }), (folder) => {
        assert.deepEqual(runTool(folder, 'sh', ['-c', 'iverilog -g2001 -Wall -o t rtl/*.v sim/*.v']), { code: 0, stdout: '', stderr: '' });
        assert.match(runTool(folder, 'vvp', ['t']).stdout, /^ARCHSIM PASS vectors=\d+ cycles=11\n$/);
      });
    }
  });

  it('is an input error with a name whose modules exist, a part that is none or a clock that is none, all at once', () => {
    assert.deepEqual(moduleNames('a-b'), { name: 'a_b', top: 'a_b_top', testbench: 'tb_a_b', small: 'a_b_small' });
    assert.deepEqual(codesOf({ part: 'x; exit', clockHz: 0 }), ['rtl/unsafe-part', 'rtl/unusable-clock']);
    for (const clockHz of [Number.NaN, Number.POSITIVE_INFINITY, -1]) assert.deepEqual(codesOf({ clockHz }), ['rtl/unusable-clock']);
    const taken = { ...sampleDesign(), sources: { ...sampleDesign().sources, 'Other_top.v': 'module Other_top;\nendmodule\n' } };
    assert.throws(() => exportProject(taken, { ...sampleOptions, name: 'other' }), { name: 'InputError', message: /^rtl\/name-taken: .*other_top/ });
    assert.deepEqual(codesOf({}), []);
  });
});
