import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { kindsFigure, kindsTable, type KindsData } from '../../../src/reports/figures/kinds.js';
import { hostileResult, infeasibleResult, llamaResult, unknownResult } from '../fixture.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';

type Operator = KindsData['operators'][number];

const operators: readonly Operator[] = [
  { kind: 'linear', phase: 'prefill', latencySeconds: 0.2, energyJoules: 4, dramBytes: 3e9 }, { kind: 'linear', phase: 'prefill', latencySeconds: 0.1, energyJoules: null, dramBytes: 1e9 },
  { kind: 'linear', phase: 'decode', latencySeconds: 1, energyJoules: 8, dramBytes: 30e9 }, { kind: 'softmax', phase: 'prefill', latencySeconds: 0.1, energyJoules: null, dramBytes: 0 },
  { kind: 'embedding', phase: 'decode', latencySeconds: 0.5, energyJoules: 1, dramBytes: 2e9 },
];

function odd(number: number): KindsData {
  return { operators: [...operators, { kind: 'odd', phase: 'decode', latencySeconds: number, energyJoules: number, dramBytes: number }] };
}

describe('a figure of kinds of operators', () => {
  itIsRobust('kinds of operators', kindsFigure, kindsTable, {
    'llama': llamaResult(), 'hostile result': hostileResult(), 'unknown': unknownResult(), 'infeasible': infeasibleResult(), 'none': { operators: [] }, 'one': { operators: operators.slice(0, 1) }, 'some': { operators },
    'no times': { operators: operators.map((op) => ({ ...op, latencySeconds: null, energyJoules: null })) },
    'hostile names': { operators: operators.map((op) => ({ ...op, kind: hostileText + op.kind })) }, 'long names': { operators: operators.map((op) => ({ ...op, kind: longName + op.kind })) },
    'twenty thousand kinds': { operators: Array.from({ length: 20_000 }, (_, i): Operator => ({ kind: `kind ${i}`, phase: i % 2 === 0 ? 'prefill' : 'decode', latencySeconds: i, energyJoules: i % 3 === 0 ? null : i, dramBytes: i })) },
    ...Object.fromEntries(oddNumbers.map((number) => [`${number}`, odd(number)])),
  });

  it('is its golden file', () => { assertGoldenFigure('kinds', kindsFigure({ operators }, { embedStyle: false })); });

  it('sums over the operators of a kind, the longest kind first', () => {
    const svg = kindsFigure({ operators }, { width: 1200 });
    assert.ok(svg.includes('<title>linear, prefill: time 300.0 ms, 75.0 % of the prefill</title>'));
    assert.deepEqual([...svg.matchAll(/text-anchor="end">([^<]+)</g)].map((match) => match[1]), ['linear', 'embedding', 'softmax']);
    const width = (title: string): number => Number(new RegExp(`<title>${title}[^<]*</title><rect [^>]*width="([\\d.]+)"`).exec(svg)![1]);
    assert.ok(Math.abs(width('embedding, decode: time') / width('linear, decode: time') - 0.5) < 0.001);
  });

  it('never takes an unknown energy for zero', () => {
    const svg = kindsFigure({ operators });
    assert.ok(svg.includes('<title>linear, prefill: energy 4.000 J, 100.0 % of the prefill, 1 of 2 operators not modelled</title>'));
    assert.ok(svg.includes('≥ 4.000 J'));
    assert.ok(svg.includes('<title>softmax, prefill: energy not modelled</title>'));
    assert.ok(svg.includes('Energy of 2 of 5 operators is not modelled.'));
    const without = kindsFigure({ operators: operators.map((op) => ({ ...op, energyJoules: null })) });
    assert.ok(without.includes('Energy is not modelled.') && !without.includes('energy ('));
    assert.equal(kindsTable({ operators }).rows.find(([name]) => name === 'softmax, prefill')![3], null);
  });
});
