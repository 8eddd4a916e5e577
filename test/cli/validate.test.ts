import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JudgedSystem } from '../../src/validation/system.js';
import { packageRoot } from '../../src/cli/package-files.js';
import { archsim, inEmptyFolder } from './session.js';

interface Row { readonly id: string; readonly [field: string]: unknown }
const table = JSON.parse(readFileSync(join(packageRoot(), 'reference', 'fpga.json'), 'utf8')) as { readonly rows: readonly Row[] };

function systemsOf(out: string): readonly JudgedSystem[] {
  return (JSON.parse(out) as { readonly systems: readonly JudgedSystem[] }).systems;
}

describe('archsim validate', () => {
  const write = inEmptyFolder();

  it('prints reference, ours, error and verdict of the rows of a system', async () => {
    const { code, out, err } = await archsim('validate', 'flightllm-board');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^flightllm-board: \d+ agree, \d+ differ/);
    assert.match(out, /^row\s+metric\s+reference\s+ours\s+error\s+tolerance\s+verdict/m);
  });

  it('prints one JSON document with --json', async () => {
    const { out } = await archsim('validate', 'flightllm-board', 'flightllm-board', '--json');
    const systems = systemsOf(out);
    assert.deepEqual(systems.map((s) => s.system), ['flightllm-board']);
    assert.ok(systems[0]!.rows.every((row) => row.verdict === 'not-modelled' ? row.relativeError === null : typeof row.relativeError === 'number'));
    assert.equal(out.trimEnd().split('\n').length, 1);
  });

  it('ends with 1 on any miss with --strict, and on new misses only without', async () => {
    assert.ok(systemsOf((await archsim('validate', 'flightllm-board', '--json')).out)[0]!.differ > 0);
    assert.equal((await archsim('validate', 'flightllm-board', '--strict')).code, 1);
  });

  it('writes a page with every miss and its cause with --report', async () => {
    const { code, out, err } = await archsim('validate', 'flightllm-board', 't-mac', '--report', 'page.html');
    assert.deepEqual([code, err], [0, 'wrote page.html\n']);
    assert.match(out, /^flightllm-board: /);
    const page = readFileSync('page.html', 'utf8');
    assert.match(page, /<h1>Validation<\/h1>/);
    assert.match(page, /<tr data-id="flightllm-board fpga-083 value">.*the published HBM utilisation contradicts/);
    assert.match(page, /<pre><code>archsim/);
    const alone = await archsim('validate', 'flightllm-board', '--json', '--report', 'page.html');
    assert.deepEqual(systemsOf(alone.out).map((s) => s.system), ['flightllm-board']);
    assert.match(readFileSync('page.html', 'utf8'), /<h1>Validation: flightllm-board<\/h1>/);
  });

  it('judges the rows of another table, and notes keys that nobody reads', async () => {
    const doubled = table.rows.map((row) => (typeof row['value'] === 'number' ? { ...row, value: row['value'] * 2 } : row));
    write({ 'rows.json': JSON.stringify({ header: {}, rows: doubled, extra: 1 }) });
    const own = systemsOf((await archsim('validate', 'flightllm-board', '--json')).out)[0]!.rows;
    const { code, out, err } = await archsim('validate', 'flightllm-board', '--json', '--data', 'rows.json');
    assert.deepEqual([code, err], [0, 'rows.json: ignored extra\n']);
    const other = systemsOf(out)[0]!.rows;
    assert.deepEqual(other.map((row) => row.simulated), own.map((row) => row.simulated));
    assert.ok(other.every((row, i) => row.reference === own[i]!.reference * 2));
  });

  it('names rows without an id by their place', async () => {
    const rows = table.rows.map(({ id, ...row }) => (id === '' ? row : row));
    write({ 'rows.json': JSON.stringify({ rows }) });
    const { out } = await archsim('validate', 'flightllm-board', '--json', '--data', 'rows.json');
    assert.ok(systemsOf(out)[0]!.rows.every((row) => /^rows\[\d+\]$/.test(row.id)));
  });

  it('refuses a table without rows for it', async () => {
    write({ 'x.json': '{ "lines": [] }', 'y.json': '[]', 'z.json': '{ "rows": 5 }' });
    for (const file of ['x.json', 'y.json', 'z.json']) {
      const { code, out, err } = await archsim('validate', 'flightllm-board', '--data', file);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, new RegExp(`^${file} validate/no-section: .*"rows"`));
    }
  });

  it('says where a system does not know the fidelity', async () => {
    write({ 'rows.json': '{ "rows": [] }' });
    const { code, err } = await archsim('validate', 'llm-viewer', '--fidelity', 'analytic', '--data', 'rows.json', '--json');
    assert.equal(code, 0);
    assert.match(err, /^llm-viewer: has no fidelity analytic, so it is asked at roofline/);
  });
});
