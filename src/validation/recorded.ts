import type { JudgedSystem } from './system.js';

/** Rows that are known to differ, by system: `id metric`, each with its cause. Any other row that differs is a regression. */
export const recordedMisses: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'llm-viewer': {},
  'flightllm-simulator': {},
  'datatypes': {},
  'lut-vectors': {},
  'flightllm-board': {
    'fpga-083 value': 'the published HBM utilisation contradicts the published 55 token/s',
    'fpga-094 value': 'block memories of the build were not published: the index buffer is derived from the array, FIFOs and instruction memory are not counted',
    'fpga-095 value': 'the number of banks of the build was not published: they are derived from the width of the matrix-vector array',
  },
};

/** Rows that are worse than their recorded verdict, in words. */
export function regressions(judged: readonly JudgedSystem[]): string[] {
  return judged.flatMap((system) => system.rows
    .filter((row) => row.verdict === 'differs' && recordedMisses[system.system]?.[`${row.id} ${row.metric}`] === undefined)
    .map((row) => `${system.system} ${row.id} ${row.metric}: off by ${(row.relativeError! * 100).toFixed(2)} %, tolerance ${(row.tolerance * 100).toFixed(2)} %`));
}
