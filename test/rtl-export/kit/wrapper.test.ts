import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { exportProject } from '../../../src/rtl-export/kit/project.js';
import { wrapperSource } from '../../../src/rtl-export/kit/wrapper.js';
import { sampleDesign, sampleOptions } from './sample.js';
import { inFolder, needTools, runTool } from './tools.js';

const silent = { code: 0, stdout: '', stderr: '' };

describe('the wrapper', () => {
  it('says what it is and with which parameters, and gives them to the core', () => {
    const text = wrapperSource(sampleDesign(), 'x_top', '1.2.3');
    assert.match(text, /^\/\/ x_top, made by archsim 1\.2\.3\.\n\/\/\n\/\/ Running sums of two streams\.\n/);
    assert.match(text, /^\/\/ {3}SUM_BITS = 12: bits of the sum$/m);
    assert.match(text, / sample_add #\(\n {8}\.BITS\(8\),\n {8}\.SUM_BITS\(12\)\n {4}\) core \(\n/);
    assert.match(text, /^ {4}\/\/ s_axis_a_tdata\[15:0\]: lane, 2 of 8 bits: two unsigned numbers$/m);
  });

  it('tells the IP integrator the clock of all streams, the reset and every signal', () => {
    const text = wrapperSource(sampleDesign(), 'x_top', '1.2.3');
    const attributes = [...text.matchAll(/\(\* (X_INTERFACE_\w+) = "([^"]*)" \*\)/g)].map((match) => match[2]!);
    assert.deepEqual(attributes.slice(0, 4), [
      'xilinx.com:signal:clock:1.0 aclk CLK', 'XIL_INTERFACENAME aclk, ASSOCIATED_BUSIF s_axis_a:s_axis_b:m_axis_sum, ASSOCIATED_RESET aresetn',
      'xilinx.com:signal:reset:1.0 aresetn RST', 'XIL_INTERFACENAME aresetn, POLARITY ACTIVE_LOW',
    ]);
    for (const bus of ['s_axis_a', 's_axis_b', 'm_axis_sum']) {
      for (const signal of ['TDATA', 'TVALID', 'TREADY', 'TLAST']) {
        assert.ok(new RegExp(`axis:1\\.0 ${bus} ${signal}" \\*\\)\\n( {4}\\(\\* X_INTERFACE_PARAMETER .*\\n)? {4}(in|out)put +wire (\\[\\d+:0\\] )?${bus}_${signal.toLowerCase()}\\b`).test(text), `${bus} ${signal}`);
      }
    }
    assert.ok(attributes.some((one) => one.startsWith('XIL_INTERFACENAME s_axis_a, TDATA_NUM_BYTES 2, ')));
  });

  it('leaves out the parameters of a core without any', () => {
    const text = wrapperSource({ ...sampleDesign(), parameters: [] }, 'x_top', '1.2.3');
    assert.match(text, /^\/\/ {3}none$/m);
    assert.match(text, /^ {4}sample_add core \($/m);
  });

  it('lints without a warning in Verilator and Icarus Verilog, with the core', function () {
    this.timeout(60_000);
    needTools(this, 'iverilog', 'verilator');
    inFolder(exportProject(sampleDesign(), sampleOptions), (folder) => {
      assert.deepEqual(runTool(folder, 'sh', ['-c', 'verilator --lint-only -Wall --top-module sample_add_top rtl/*.v']), silent);
      assert.deepEqual(runTool(folder, 'verilator', ['--lint-only', '-Wall', '--top-module', 'sample_add_top', '-f', 'filelist.f']), silent);
      assert.deepEqual(runTool(folder, 'iverilog', ['-g2001', '-Wall', '-s', 'sample_add_top', '-o', 't.vvp', '-f', 'filelist.f']), silent);
    });
  });

  it('elaborates in Yosys, with the core', function () {
    this.timeout(60_000);
    needTools(this, 'yosys');
    inFolder(exportProject(sampleDesign(), sampleOptions), (folder) => {
      assert.deepEqual(runTool(folder, 'yosys', ['-q', '-p', 'read_verilog rtl/*.v; hierarchy -check -top sample_add_top; proc; check -assert']), silent);
    });
  });
});
