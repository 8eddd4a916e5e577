import { verilog } from './bench/rtl/verilog.js';
import { testbenchTemplate } from './bench/template.js';
import { beatBits, type RtlDesign, type RtlStream } from './design.js';
import { hexDigits } from './literal.js';
import { commentLines, verilogString } from './plain-text.js';
import { beatCount, inputsOf, outputsOf, portPrefix, portsOf, rangeOf, vectorCount } from './ports.js';
import { fillTemplate } from './template.js';

/** The modules of every testbench, by file name: they play and check one stream. */
export const benchSources: Readonly<Record<string, string>> = verilog;

/** Cycles in which no beat may follow the last one. */
const quietCycles = 50;

/**
 * The simulation of a design's wrapper, by path: the self-checking testbench `sim/tb_<name>.v`, the modules that play and check a stream, and
 * the beats of every stream in `sim/golden`. What the testbench checks, and the one line that it ends with, stands in its header.
 */
export function testbenchFiles(design: RtlDesign, name: string, top: string, version: string): ReadonlyMap<string, string> {
  return new Map([
    [`sim/tb_${name}.v`, testbenchSource(design, name, top, version)],
    ...Object.entries(benchSources).map(([file, text]): [string, string] => [`sim/${file}`, text]),
    ...design.streams.map((stream): [string, string] => [goldenPath(stream), goldenBeats(design, stream)]),
  ]);
}

function testbenchSource(design: RtlDesign, name: string, top: string, version: string): string {
  const inputs = inputsOf(design);
  const outputs = outputsOf(design);
  const cycles = design.runs.map((run) => run.cycles);
  const cases = (lines: readonly string[]): string => lines.map((line, index) => `${index}: ${line}`).join('\n');
  return fillTemplate(testbenchTemplate, {
    TOP: top,
    NAME: name,
    VERSION: version,
    QUIET: String(quietCycles),
    RUNS: String(design.runs.length),
    INPUTS: String(inputs.length),
    OUTPUTS: String(outputs.length),
    LONGEST: String(Math.max(...cycles)),
    VECTORS: String(vectorCount(design)),
    STREAMS: [...inputs.map((stream, index) => sourceOf(design, stream, index)), ...outputs.map((stream, index) => sinkOf(design, stream, index))].join('\n\n'),
    CONNECTIONS: ['.aclk(aclk)', '.aresetn(aresetn)', ...design.streams.flatMap(portsOf).map((port) => `.${port.name}(${port.name})`)].join(',\n'),
    CYCLES: cases(cycles.map((count) => `modelled_cycles = ${count};`)),
    LABELS: cases(design.runs.map(({ label }, index) => `$write(${verilogString(`run ${index} (${label.slice(0, 120)})`)});`)),
    INPUT_NAMES: cases(inputs.map((stream) => `$write("${portPrefix(stream)}");`)),
    OUTPUT_NAMES: cases(outputs.map((stream) => `$write("${portPrefix(stream)}");`)),
    OUTPUT_FAULTS: cases(outputs.map((stream) => `sink_${stream.name}.report;`)),
  });
}

function wiresOf(stream: RtlStream): string {
  return portsOf(stream).map((port) => `    wire ${rangeOf(port.bits)}${port.name};`).join('\n');
}

function sourceOf(design: RtlDesign, stream: RtlStream, index: number): string {
  return `${wiresOf(stream)}
    archsim_source #(
        .WIDTH(${beatBits(stream)}),
        .BEATS(${beatCount(design, stream)}),
        .FILE("${goldenPath(stream)}"),
        .SEED(64 * SEED + ${2 * index})
    ) source_${stream.name} (
        .aclk(aclk), .aresetn(aresetn), .rewind(rewind), .pace(in_pace), .open_runs(open_runs),
${streamConnections(stream)}
        .take(in_take[${index}]), .run(in_run[${word(index)}]), .left(in_left[${word(index)}]), .fault(in_fault[${2 * index + 1}:${2 * index}])
    );`;
}

function sinkOf(design: RtlDesign, stream: RtlStream, index: number): string {
  return `${wiresOf(stream)}
    assign out_valid[${index}] = ${portPrefix(stream)}_tvalid;
    archsim_sink #(
        .WIDTH(${beatBits(stream)}),
        .BEATS(${beatCount(design, stream)}),
        .FILE("${goldenPath(stream)}"),
        .SEED(64 * SEED + ${2 * index + 1})
    ) sink_${stream.name} (
        .aclk(aclk), .aresetn(aresetn), .rewind(rewind), .pace(out_pace),
${streamConnections(stream)}
        .take(out_take[${index}]), .run(out_run[${word(index)}]), .ends(out_ends[${index}]), .left(out_left[${word(index)}]), .fault(out_fault[${index}])
    );`;
}

function streamConnections(stream: RtlStream): string {
  return `        ${portsOf(stream).map((port) => `.${port.signal.toLowerCase()}(${port.name})`).join(', ')},`;
}

function word(index: number): string {
  return `${32 * index + 31}:${32 * index}`;
}

/** Where the beats of a stream stand in the exported folder. */
export function goldenPath(stream: RtlStream): string {
  return `sim/golden/${portPrefix(stream)}.hex`;
}

function goldenBeats(design: RtlDesign, stream: RtlStream): string {
  const bits = beatBits(stream);
  const lines = design.runs.flatMap(({ label, beats }, run) => {
    const ofStream = beats[stream.name] ?? [];
    return [commentLines('//', `run ${run}: ${label}`), ...ofStream.map((beat, index) => `${index === ofStream.length - 1 ? 1 : 0}_${hexDigits(bits, beat)}`)];
  });
  return [`// ${portPrefix(stream)}: a beat a line, tlast before the underscore and the ${bits} bits of tdata after it.`, ...lines, ''].join('\n');
}
