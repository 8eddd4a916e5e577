import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { functionNames, searchFunctionUnit, type FoundUnit } from '../../../../src/sim/numerics/function-units/index.js';

const page = join('docs', 'function-units.md');

/** The folder of the sources: above the compiled tests, or the current one when they were compiled somewhere else. */
function rootFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) if (existsSync(join(folder, page))) return folder;
  return process.cwd();
}

function formText({ form, segments }: FoundUnit): string {
  const kind = ['table', 'lines', 'parabolas', 'cubics'][form.degree]!;
  return `${kind}, ${segments} segment${segments === 1 ? '' : 's'}${form.reduction === 'reduced' ? ', reduced' : ''}`;
}

/** The rows of the page: the cheapest unit of every function within an ulp, at some widths. */
function boundsTable(): string {
  const rows = functionNames.flatMap((name) => ([[8, 8], [8, 12], [12, 12]] as const).map(([inputBits, outputBits]) => {
    const found = searchFunctionUnit({ function: name, inputBits, outputBits, maximumError: 1 });
    const { cost, worstError, meanError } = found;
    return `| \`${name}\` | ${inputBits} | ${outputBits} | ${formText(found)} | ${worstError.toFixed(3)} | ${meanError.toFixed(3)} | ${Math.round(cost.luts)} | ${cost.dsp} | ${cost.romBits} | ${cost.latency} |`;
  }));
  return ['', '| Unit | Bits in | Bits out | Form | Worst error, ulp | Mean error, ulp | LUT, estimated | DSP | Table bits | Latency |', `|${' --- |'.repeat(10)}`, ...rows, ''].join('\n');
}

describe('docs/function-units.md', () => {
  it('has the units and errors that the search finds', function () {
    this.timeout(20_000);
    const text = readFileSync(join(rootFolder(), page), 'utf8').replaceAll('\r\n', '\n');
    const given = /<!-- bounds -->\n([\s\S]*)<!-- \/bounds -->/.exec(text)?.[1];
    assert.equal(given, `${boundsTable()}\n`);
  });
});
