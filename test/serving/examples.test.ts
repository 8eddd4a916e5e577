import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileKind } from '../../src/experiment/file-kind.js';
import { scenarioKinds } from '../../src/serving/kinds.js';
import { runScenario } from '../../src/serving/run-scenario.js';
import { size } from '../../src/serving/size/size.js';
import { example, repositoryRoot } from '../kit/fixtures.js';

const open = (path: string): never => { throw new Error(`an example opens no ${path}`); };
const scenarios = readdirSync(join(repositoryRoot(), 'examples')).filter((file) => file.endsWith('.json') && fileKind(example(file).value) === 'scenario');

describe('bundled scenarios', () => {
  for (const file of scenarios) {
    it(`${file} runs: every number is finite or null, and the same input gives the same bytes`, () => {
      const result = runScenario(example(file), { open });
      assert.equal(result.feasible, !file.startsWith('genz-'), 'a use case asks for more than the one device that it names');
      const text = JSON.stringify(result);
      assert.equal(JSON.stringify(runScenario(example(file), { open })), text);
      for (const value of [...Object.values<number | null>({ ...result.totals }), ...result.figures.map((figure) => figure.value)]) assert.ok(value === null || Number.isFinite(value));
      assert.ok(result.totals.latencySeconds !== null || result.notes.length + result.reasons.length > 0);
    });
  }

  it('with targets have a least platform that meets them, and misses one with 1 % less of each resource', () => {
    const withTargets = scenarios.filter((file) => Object.hasOwn(example(file).value as object, 'targets') && file.startsWith('genz-'));
    assert.equal(withTargets.length, 5);
    for (const file of withTargets) {
      const answer = size(example(file), { open, mostDevices: 16 });
      assert.ok(answer.devicesAsGiven.devices !== null && answer.targets.every(({ isMet }) => isMet), file);
      for (const { name, binds } of answer.resources!) assert.ok(binds.length > 0, `${file}: ${name}`);
    }
  });
});

describe('kinds of scenarios', () => {
  it('have names of their own, and say what they are', () => {
    const names = scenarioKinds.map(({ kind }) => kind);
    assert.equal(new Set(names).size, names.length);
    for (const { kind, summary, schema } of scenarioKinds) {
      assert.equal((schema as unknown as { readonly properties: { readonly kind: { readonly const: string } } }).properties.kind.const, kind);
      assert.ok(summary.length > 20 && !summary.endsWith('.'), kind);
    }
  });
});
