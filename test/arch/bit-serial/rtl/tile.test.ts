import assert from 'node:assert/strict';
import { bitSerialTileDesign } from '../../../../src/arch/bit-serial/rtl.js';
import type { TileParameters } from '../../../../src/arch/bit-serial/tile/problem.js';
import { bitmodWeights, type WeightFormat } from '../../../../src/arch/bit-serial/tile/weight-format.js';
import { requireTool } from '../../../kit/rtl-tools.js';
import { testbenchVerdict } from '../verilog.js';

const int = (bits: number): WeightFormat => ({ kind: 'integer', bits });

describe('arch/bit-serial/rtl: tile', function () {
  this.timeout(60_000);
  before(async function () { await requireTool(this, 'iverilog'); });

  const tiles: readonly TileParameters[] = [
    { rows: 2, columns: 3, format: bitmodWeights(4) }, { rows: 1, columns: 1, format: bitmodWeights(3) }, { rows: 3, columns: 1, format: int(8) },
    { rows: 1, columns: 2, format: int(6) }, { rows: 2, columns: 1, format: int(5) }, { rows: 1, columns: 3, format: int(4) }, { rows: 11, columns: 1, format: int(2) },
  ];
  for (const parameters of tiles) {
    const { rows, columns, format } = parameters;
    it(`is the functional model bit for bit and cycle for cycle: ${rows} x ${columns}, ${format.kind} weights of ${format.bits} bits`, async () => {
      assert.match(await testbenchVerdict(bitSerialTileDesign(parameters)), /^ARCHSIM PASS /);
    });
  }

  it('takes the end of a reduction for the end of its group, and the end of a run for both', async () => {
    const parameters = { rows: 1, columns: 1, format: int(4) };
    const design = bitSerialTileDesign(parameters);
    // Flags are the two highest bits of a beat.
    const [endsGroup, endsReduction] = [26n, 27n].map((place) => 1n << place) as [bigint, bigint];
    const runs = design.runs.map((run) => {
      const weights = run.beats['wgt']!;
      return { ...run, beats: { ...run.beats, wgt: weights.map((beat, i) => ((beat & endsReduction) === 0n ? beat : beat ^ endsGroup ^ (i === weights.length - 1 ? endsReduction : 0n))) } };
    });
    assert.match(await testbenchVerdict({ ...design, runs }), /^ARCHSIM PASS /);
  });

  it('fails the testbench when a cycle or a bit is not as modelled', async () => {
    const design = bitSerialTileDesign({ rows: 1, columns: 1, format: int(4) });
    const [first, ...others] = design.runs;
    const later = { ...design, runs: [{ ...first!, cycles: first!.cycles + 1 }, ...others] };
    assert.match(await testbenchVerdict(later), /^ARCHSIM FAIL /);
    const [beat, ...beats] = first!.beats['out']!;
    const other = { ...design, runs: [{ ...first!, beats: { ...first!.beats, out: [beat! ^ 1n, ...beats] } }, ...others] };
    assert.match(await testbenchVerdict(other), /^ARCHSIM FAIL /);
  });
});
