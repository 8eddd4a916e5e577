import { beatBits, type RtlDesign, type RtlRun, type RtlStream } from './design.js';
import { isIdentifier } from './identifier.js';
import { portPrefix } from './ports.js';

/**
 * Throws a RangeError where a family's design breaks what the kit relies on: sources by module name, plain identifiers, whole fields, at least
 * two runs, beats of every stream in every run and within the bits of its fields.
 */
export function checkDesign(design: RtlDesign): void {
  const fail = (what: string): never => { throw new RangeError(`the RTL design ${design.core} ${what}`); };
  if (design.sources[`${design.core}.v`] === undefined) fail(`has no source ${design.core}.v`);
  for (const [file, text] of Object.entries(design.sources)) {
    const modules = [...text.replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, '').matchAll(/\bmodule\s+(\w+)/g)].map((match) => match[1]);
    if (!isIdentifier(file.replace(/\.v$/, '')) || !file.endsWith('.v')) fail(`has a source "${file}" that is not named as a module`);
    if (modules.length !== 1 || `${modules[0] ?? ''}.v` !== file) fail(`has a source ${file} with the modules ${modules.join(', ')}: one a file, named as the file`);
    if (text.includes('`timescale')) fail(`has a source ${file} with a timescale: none of the exported files has one`);
  }
  for (const { name, value } of design.parameters) {
    if (!isIdentifier(name)) fail(`has a parameter "${name}", which is no identifier`);
    if (!Number.isSafeInteger(value)) fail(`has the parameter ${name} = ${value}, which is not a whole number`);
  }
  for (const direction of ['in', 'out']) if (!design.streams.some((stream) => stream.direction === direction)) fail(`has no stream of direction "${direction}"`);
  if (new Set(design.streams.map((stream) => stream.name)).size !== design.streams.length) fail('has two streams of one name');
  for (const stream of design.streams) {
    if (!isIdentifier(portPrefix(stream)) || stream.name === '') fail(`has a stream "${stream.name}", which is no identifier`);
    if (beatBits(stream) === 0 || stream.fields.some(({ bits, count }) => !isCount(bits) || !isCount(count))) fail(`has a stream ${stream.name} whose fields are not whole bits`);
  }
  if (design.runs.length < 2) fail(`has ${design.runs.length} runs: there are at least two`);
  design.runs.forEach((run, index) => { checkRun(design.streams, run, (what) => fail(`has a run ${index} (${run.label}) ${what}`)); });
}

function checkRun(streams: readonly RtlStream[], run: RtlRun, fail: (what: string) => never): void {
  if (!isCount(run.cycles)) fail(`of ${run.cycles} cycles`);
  for (const name of Object.keys(run.beats)) if (!streams.some((stream) => stream.name === name)) fail(`with beats of an unknown stream "${name}"`);
  for (const stream of streams) {
    const beats = run.beats[stream.name] ?? [];
    const bits = stream.fields.reduce((sum, field) => sum + field.bits * field.count, 0);
    if (beats.length === 0) fail(`without beats of the stream ${stream.name}`);
    const wide = beats.findIndex((beat) => BigInt.asUintN(bits, beat) !== beat);
    if (wide >= 0) fail(`whose beat ${wide} of ${stream.name} does not fit into ${bits} bits`);
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}
