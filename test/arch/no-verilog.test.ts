import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** All compiled modules that a module loads, itself among them. */
function loaded(module: URL, found = new Set<string>()): ReadonlySet<string> {
  const file = fileURLToPath(module);
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) [^;]*?from '(\.[^']+)';$/gm)) loaded(new URL(path!, module), found);
  return found;
}

const compiled = (path: string): URL => new URL(`../../src/${path}`, import.meta.url);
const isVerilog = (path: string): boolean => /[/\\](rtl|verilog)\.js$/.test(path);

describe('the machines of all families', () => {
  it('load no Verilog: their models of synthesis are formulas', () => {
    const modules = [...loaded(compiled('arch/registry.js'))];
    assert.equal(modules.filter((path) => /array-(tiles|mesh|cores)\.js$/.test(path)).length, 5);
    assert.deepEqual(modules.filter(isVerilog), []);
    assert.ok([...loaded(compiled('arch/rtl-registry.js'))].some(isVerilog), 'it is found where it is');
  });
});
