import { signedRange, type CoreMaker } from '../../rtl-export/kit/engine/core-maker.js';
import { tokenTiles } from '../../rtl-export/kit/engine/product.js';
import { dequantCycles, reductionCycles } from './cycles.js';
import { bitSerialTileDesign } from './rtl.js';
import { lanes } from './terms.js';
import { termCount, weightValues, type WeightFormat } from './tile/weight-format.js';

/** Stages of the tile from a term to the results of its reduction (`tile_control.v`). */
const pipelineStages = 15;

/** The tile of bit-serial PEs as a core of an engine: FP16 in, FP32 out. */
export const bitSerialCore: CoreMaker = (design, value) => {
  const format = bitSerialFormat(value);
  const [rows, columns] = [value('ROWS'), value('COLS')];
  const patterns = [...weightValues(format, 0)];
  const most = wholeNumbersTo(patterns);
  return {
    design, weights: format.kind === 'integer' ? signedRange(format.bits) : { least: -most, most }, scales: false, weightSlack: 0, rawOnly: true,
    pipeline: { beatCycles: termCount(format), groupSpacing: dequantCycles, stages: pipelineStages, sumCycles: rows },
    layout: { featureLanes: 1, tokenLanes: columns, beatsAre: 'features', featureBeats: rows },
    runs: (activations, weights) => {
      const [channels, reduction] = [weights.rows, weights.columns];
      const stored = Uint8Array.from(weights.values, (w) => patterns.indexOf(w));
      const tile = Math.max(reductionCycles([Math.ceil(reduction / lanes)], termCount(format)), rows);
      return tokenTiles(activations, columns).map((tokens) => {
        const shape = { tokens: columns, channels, reduction, group: reduction };
        const problem = { shape, activations: Uint16Array.from(tokens.values, fp16Pattern), weights: stored, selectors: new Uint8Array(channels), scales: new Uint8Array(channels).fill(1) };
        const run = bitSerialTileDesign({ rows, columns, format }, [{ what: 'a tile of tokens', problem }]).runs[0]!;
        return { ...run, latency: run.cycles - Math.ceil(channels / rows) * tile };
      });
    },
  };
};

function bitSerialFormat(value: (parameter: string) => number): WeightFormat {
  const bits = value('WEIGHT_BITS');
  if (value('IS_FLOAT') === 0) return { kind: 'integer', bits };
  const special = (selector: number): number => value(`SPECIAL_${selector}`) / 2;
  return { kind: 'float', bits: bits === 3 ? 3 : 4, specials: [special(0), special(1), special(2), special(3)] };
}

/** The largest n for which all whole numbers from -n to n are among these. */
function wholeNumbersTo(numbers: readonly number[]): number {
  let n = 0;
  while (numbers.includes(n + 1) && numbers.includes(-n - 1)) n++;
  return n;
}

/** The FP16 pattern of a whole number of up to 11 bits. */
function fp16Pattern(x: number): number {
  if (x === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(x)));
  return (x < 0 ? 0x8000 : 0) + (exponent + 15) * 1024 + (Math.abs(x) / 2 ** exponent - 1) * 1024;
}
