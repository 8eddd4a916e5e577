import assert from 'node:assert/strict';
import { dspChainFunctional } from '../../../src/arch/dsp-chain/functional.js';
import type { DspChainParameters } from '../../../src/arch/dsp-chain/spec.js';
import { functional } from '../../../src/experiment/functional.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { parseDocument } from '../../../src/sim/core/document.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import { plainProduct } from '../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { exampleText } from '../../kit/fixtures.js';

const experiment = parseDocument(exampleText('flightllm.json'), 'flightllm.json').value as { architecture: { parameters: DspChainParameters } };
const parameters = experiment.architecture.parameters;

describe('what the DSP chains compute', () => {
  it('is the integer product with 1, 2, 3 and 4 products in a DSP block, dense and through the sparse multiplexer, at the ends of the range', () => {
    const rng = createRng(7);
    for (const macsPerDsp of [1, 2, 3, 4]) {
      for (const sparse of [true, false]) {
        const least = macsPerDsp === 4 ? -8 : -128;
        const draw = (rows: number): Int8Array => Int8Array.from({ length: rows * 64 }, () => rng.pick([least, -least - 1, 0, rng.integer(least, -least - 1)]));
        const [a, w] = [matrix(5, 64, draw(5)), matrix(3, 64, draw(3))];
        a.values.fill(least, 0, 64);
        w.values.fill(least, 0, 64);
        const { product } = dspChainFunctional({ ...parameters, sparse }, macsPerDsp);
        assert.deepEqual([...product(a, w).values], [...plainProduct(a, w).values], `${macsPerDsp} ${sparse}`);
      }
    }
  });

  it('adds seven full-range INT8 products before the lanes are taken apart: an eighth would overflow', () => {
    assert.match(dspChainFunctional(parameters, 2).arithmetic, /18 bits a lane, 7 of them/);
  });

  it('has no product of operands that are too wide, floats or values of a codebook', () => {
    const { declines } = dspChainFunctional(parameters, 2);
    const reason = (a: string, w: string): string | null => declines(dataType(a)!, dataType(w)!);
    assert.equal(reason('int8', 'int4'), null);
    assert.equal(reason('int8', 'ternary'), null);
    assert.match(reason('int16', 'int4')!, /activations of 16 bits: the multipliers have 8/);
    assert.match(reason('int8', 'bitmod4')!, /weights in bitmod4: the multipliers take integers/);
    assert.match(dspChainFunctional(parameters, 4).declines(dataType('int8')!, dataType('int4')!)!, /have 4/);
  });

  it('is found from an experiment', () => {
    const model = functional(experiment);
    assert.ok('product' in model);
    assert.deepEqual([...model.product(matrix(1, 3, Int8Array.of(1, -2, 3)), matrix(1, 3, Int8Array.of(4, 5, -6))).values], [-24]);
  });
});
