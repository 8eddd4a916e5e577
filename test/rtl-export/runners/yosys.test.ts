import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { before, describe, it } from 'mocha';
import { inTemporaryFolder } from '../../../src/rtl-export/runners/temporary-folder.js';
import { nativeYosys, wasmYosys, type YosysRunner } from '../../../src/rtl-export/runners/yosys.js';

const sources = { 'one.v': 'module one(input a, output y); assign y = ~a; endmodule\n' };
const slow = { 'slow.v': 'module one(input [23:0] a, input [23:0] b, output y); assign y = a * b == 48\'d140737488355329 && a > 1 && b > 1; endmodule\n' };

function behaves(name: string, runnerOf: () => Promise<YosysRunner | undefined>): void {
  describe(name, function () {
    this.timeout(30_000);
    let runner: YosysRunner;

    before(async function () {
      const found = await runnerOf();
      if (found === undefined) {
        console.log('      skipped: no yosys on the PATH');
        this.skip();
      } else runner = found;
    });

    it('has a version, reads the files it is given and gives back those that it wrote', async () => {
      assert.match(runner.version, /\d+\.\d+/);
      const { ok, log, files, timedOut } = await runner.run('read_verilog one.v; proc; write_verilog -noattr out.v', sources);
      assert.deepEqual([ok, log, Object.keys(files), timedOut], [true, '', ['out.v'], false]);
      assert.match(files['out.v']!, /assign _0_ = ~ ?a;/);
    });

    it('tells what Yosys said where it fails, and all that it says where asked', async () => {
      const failed = await runner.run('read_verilog two.v', sources);
      assert.equal(failed.ok, false);
      assert.match(failed.log, /ERROR: .*`two\.v'/);
      const verbose = await runner.run('read_verilog one.v', sources, { verbose: true });
      assert.match(verbose.log, /Generating RTLIL representation for module/);
    });

    it('is stopped at the time limit', async () => {
      const start = Date.now();
      const run = await runner.run('read_verilog slow.v; proc; sat -set y 1 one', slow, { timeLimitMs: 1500 });
      assert.deepEqual([run.ok, run.timedOut], [false, true]);
      assert.match(run.log, /stopped at the time limit of 1\.5 s/);
      assert.ok(Date.now() - start < 10_000);
    });

    it('leaves no file behind', async () => {
      const usual = process.env['TMPDIR'];
      await inTemporaryFolder(async (folder) => {
        process.env['TMPDIR'] = folder;
        try {
          await runner.run('read_verilog one.v; write_verilog out.v', sources);
          assert.deepEqual(await readdir(folder), []);
        } finally {
          if (usual === undefined) delete process.env['TMPDIR'];
          else process.env['TMPDIR'] = usual;
        }
      });
    });

    it('takes plain file names only', async () => {
      for (const wrong of ['../one.v', 'a/one.v', '-one.v', 'one v', '']) {
        await assert.rejects(runner.run('help', { [wrong]: '' }), { name: 'InputError', message: /rtl\/bad-file-name/ }, wrong);
      }
    });
  });
}

behaves('Yosys in WebAssembly', wasmYosys);
behaves('Yosys on the PATH', nativeYosys);
