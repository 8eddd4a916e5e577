import assert from 'node:assert/strict';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { bench, fastestYosys, tileModules, withFault } from './bench.js';
import { faults, tiles } from './planted-faults.js';

describe('a planted fault in the systolic tile', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const [name, design] of Object.entries(tiles)) {
    it(`is not there in the sources as they are: ${name}`, async () => {
      assert.deepEqual((await bench(yosys, design)).failures, []);
    });
  }

  for (const [what, file, from, to, name] of faults.filter((_, i) => i % 3 === 0)) {
    it(`is found where ${what}`, async () => {
      const { ok, failures } = await bench(yosys, tiles[name], withFault(file, from, to));
      assert.equal(ok, false);
      assert.notDeepEqual(failures, []);
    });
  }

  it('is planted in every module', () => {
    const faulty = new Set(faults.map(([, file]) => file));
    assert.deepEqual(Object.keys(tileModules).filter((file) => !faulty.has(file)), []);
  });
});
