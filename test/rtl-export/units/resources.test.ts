import assert from 'node:assert/strict';
import { bufferResources, memoryFabric, type BufferRequest } from '../../../src/rtl-export/kit/units/index.js';
import { doubleBufferBase, vectorCoefficients } from '../../../src/rtl-export/kit/units/fabric-coefficients.js';
import { lutWeights, unitCost, type CountedLogic } from '../../../src/sim/numerics/function-units/index.js';
import { fittedCoefficients } from '../../kit/synthesis-sweep.js';
import { fabricOf, functionUnit, isVector, resourcesOf, rows, type FunctionPoint, type Point, type Row, type VectorPoint } from './sweep-rows.js';

/** As near as the digits of a coefficient say. */
function closeTo(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.002 * Math.max(1, Math.abs(b));
}

describe('the resources of units and buffers after synthesis', function () {
  this.timeout(30_000);
  const modelled = rows.map((row) => ({ row, resources: resourcesOf(row.parameters) }));

  it('have DSP blocks and block RAM exactly as modelled, in every row of the sweep', () => {
    for (const { row, resources } of modelled) assert.deepEqual([resources.dsp.value, resources.bram36.value], [row.dsp, (row.bram36 ?? 0) + (row.bram18 ?? 0) / 2], row.id);
  });

  it('have UltraRAM exactly as modelled, in every row of the sweep', () => {
    for (const { row, resources } of modelled) assert.equal(resources.uram.value, row.uram ?? 0, row.id);
    assert.ok(rows.filter(({ uram }) => uram !== undefined).length >= 3);
  });

  for (const [what, belongs] of [
    ['function units', (point: Point) => point.kind === 'function'], ['vector units', isVector], ['buffers', (point: Point) => point.kind === 'memory' || point.kind === 'ping-pong'],
  ] as const) {
    it(`have LUTs within 15 % on average and 25 % at worst, and registers within 2 % and 11 %, in rows that nothing was fitted on: ${what}`, () => {
      const judged = modelled.filter(({ row }) => row.use === 'test' && belongs(row.parameters));
      assert.ok(judged.length >= 8);
      for (const [metric, mean, worst] of [['lut', 0.15, 0.25], ['ff', 0.02, 0.11]] as const) {
        // A memory of blocks may have no LUT and no register: then the model has none.
        const errors = judged.map(({ row, resources }) => Math.abs(resources[metric].value! - row[metric]) / Math.max(1, row[metric]));
        assert.ok(errors.reduce((sum, error) => sum + error, 0) / errors.length <= mean, `${metric} ${errors.map((error) => error.toFixed(3)).join(' ')}`);
        assert.ok(Math.max(...errors) <= worst, `${metric} ${judged.map(({ row }, i) => `${row.id} ${errors[i]!.toFixed(3)}`).join(', ')}`);
      }
    });
  }

  it('have the LUT weights of function units that the least squares over the rows for fitting give', () => {
    const fit = rows.filter((row): row is Row<FunctionPoint> => row.use === 'fit' && row.parameters.kind === 'function');
    const names: readonly CountedLogic[] = ['tables', 'multiplexers', 'adderBits', 'productBits', 'shifterBits'];
    const fitted = fittedCoefficients(fit, (point) => { const counts = unitCost(functionUnit(point)); return names.map((name) => counts[name]); });
    for (const [i, name] of names.entries()) assert.ok(closeTo(lutWeights[name], fitted[i]!), `${name}: ${fitted[i]!}`);
  });

  it('have the LUT coefficients of vector units that the least squares over the rows for fitting give', () => {
    const fit = rows.filter((row): row is Row<VectorPoint> => row.use === 'fit' && isVector(row.parameters));
    // What the function units inside take is modelled first; the rest is fitted.
    const beside = fit.map((row) => {
      const { units, memory } = fabricOf(row.parameters);
      const inside = units.reduce((sum, { unit, count }) => sum + count * unitCost(unit).luts, 0);
      const choice = memory.lut - (row.lutMemory ?? 0);
      return { ...row, lutLogic: row.lutLogic - inside - Math.max(0, choice) };
    });
    const names = ['buffers', 'adders', 'shifters', 'base'] as const;
    const fitted = fittedCoefficients(beside, (point) => { const { parts } = fabricOf(point); return names.map((name) => parts[name]); });
    for (const [i, name] of names.entries()) assert.ok(closeTo(vectorCoefficients[name], fitted[i]!), `${name}: ${fitted[i]!}`);
  });

  it('have the base of a double buffer that the rows for fitting have on average', () => {
    const fit = rows.filter((row): row is Row<BufferRequest> => row.use === 'fit' && row.parameters.kind === 'ping-pong');
    const rest = fit.map((row) => row.lut - (bufferResources(row.parameters).lut.value! - doubleBufferBase));
    assert.equal(doubleBufferBase, Math.round(rest.reduce((sum, luts) => sum + luts, 0) / rest.length));
  });

  it('count a memory twice as deep no lower', () => {
    for (const style of ['distributed', 'block', 'ultra'] as const) {
      for (const depth of [16, 100, 1000]) {
        const [one, two] = [memoryFabric(24, depth, style), memoryFabric(24, 2 * depth, style)];
        assert.ok(two.lut >= one.lut && two.bram36 >= one.bram36 && two.uram >= one.uram);
      }
    }
  });
});
