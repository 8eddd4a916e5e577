import assert from 'node:assert/strict';
import { codecNamed } from '../../../src/sim/numerics/catalogue.js';
import { secondLevelScales } from '../../../src/sim/numerics/second-level.js';
import { referenceTable } from '../../kit/fixtures.js';

interface Table {
  readonly groups: readonly { readonly id: number; readonly weights: readonly number[] }[];
  readonly second_level_scale: Readonly<Record<string, { readonly channel_scale: number; readonly int8_group_scales_shared_groups: Readonly<Record<string, number>> }>>;
}
const table = referenceTable('datatypes.json') as Table;

describe('second-level scales', () => {
  it('are those of the published rule for the groups of a channel', () => {
    for (const [name, expected] of Object.entries(table.second_level_scale)) {
      const codec = codecNamed(name)!;
      const scales = Float64Array.from(table.groups, (g) => codec.encode(Float64Array.from(g.weights), 128).fields['scale']![0]!);
      const { channelScale, codes } = secondLevelScales(scales, 8);
      assert.ok(Math.abs(channelScale - expected.channel_scale) <= 1e-15 * expected.channel_scale, name);
      assert.deepEqual(Object.fromEntries(table.groups.map((g, i) => [g.id, codes[i]])), expected.int8_group_scales_shared_groups);
    }
  });

  it('of zeros are zeros', () => {
    assert.deepEqual([...secondLevelScales(new Float64Array(3), 8).codes], [0, 0, 0]);
  });
});
