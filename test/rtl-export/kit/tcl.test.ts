import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { exportProject } from '../../../src/rtl-export/kit/project.js';
import { sampleDesign, sampleOptions } from './sample.js';
import { inFolder, needTools, runTool, type ToolRun } from './tools.js';

/** The tables of report_utilization for UltraScale+, shortened. */
const ultrascale = `Utilization Design Information

1. CLB Logic
------------

+----------------------------+-------+-------+------------+-----------+-------+
|          Site Type         |  Used | Fixed | Prohibited | Available | Util% |
+----------------------------+-------+-------+------------+-----------+-------+
| CLB LUTs*                  |  4321 |     0 |          0 |   1303680 |  0.33 |
|   LUT as Logic             |  4300 |     0 |          0 |   1303680 |  0.33 |
|   LUT as Memory            |    21 |     0 |          0 |    600960 | <0.01 |
| CLB Registers              |  2100 |     0 |          0 |   2607360 |  0.08 |
|   Register as Flip Flop    |  2100 |     0 |          0 |   2607360 |  0.08 |
| CARRY8                     |    31 |     0 |          0 |    162960 |  0.02 |
+----------------------------+-------+-------+------------+-----------+-------+

3. BLOCKRAM
-----------

+-------------------+-------+-------+------------+-----------+-------+
|     Site Type     |  Used | Fixed | Prohibited | Available | Util% |
+-------------------+-------+-------+------------+-----------+-------+
| Block RAM Tile    |  10.5 |     0 |          0 |      2016 |  0.52 |
|   RAMB36/FIFO*    |     8 |     0 |          0 |      2016 |  0.40 |
|     RAMB36E2 only |     8 |       |            |           |       |
|   RAMB18          |     5 |     0 |          0 |      4032 |  0.12 |
|     RAMB18E2 only |     5 |       |            |           |       |
| URAM              |     3 |     0 |          0 |       960 |  0.31 |
+-------------------+-------+-------+------------+-----------+-------+

4. ARITHMETIC
-------------

+----------------+------+-------+------------+-----------+-------+
|    Site Type   | Used | Fixed | Prohibited | Available | Util% |
+----------------+------+-------+------------+-----------+-------+
| DSPs           |   36 |     0 |          0 |      9024 |  0.40 |
|   DSP48E2 only |   36 |       |            |           |       |
+----------------+------+-------+------------+-----------+-------+
`;

/** The same for 7 series as older versions write it, in a country with decimal commas. */
const series7 = `
|          Site Type         | Fixed | Used | Available | Util% |
| Slice LUTs*                |     0 |  999 |     53200 |  1,88 |
| Slice Registers            |     0 |  512 |    106400 |  0,48 |
| Block RAM Tile             |     0 |  1,5 |       140 |  1,07 |
|   RAMB36/FIFO*             |     0 |    1 |       140 |  0,71 |
|   RAMB18                   |     0 |    1 |       280 |  0,36 |
| DSPs                       |     0 |    2 |       220 |  0,91 |
`;

const timing = (wns: string): string => `------------------------------------------------------------------------------------------------
| Design Timing Summary
| ---------------------
------------------------------------------------------------------------------------------------

    WNS(ns)      TNS(ns)  TNS Failing Endpoints  TNS Total Endpoints      WHS(ns)      THS(ns)  THS Failing Endpoints  THS Total Endpoints     WPWS(ns)     TPWS(ns)
    -------      -------  ---------------------  -------------------      -------      -------  ---------------------  -------------------     --------     --------
      ${wns}        0.000                      0                  210        0.052        0.000                      0                  210        1.947        0.000
`;

/** Stands for Vivado: prints every command that Tcl itself has not, writes the reports, and fails where it is told to. */
const vivado = `proc unknown {args} {
    global failing silent
    puts "CALL $args"
    if {[lindex $args 0] eq $failing} { error "ERROR: \\[Synth 8-439\\] module not found" }
    set at [lsearch -exact $args -file]
    if {$at >= 0 && [lindex $args 0] ne $silent} {
        file copy -force [lindex $args 0].txt [lindex $args [expr {$at + 1}]]
    }
    return [lindex $args 0]
}
set failing [lindex $argv 0]
set silent [lindex $argv 1]
set script [lindex $argv 2]
set argv [lrange $argv 3 end]
source $script
`;

interface Play {
  readonly script: string;
  readonly failing?: string;
  readonly silent?: string;
  readonly args?: readonly string[];
  readonly utilization?: string;
  readonly wns?: string;
  readonly part?: string | null;
}

function play({ script, failing = '', silent = '', args = [], utilization = ultrascale, wns = '0.444', part = sampleOptions.part }: Play): ToolRun & { readonly calls: readonly string[] } {
  const files = new Map([...exportProject(sampleDesign(), { ...sampleOptions, part }), ['vivado.tcl', vivado], ['report_utilization.txt', utilization], ['report_timing_summary.txt', timing(wns)]]);
  return inFolder(files, (folder) => {
    const run = runTool(folder, 'tclsh', ['vivado.tcl', failing, silent, `scripts/${script}`, ...args]);
    const calls = run.stdout.replaceAll(realpathSync(folder), '.').split('\n').flatMap((line) => (line.startsWith('CALL ') ? [line.slice(5)] : []));
    return { ...run, stdout: run.stdout.replaceAll(realpathSync(folder), '.'), calls };
  });
}

function values(run: ToolRun): Record<string, string> {
  return Object.fromEntries(run.stdout.split('\n').filter((line) => /^[A-Z0-9_]+=/.test(line)).map((line) => line.split('=') as [string, string]));
}

const synthesis = [
  'read_verilog {./rtl/archsim_skid.v ./rtl/sample_add.v ./rtl/sample_add_top.v}',
  'read_xdc -mode out_of_context ./constraints/sample_add_ooc.xdc',
  'synth_design -top sample_add_top -part xcu280-fsvh2892-2L-e -mode out_of_context',
  'report_utilization -file ./reports/synth_utilization.rpt',
  'report_timing_summary -file ./reports/synth_timing.rpt',
  'write_checkpoint -force ./reports/synth.dcp',
];
const resources = { LUT: '4321', FF: '2100', DSP: '36', BRAM_TILE: '10.5', BRAM36: '8', BRAM18: '5', URAM: '3', PERIOD_NS: '4.444', WNS_NS: '0.444', WPWS_NS: '1.947', FMAX_MHZ: '250.00' };

describe('the scripts for Vivado', () => {
  before(function () { needTools(this, 'tclsh'); });

  it('synthesise out of context, report, and print a line a resource', () => {
    const run = play({ script: 'synth_ooc.tcl' });
    assert.deepEqual(run.calls, synthesis);
    assert.deepEqual(values(run), resources);
    assert.deepEqual([run.code, run.stderr], [0, '']);
  });

  it('place and route after that, and print what the routed design takes', () => {
    const run = play({ script: 'build.tcl', wns: '-0.556' });
    assert.deepEqual(run.calls, [...synthesis, 'opt_design', 'place_design', 'route_design', ...synthesis.slice(3).map((call) => call.replace('/synth', '/route'))]);
    assert.deepEqual(values(run), { ...resources, WNS_NS: '-0.556', FMAX_MHZ: '200.00' });
    assert.equal(run.code, 0);
  });

  it('package the top with all its sources', () => {
    const run = play({ script: 'package_ip.tcl' });
    assert.deepEqual(run.calls.map((call) => call.split(' ')[0]).filter((name, i, all) => name !== all[i - 1]), [
      'create_project', 'add_files', 'current_fileset', 'set_property', 'update_compile_order', 'ipx::package_project',
      ...Array.from({ length: 5 }, () => ['ipx::current_core', 'set_property']).flat(),
      ...['create_xgui_files', 'update_checksums', 'check_integrity', 'save_core'].flatMap((name) => ['ipx::current_core', `ipx::${name}`]), 'close_project',
    ]);
    assert.ok(run.calls.includes('create_project -force sample_add_ip ./ip_project -part xcu280-fsvh2892-2L-e'));
    assert.ok(run.calls.includes('add_files -norecurse {./rtl/archsim_skid.v ./rtl/sample_add.v ./rtl/sample_add_top.v}'));
    assert.ok(run.calls.includes('ipx::package_project -root_dir ./ip -vendor user.org -library user -taxonomy /UserIP -import_files -force'));
    assert.ok(run.calls.includes('set_property description {Running sums of two streams.} ipx::current_core'));
    assert.match(run.stdout, /^IP=\.\/ip\/component\.xml$/m);
  });

  it('take another part as their argument, and ask for one where none is known', () => {
    for (const script of ['synth_ooc.tcl', 'build.tcl', 'package_ip.tcl']) {
      assert.ok(play({ script, args: ['xczu7ev-ffvc1156-2-e'] }).calls.some((call) => call.includes('-part xczu7ev-ffvc1156-2-e')));
      const { code, stderr, calls } = play({ script, part: null });
      assert.deepEqual([code, calls], [1, []]);
      assert.match(stderr, /^ARCHSIM FAIL no part is known for the device/);
    }
  });

  it('end with exit code 1 at the step that fails, and say which', () => {
    for (const [script, failing, step] of [['synth_ooc.tcl', 'read_verilog', 'reading the sources'], ['synth_ooc.tcl', 'synth_design', 'synthesis'], ['build.tcl', 'place_design', 'placement'],
      ['build.tcl', 'route_design', 'routing'], ['package_ip.tcl', 'ipx::save_core', 'packaging']] as const) {
      const { code, stderr, calls } = play({ script, failing });
      assert.equal(code, 1);
      assert.equal(stderr, `ARCHSIM FAIL ${step}: ERROR: [Synth 8-439] module not found\n`);
      assert.equal(calls.at(-1)!.split(' ')[0], failing);
    }
  });

  it('say which report is missing and why', () => {
    for (const [silent, what] of [['report_utilization', 'utilisation'], ['report_timing_summary', 'timing']] as const) {
      const { code, stderr } = play({ script: 'synth_ooc.tcl', silent });
      assert.equal(code, 1);
      assert.match(stderr, new RegExp(`^ARCHSIM FAIL the ${what} report is missing: nothing wrote .*synth_${what === 'timing' ? what : 'utilization'}\\.rpt, so the step before it stopped early`));
    }
  });

  it('say in their header that they were not run with Vivado', () => {
    for (const [path, text] of exportProject(sampleDesign(), sampleOptions)) if (path.endsWith('.tcl')) assert.match(text, /^(#.*\n)*# This script was not run with Vivado/, path);
  });
});

describe('the reader of reports', () => {
  before(function () { needTools(this, 'tclsh'); });
  const read = (utilization: string, ...more: readonly string[]): ToolRun => inFolder([...exportProject(sampleDesign(), sampleOptions), ['u.rpt', utilization], ['t.rpt', timing(more[0] ?? '')]],
    (folder) => runTool(folder, 'tclsh', [join('scripts', 'parse_reports.tcl'), 'u.rpt', ...(more.length === 0 ? [] : ['t.rpt', '4.444'])]));

  it('reads tables of 7 series with other columns and decimal commas, and says NA of what they do not have', () => {
    assert.deepEqual(values(read(series7)), { LUT: '999', FF: '512', DSP: '2', BRAM_TILE: '1.5', BRAM36: '1', BRAM18: '1', URAM: 'NA' });
  });

  it('says NA of a clock that no path has', () => {
    for (const wns of ['NA', 'inf']) {
      const run = read(ultrascale, wns);
      assert.deepEqual([values(run).WNS_NS, values(run).FMAX_MHZ, run.code], ['NA', 'NA', 0]);
      assert.match(run.stderr, /no path between registers has a clock/);
    }
  });

  it('ends with exit code 1 for what is empty, of another form, or not called as it should be', () => {
    for (const [text, message] of [[' \n', /is empty/], ['| LUTs | 3 |\n', /no row for LUTs or registers/]] as const) {
      const { code, stderr } = read(text);
      assert.equal(code, 1);
      assert.match(stderr, message);
    }
    inFolder(exportProject(sampleDesign(), sampleOptions), (folder) => {
      for (const args of [[], ['a', 'b'], ['a', 'b', 'x']]) {
        const { code, stderr } = runTool(folder, 'tclsh', ['scripts/parse_reports.tcl', ...args]);
        assert.equal(code, 1);
        assert.match(stderr, /^ARCHSIM FAIL (usage|PERIOD_NS)/);
      }
    });
  });
});
