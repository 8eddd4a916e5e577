import { createRng } from '../../../sim/core/rng.js';
import { siluCycles, swigluCycles, swigluResult, swigluShift, unitLatency, unitResult, type FunctionUnit, type SwigluUnit } from '../../../sim/numerics/function-units/index.js';
import { packBeat, type BeatField, type RtlDesign, type RtlStream } from '../design.js';
import { withSharedSources } from '../shared-sources.js';
import { checkVectors } from './check-vectors.js';
import { siluResources, swigluResources } from './vector-resources.js';
import { unitSources } from './unit-sources.js';

/** The Verilog of SiLU in so many lanes. Throws a RangeError where the unit is of another function. */
export function siluDesign(silu: FunctionUnit, lanes: number): RtlDesign {
  const { inputBits, outputBits } = siluFormat(silu);
  const x = stream('x', 'in', field('number', inputBits, lanes, 'signed'));
  const y = stream('y', 'out', field('silu', outputBits, lanes, 'signed'));
  return {
    core: 'archsim_silu',
    summary: `SiLU of ${lanes} numbers of ${inputBits} bits a cycle.`,
    sources: withSharedSources(unitSources({ silu_lane: silu }, 'archsim_silu')),
    parameters: [
      { name: 'LANES', value: lanes, meaning: 'numbers of a beat' },
      { name: 'X_BITS', value: inputBits, meaning: 'bits of a number' },
      { name: 'Y_BITS', value: outputBits, meaning: 'bits of a result' },
      { name: 'LATENCY', value: unitLatency(silu), meaning: 'edges of the unit' },
    ],
    streams: [x, y],
    runs: checkBeats(inputBits, lanes).map(({ what, beats }) => ({
      label: `${beats.length} beats: ${what}`,
      beats: { x: beats.map((values) => packBeat(x, values)), y: beats.map((values) => packBeat(y, values.map((value) => unitResult(silu, value)))) },
      cycles: siluCycles(silu, beats.length),
    })),
    reduction: 'A few beats of numbers.',
    resources: siluResources(silu, lanes),
  };
}

/** The Verilog of the gated product in so many lanes. */
export function swigluDesign(unit: SwigluUnit, lanes: number): RtlDesign {
  const { silu, upBits, outputBits } = unit;
  const { inputBits } = siluFormat(silu);
  const gate = stream('gate', 'in', field('gate', inputBits, lanes, 'signed'));
  const up = stream('up', 'in', field('up', upBits, lanes, 'signed'));
  const y = stream('y', 'out', field('product', outputBits, lanes, 'signed'));
  const rng = createRng(2);
  return {
    core: 'archsim_swiglu',
    summary: `SiLU(gate) x up of ${lanes} pairs of ${inputBits} and ${upBits} bits a cycle.`,
    sources: withSharedSources(unitSources({ silu_lane: silu }, 'archsim_swiglu')),
    parameters: [
      { name: 'LANES', value: lanes, meaning: 'pairs of a beat' },
      { name: 'X_BITS', value: inputBits, meaning: 'bits of a gate' },
      { name: 'S_BITS', value: silu.format.outputBits, meaning: 'bits of its SiLU' },
      { name: 'LATENCY', value: unitLatency(silu), meaning: 'edges of the unit' },
      { name: 'UP_BITS', value: upBits, meaning: 'bits of the other factor' },
      { name: 'SHIFT', value: swigluShift(unit), meaning: 'places that products move right' },
      { name: 'Y_BITS', value: outputBits, meaning: 'bits of a result' },
    ],
    streams: [gate, up, y],
    runs: checkBeats(inputBits, lanes).map(({ what, beats }) => {
      const most = 2 ** (upBits - 1);
      const factors = beats.map((values) => values.map(() => rng.pick([-most, most - 1, rng.integer(-most, most - 1), rng.integer(-most, most - 1)])));
      return {
        label: `${beats.length} beats: ${what}`,
        beats: {
          gate: beats.map((values) => packBeat(gate, values)), up: factors.map((values) => packBeat(up, values)),
          y: beats.map((values, i) => packBeat(y, values.map((value, lane) => swigluResult(unit, value, factors[i]![lane]!)))),
        },
        cycles: swigluCycles(unit, beats.length),
      };
    }),
    reduction: 'A few beats of numbers.',
    resources: swigluResources(unit, lanes),
  };
}

function siluFormat({ format }: FunctionUnit): FunctionUnit['format'] {
  if (format.function !== 'silu') throw new RangeError(`the lanes are SiLU, not ${format.function}`);
  return format;
}

/** Vectors of the check, a beat for each number with others in the further lanes. */
function checkBeats(bits: number, lanes: number): readonly { readonly what: string; readonly beats: readonly (readonly number[])[] }[] {
  return checkVectors(bits, 24).map(({ what, values }) => ({ what, beats: values.map((_, i) => Array.from({ length: lanes }, (_unused, lane) => values[(i + 5 * lane) % values.length]!)) }));
}

function field(name: string, bits: number, count: number, meaning: string): BeatField {
  return { name, bits, count, meaning };
}

function stream(name: string, direction: RtlStream['direction'], ...fields: readonly BeatField[]): RtlStream {
  return { name, direction, fields };
}
