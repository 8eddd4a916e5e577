import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cHeader } from '../../../src/rtl-export/kit/engine/c-header.js';
import { fileDigest } from '../../../src/rtl-export/kit/file-digest.js';
import { engineVersion, registerAddress, registerAddressBits, registerMap, registerValue, type Register } from '../../../src/rtl-export/kit/engine/register-map.js';
import { registerTable } from '../../../src/rtl-export/kit/engine/register-table.js';
import { smallEngine } from './small-engine.js';

const page = join('docs', 'rtl-engine.md');

/** The folder of the sources: above the compiled tests, or the current one when they were compiled somewhere else. */
function rootFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) if (existsSync(join(folder, page))) return folder;
  return process.cwd();
}

describe('the register map of an engine', () => {
  const registers: readonly Register[] = registerMap;

  it('has distinct names, and fields that lie beside each other within 32 bits', () => {
    assert.equal(new Set(registers.map(({ name }) => name)).size, registers.length);
    for (const { name, fields } of registers) {
      fields.reduce((free, { name: field, low, bits }) => {
        assert.ok(low >= free && bits >= 1 && low + bits <= 32, `${name}.${field}`);
        return low + bits;
      }, 0);
    }
  });

  it('fits its address bits, a word for each register', () => {
    assert.ok(registers.length * 4 <= 2 ** registerAddressBits && registers.length * 8 > 2 ** registerAddressBits);
    assert.equal(registerAddress('ID'), 0);
    assert.equal(registerAddress('CONTROL'), 8);
  });

  it('is the same in Verilog, C and the document', () => {
    const engine = smallEngine();
    const verilog = engine.sources['engine.v']!;
    const [header, table] = [cHeader(engine), registerTable()];
    for (const { name } of registerMap) {
      const address = registerAddress(name);
      assert.match(verilog, new RegExp(`localparam ${name} = ${address / 4};`));
      assert.match(header, new RegExp(`#define ARCHSIM_ENGINE_${name}_OFFSET +0x${address.toString(16).padStart(2, '0')}u`));
      assert.match(table, new RegExp(`\\| 0x${address.toString(16).padStart(2, '0')} \\| \`${name}\``));
    }
  });

  it('has one version for one map: whoever changes an address, a field or a value raises it and says so here', () => {
    const layout = registers.map(({ name, access, fields }) => [name, access, ...fields.map(({ name: field, low, bits, values = {} }) => [field, low, bits, Object.entries(values)])]);
    const digests: Readonly<Record<number, string>> = { 2: 'a2a40e77ff925dc3' };
    assert.equal(fileDigest(JSON.stringify(layout)).slice(0, 16), digests[engineVersion]);
  });

  it('is the table of the page about engines', () => {
    assert.ok(readFileSync(join(rootFolder(), page), 'utf8').replaceAll('\r\n', '\n').includes(`<!-- registers -->\n\n${registerTable()}\n\n<!-- /registers -->`));
  });

  it('makes values of registers from their fields, and refuses what does not fit', () => {
    assert.equal(registerValue('SCALE', { MULTIPLIER: 65535, SHIFT: 47, COMBINE_SHIFT: 15 }), 0x0f2fffff);
    assert.throws(() => registerValue('SCALE', { SHIFT: 64 }), RangeError);
    assert.throws(() => registerValue('SCALE', { PLACES: 1 }), RangeError);
  });
});
