import assert from 'node:assert/strict';
import { ownBookkeeping, releasedBookkeeping, type Bookkeeping } from '../../../../src/arch/shift-add/energy/bookkeeping.js';
import { layersEnergy, operationsOf, type EnergyLayer, type LayerMethod } from '../../../../src/arch/shift-add/energy/layers.js';
import { passOf, tableAdds } from '../../../../src/arch/shift-add/energy/operation.js';

const linear = (method: LayerMethod, weightBits: number, bias = false): EnergyLayer => ({ kind: 'linear', inputs: 512, outputs: 768, bias, method, weightBits });
const energy = (layer: EnergyLayer, book: Bookkeeping = ownBookkeeping): number => layersEnergy([{ layer, repeat: 1 }], book).energyMillijoules;

describe('energy of layers', () => {
  it('counts the operations of the released script: three to build tables, three to use them, and those of a bias', () => {
    const operations = operationsOf(linear('shifted-tables', 3, true), releasedBookkeeping).map(({ kind, shape: { batch, inputs, outputs } }) => [kind, batch, inputs, outputs]);
    assert.deepEqual(operations, [['multiply', 64, 8, 1], ['add', 64, 8, 1], ['add', 64, 1, 255], ['look-up', 64, 768, 3], ['shift', 64, 768, 3], ['add', 1, 64, 768], ['add', 1, 768, 1]]);
    assert.deepEqual(operationsOf(linear('float', 16), releasedBookkeeping).map(({ kind }) => kind), ['multiply', 'add']);
  });

  it('is one pass a layer under our own bookkeeping, in which binary weights and tables have their bytes', () => {
    const operations = operationsOf(linear('shifted-tables', 3), ownBookkeeping);
    assert.deepEqual(operations, [{ kind: 'shifted-look-ups', shape: { batch: 1, inputs: 64, outputs: 768 }, weightBits: 3 }]);
    const { widths, prices } = passOf(operations[0]!, ownBookkeeping);
    assert.equal(widths.weight * 16 * 64 * 768, 3 * 512 * 768);
    assert.deepEqual([widths.input.dram, widths.input.buffer, tableAdds], [8, 256, 262]);
    assert.ok(Math.abs(prices.arrival * 1e9 - (262 * 0.4 + 256 * 22.2)) < 1e-9);
  });

  it('grows with the bits of the weights and with the size, and scaling by shifts takes less than by products', () => {
    for (const book of [ownBookkeeping, releasedBookkeeping]) {
      assert.ok(energy(linear('float', 16), book) > energy(linear('dequantized', 4), book));
      assert.ok(energy(linear('dequantized', 4), book) > energy(linear('dequantized', 2), book));
      assert.ok(energy(linear('shifted-tables', 3), book) > energy(linear('shifted-tables', 2), book));
      assert.ok(energy(linear('shifted-tables', 3), book) < energy(linear('tables', 3), book));
    }
  });

  it('never reads fewer bits from the DRAM than the weights have: the released look-ups do', () => {
    const weightsOnly = (512 * 768 * 3 * 200) / 16 / 1e9;
    assert.ok(energy(linear('shifted-tables', 3)) > weightsOnly);
    const dram = operationsOf(linear('shifted-tables', 3), releasedBookkeeping).reduce((sum, operation) => {
      const { prices, shape } = passOf(operation, releasedBookkeeping);
      return sum + shape.inputs * shape.outputs * prices.dram;
    }, 0);
    assert.ok(dram < weightsOnly);
  });

  it('has each habit of the released script as an option of its own', () => {
    const layers = [linear('dequantized', 3, true), linear('shifted-tables', 3, true), { kind: 'gate', width: 512 } as const].map((layer) => ({ layer, repeat: 2 }));
    const own = layersEnergy(layers, ownBookkeeping);
    for (const habit of Object.keys(ownBookkeeping) as (keyof Bookkeeping)[]) {
      // Shifts are operations of their own only beside `noIndexBytes`, and wide registers only hold more where narrow words count double.
      const base = { ...ownBookkeeping, noIndexBytes: habit === 'tenBitShifts', doubledBelow16Bits: habit === 'leakyFilter' };
      const changed = layersEnergy(layers, { ...base, [habit]: true });
      const before = layersEnergy(layers, base);
      if (habit === 'leakyFilter') assert.ok(changed.energyMillijoules >= before.energyMillijoules * (1 - 1e-9) || changed.seconds >= before.seconds);
      else assert.notDeepEqual(changed, before, habit);
    }
    assert.deepEqual(layersEnergy(layers, ownBookkeeping), own);
  });

  it('adds equal layers as often as they are there', () => {
    const once = layersEnergy([{ layer: linear('float', 16), repeat: 1 }], ownBookkeeping);
    const thrice = layersEnergy([{ layer: linear('float', 16), repeat: 3 }], ownBookkeeping);
    assert.ok(Math.abs(thrice.energyMillijoules - 3 * once.energyMillijoules) < 1e-15 + 1e-12 * thrice.energyMillijoules && Math.abs(thrice.seconds - 3 * once.seconds) < 1e-12);
  });
});
