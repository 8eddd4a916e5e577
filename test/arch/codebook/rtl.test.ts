import assert from 'node:assert/strict';
import { codebookRtl, codebookTileDesign } from '../../../src/arch/codebook/rtl.js';
import { checkDesign } from '../../../src/rtl-export/kit/design-check.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import { moreTiles, someTiles } from './rtl/corners.js';
import { tile } from './rtl/modules.js';

function valueOf(weights: string, name: string, vectorLength: number, codebooks: readonly number[]): number | undefined {
  return codebookRtl.design({ parameters: { vectorLength, codebooks }, weights: dataType(weights)! }).parameters.find((each) => each.name === name)?.value;
}

describe('the Verilog design of the codebook decoder', () => {
  it('is a design as the kit wants it, with every entry up to 64 in its runs', () => {
    for (const p of [...someTiles, ...moreTiles]) {
      const design = codebookTileDesign(p);
      checkDesign(design);
      assert.ok(Object.keys(design.sources).includes('archsim_skid.v'));
      const indices = new Set(design.runs[0]!.beats['idx']!.map((beat) => BigInt.asUintN(Math.log2(p.main), beat)));
      assert.equal(indices.size, Math.min(p.main, 64));
    }
  });

  it('takes its codebooks from the parameters of an experiment, with elements that hold every digit of the integers', () => {
    assert.deepEqual(['VECTOR', 'MAIN', 'REST', 'ENTRY_BITS', 'BLOCK'].map((name) => valueOf('int2', name, 8, [65536])), [8, 65536, 0, 2, 1]);
    assert.deepEqual(['VECTOR', 'MAIN', 'REST', 'ENTRY_BITS', 'BLOCK'].map((name) => valueOf('int3', name, 8, [65536, 256])), [8, 65536, 256, 3, 1]);
    assert.deepEqual(['VECTOR', 'MAIN', 'REST', 'ENTRY_BITS', 'BLOCK'].map((name) => valueOf('int4', name, 2, [16, 16])), [2, 16, 16, 4, 0]);
    assert.deepEqual(['TOKENS', 'ACT_BITS', 'SUM_BITS'].map((name) => valueOf('int2', name, 8, [65536])), [1, 8, 32]);
  });

  it('has a block RAM for every two bits of 16384 entries, in the codebook of 65536 vectors of eight INT2 weights', () => {
    const { bram36, dsp } = codebookRtl.design({ parameters: { vectorLength: 8, codebooks: [65536] }, weights: dataType('int2')! }).resources;
    assert.deepEqual([bram36.value, dsp.value], [32, 8]);
  });

  it('is declined by name where codebooks do not hold the weights, or are more than two', () => {
    for (const name of ['fp16', 'int3', 'nf4']) assert.throws(() => valueOf(name, 'MAIN', 8, [65536]), /codebook\/rtl-format/);
    assert.throws(() => valueOf('int2', 'MAIN', 8, [256, 256, 256]), /codebook\/rtl-books/);
  });

  it('rejects tiles that there are none of', () => {
    const wrong = [
      tile(0, 1, 2, 0), tile(1, 0, 2, 0), tile(1, 1, 3, 0), tile(1, 1, 1, 0), tile(1, 1, 2, 1), tile(1, 1, 2, 0, { entryBits: 1 }), tile(1, 1, 2, 0, { activationBits: 4 }), tile(1, 1, 2, 0, { sumBits: 11 }),
      tile(1, 1, 2, 0, { sumBits: 49 }),
    ];
    for (const p of wrong) assert.throws(() => codebookTileDesign(p), RangeError);
    assert.equal(codebookTileDesign(tile(1, 1, 2, 0, { sumBits: 12 })).core, 'codebook_tile');
  });
});
