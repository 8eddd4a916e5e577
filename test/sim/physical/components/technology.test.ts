import assert from 'node:assert/strict';
import fc from 'fast-check';
import { areaScale, energyScale } from '../../../../src/sim/physical/components/technology.js';
import { referenceTable } from '../../../kit/fixtures.js';

interface Reference {
  readonly header: { readonly scaling_tables: {
    readonly nodes_nm: readonly number[];
    readonly area_from_row_to_col: readonly (readonly number[])[];
    readonly energy_poly_a2_a1_a0_of_Vdd: readonly (readonly [number, number, number])[];
  }; };
}

const { nodes_nm: nodes, area_from_row_to_col: areas, energy_poly_a2_a1_a0_of_Vdd: polynomials } = (referenceTable('energy-area.json') as Reference).header.scaling_tables;
const node = fc.double({ min: 7, max: 130, noNaN: true });

describe('scaling between nodes', () => {
  it('has the areas of all hundred pairs of the published table, two digits each, within 6 %', () => {
    let worst = 0;
    nodes.forEach((from, i) => {
      nodes.forEach((to, j) => { worst = Math.max(worst, Math.abs((areaScale(from, to) ?? NaN) / areas[i]![j]! - 1)); });
    });
    assert.ok(worst < 0.06, `${worst}`);
  });

  it('has the published polynomials of energy', () => {
    const p = (i: number, v: number): number => polynomials[i]![0] * v ** 2 + polynomials[i]![1] * v + polynomials[i]![2];
    nodes.forEach((from, i) => {
      nodes.forEach((to, j) => {
        const scale = energyScale({ nodeNm: from, volts: 0.9 }, { nodeNm: to, volts: 0.7 }) ?? NaN;
        assert.ok(Math.abs(scale / (p(j, 0.7) / p(i, 0.9)) - 1) < 1e-12, `${from} to ${to} nm`);
      });
    });
  });

  it('goes there and back again, also between nodes of the table, and shrinks with the node', () => {
    fc.assert(fc.property(node, node, (a, b) => {
      const there = areaScale(a, b) ?? NaN;
      assert.ok(Math.abs(there * (areaScale(b, a) ?? NaN) - 1) < 1e-9);
      if (b < a) assert.ok(there < 1);
    }));
  });

  it('is null outside of 130 to 7 nm and of 0.5 to 1.2 V', () => {
    assert.equal(areaScale(45, 5), null);
    assert.equal(areaScale(180, 45), null);
    assert.equal(energyScale({ nodeNm: 45, volts: 0.9 }, { nodeNm: 28, volts: 0.4 }), null);
    assert.equal(energyScale({ nodeNm: 45, volts: 1.3 }, { nodeNm: 28, volts: 0.9 }), null);
  });
});
