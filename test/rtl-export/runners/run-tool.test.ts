import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { findTool } from '../../../src/rtl-export/runners/find-tool.js';
import { runTool } from '../../../src/rtl-export/runners/run-tool.js';
import { inTemporaryFolder } from '../../../src/rtl-export/runners/temporary-folder.js';

describe('a program that is run', () => {
  const node = process.execPath;

  it('gives its exit code and what it wrote to both outputs, and runs in the folder', async () => {
    await inTemporaryFolder(async (folder) => {
      const { code, output, timedOut } = await runTool(node, ['-e', 'console.log(process.cwd()); console.error("to stderr"); process.exit(3)'], { folder, timeLimitMs: 10_000 });
      assert.deepEqual([code, timedOut], [3, false]);
      assert.ok(output.includes(folder) && output.includes('to stderr'));
    });
  });

  it('is killed at the time limit with all that it started', async () => {
    const child = 'setInterval(() => {}, 1000)';
    const parent = `const { pid } = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' }); console.log(pid); ${child}`;
    const { code, output, timedOut } = await runTool(node, ['-e', parent], { timeLimitMs: 1000 });
    assert.deepEqual([code, timedOut], [null, true]);
    const grandchild = Number(output.trim());
    assert.ok(grandchild > 1);
    // A killed process may wait for somebody to take note of its end.
    for (let i = 0; i < 50 && isRunning(grandchild); i++) await new Promise((resolve) => { setTimeout(resolve, 20); });
    assert.ok(!isRunning(grandchild));
  });

  it('leaves no listener for signals behind', async () => {
    const listeners = process.listenerCount('SIGINT');
    await runTool(node, ['-e', '0'], { timeLimitMs: 10_000 });
    await assert.rejects(runTool('/nowhere/at/all', [], { timeLimitMs: 10_000 }), /ENOENT/);
    assert.equal(process.listenerCount('SIGINT'), listeners);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie answers to signals; its state is the first letter after the name in parentheses.
  return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readProcess(pid));
}

function readProcess(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return ') Z ';
  }
}

describe('a tool on the PATH', () => {
  it('is found with its path and the first line about its version, and only where it is a program', async () => {
    await inTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'first'));
      await mkdir(join(folder, 'second'));
      await writeFile(join(folder, 'first', 'archsim-test-tool'), 'not a program', { mode: 0o644 });
      await writeFile(join(folder, 'second', 'archsim-test-tool'), '#!/bin/sh\necho "test tool 1.2"\necho more\n', { mode: 0o755 });
      const path = process.env['PATH'];
      process.env['PATH'] = `${join(folder, 'first')}:${join(folder, 'second')}:${path ?? ''}`;
      try {
        assert.deepEqual(await findTool('archsim-test-tool'), { name: 'archsim-test-tool', path: join(folder, 'second', 'archsim-test-tool'), version: 'test tool 1.2' });
        assert.equal(await findTool('archsim-no-such-tool'), undefined);
      } finally {
        process.env['PATH'] = path;
      }
    });
  });

  it('works in a folder that is gone afterwards, also after an error', async () => {
    let place = '';
    await assert.rejects(inTemporaryFolder((folder) => {
      place = folder;
      throw new Error('on purpose');
    }), /on purpose/);
    assert.ok(place !== '' && !existsSync(place));
  });
});
