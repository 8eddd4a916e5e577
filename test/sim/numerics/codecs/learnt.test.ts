import assert from 'node:assert/strict';
import { createRng } from '../../../../src/sim/core/rng.js';
import { learntCodecs } from '../../../../src/sim/numerics/codecs/learnt.js';
import { pack, packedBytes, unpack } from '../../../../src/sim/numerics/pack.js';

const tensor = (length: number): Float32Array => {
  const rng = createRng(1);
  return Float32Array.from({ length }, () => (rng.next() + rng.next() - 1) / 16);
};

describe('learntCodecs', () => {
  it('have names of their own', () => {
    const names = learntCodecs().map((codec) => codec.name);
    assert.equal(new Set(names).size, names.length);
    for (const name of ['bcq2', 'bcq4-apot', 'fdb', 'palette3', 'vptq-2bit', 'vptq-3bit', 'aqlm-2x8', 'aqlm-1x16']) assert.ok(names.includes(name));
  });

  it('encode, pack, unpack and decode near to the weights, singles included', () => {
    // Fitting 65536 centers takes minutes.
    for (const codec of learntCodecs().filter(({ fields }) => fields[0]!.count < 65_536)) {
      const weights = tensor(codec.vectorLength * 512);
      const groupSize = codec.group.usual === 0 ? weights.length : codec.group.usual;
      const bytes = pack(codec, codec.encode(weights, groupSize));
      assert.equal(bytes.length, packedBytes(codec, weights.length, groupSize));
      const decoded = codec.decode(unpack(codec, bytes, weights.length, groupSize));
      const error = weights.reduce((sum, w, i) => sum + (w - decoded[i]!) ** 2, 0) / weights.reduce((sum, w) => sum + w * w, 0);
      assert.ok(error < 0.3, `${codec.name}: ${error}`);
      assert.equal(codec.codes(codec.encode(weights, groupSize)).length, weights.length / codec.vectorLength);
    }
  });

  it('list only grids whose values do not follow from the data', () => {
    assert.deepEqual(learntCodecs().filter((codec) => codec.elements().length > 0).map((codec) => codec.name), ['fdb']);
  });
});
