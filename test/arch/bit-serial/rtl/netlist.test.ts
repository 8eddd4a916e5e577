import assert from 'node:assert/strict';
import { bitSerialTileDesign } from '../../../../src/arch/bit-serial/rtl.js';
import { checkModule } from '../../../../src/rtl-export/runners/check-design.js';

describe('arch/bit-serial/rtl: netlist', function () {
  this.timeout(60_000);

  it('elaborates without a problem, and its netlist is the functional model whatever registers hold at power on', async function () {
    const design = bitSerialTileDesign({ rows: 2, columns: 1, format: { kind: 'integer', bits: 6 } });
    const parameters = Object.fromEntries(design.parameters.map(({ name, value }) => [name, value]));
    const findings = await checkModule({ top: design.core, sources: design.sources, parameters }, design);
    for (const { check, outcome, detail } of findings) {
      if (outcome === 'skipped') {
        console.log(`      skipped: ${detail}`);
        this.skip();
      }
      assert.equal(outcome, 'passed', `${check}: ${detail}`);
    }
    assert.equal(findings.length, 2);
  });
});
