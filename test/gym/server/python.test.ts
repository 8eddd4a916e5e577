import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const main = join(here, '..', '..', '..', 'src', 'cli', 'main.js');

/** The folder of the Python client: the nearest one above that has it. */
function clientFolder(): string {
  let folder = here;
  while (!existsSync(join(folder, 'python', 'archsim_gym.py'))) folder = dirname(folder);
  return join(folder, 'python');
}

/** Interpreters that there are; Debian's has Optuna where others may not. */
const interpreters = [...new Set(['/usr/bin/python3', 'python3'])].filter((python) => spawnSync(python, ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0);

/** Runs the checks of the client; what they skipped and why. */
function check(python: string, words: readonly string[]): string {
  const { status, stderr } = spawnSync(python, ['-B', '-W', 'error::ResourceWarning', join(clientFolder(), 'tests', 'test_archsim_gym.py'), '-v', ...words], {
    env: { ...process.env, ARCHSIM_COMMAND: `"${process.execPath}" "${main}" gym serve` }, encoding: 'utf8', timeout: 110_000,
  });
  assert.equal(status, 0, stderr);
  return stderr;
}

describe('the Python client', function () {
  // Processes are started many times.
  this.timeout(120_000);
  before(function () {
    if (interpreters.length === 0) this.skip();
  });

  it('keeps its checks with what the first Python that is found has installed', () => {
    assert.match(check(interpreters[0]!, []), /\nOK/);
  });

  it('keeps its checks with the standard library alone', () => {
    assert.match(check(interpreters[0]!, ['--without-numpy', 'Environment', 'VectorEnvironment']), /\nOK/);
  });
});
