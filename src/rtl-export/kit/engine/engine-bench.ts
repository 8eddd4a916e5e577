import { beatBits } from '../design.js';
import { hexDigits } from '../literal.js';
import { commentLines } from '../plain-text.js';
import { rangeOf } from '../ports.js';
import { fillTemplate } from '../template.js';
import { benchSources } from '../testbench.js';
import { verilog } from './bench/rtl/verilog.js';
import { engineBenchTemplate } from './bench/template.js';
import type { Engine } from './engine.js';
import { settingsOf, type EngineJob } from './job.js';
import { engineId, engineVersion, registerAddress, registerAddressBits, registerMap, type RegisterName } from './register-map.js';

/** A job with the cycles that it takes where nothing waits, or null where nobody says. */
export interface BenchJob {
  readonly job: EngineJob;
  readonly cycles: number | null;
  /** What lies at the address of its weights, where it takes them from memory. */
  readonly words?: readonly bigint[];
}

/** One line of the program of `archsim_axi_lite_host`. */
interface ProgramLine {
  readonly operation: 'write' | 'bad-write' | 'read' | 'until' | 'count' | 'bad-read';
  readonly address: number;
  readonly value: number;
  readonly comment: string;
}

const operationNumbers = { write: 1, 'bad-write': 2, read: 3, until: 4, count: 5, 'bad-read': 6 } as const;

/**
 * The simulation of an engine that does some jobs one after the other, by path in the folder where it is started: the testbench, the modules that play,
 * and their files. What it judges stands in its header. Throws a RangeError for no jobs.
 */
export function engineBenchFiles(engine: Engine, jobs: readonly BenchJob[], folder = 'sim'): ReadonlyMap<string, string> {
  if (jobs.length === 0) throw new RangeError('a testbench without a job');
  const { act, wgt, further } = engine.streams;
  const golden = `${folder}/golden`;
  const streams: readonly StreamFile[] = [
    { name: 'act', bits: beatBits(act), runs: jobs.map(({ job }) => job.act) },
    { name: 'wgt', bits: beatBits(wgt), runs: jobs.map(({ job }) => job.wgt) },
    ...(further === null ? [] : [{ name: further.name, bits: beatBits(further), runs: jobs.map(({ job }) => job.further) }]),
    { name: 'elt', bits: 8, runs: jobs.map(({ job }) => job.elements.map((x) => BigInt.asUintN(8, BigInt(x)))) },
    { name: 'out', bits: engine.elementBits, runs: jobs.map(({ job }) => Array.from(job.results, (x) => BigInt.asUintN(engine.elementBits, BigInt(x)))) },
  ];
  const program = programOf(jobs);
  const beats = streams.reduce((sum, { runs }) => sum + runs.reduce((all, run) => all + run.length, 0), 0);
  const memory = memoryOf(engine, jobs);
  const outputs = (further === null ? 0 : 1) + 1 + 2 + 3 + 1 + 32 + 2 + 1 + 3 + engine.elementBits + 2 + (engine.reader === undefined ? 0 : 64 + 8 + 3 + 2 + 2);
  const beatsOf = ({ job: { act, wgt, further, settings, results } }: BenchJob): number => act.length * (settings.N_TILES ?? 1) + wgt.length + further.length + results.length;
  const longest = Math.max(...jobs.map((one) => Math.max(one.cycles ?? 0, beatsOf(one))), 4 * (memory?.words.length ?? 0));
  const text = fillTemplate(engineBenchTemplate, {
    TOP: engine.name, FOLDER: golden, VECTORS: String(jobs.reduce((sum, { job }) => sum + job.results.length, 0)),
    LINES: String(program.length), FIRST: String(programOf(jobs.slice(0, 1)).length), CUT: String(beats + 10 * program.length), PATIENCE: String(40 * longest + 20_000),
    ADDRESS_BITS: String(registerAddressBits), ADDRESS_HIGH: String(registerAddressBits - 1),
    ACT_BITS: String(beatBits(act)), WGT_BITS: String(beatBits(wgt)), OUTPUTS_HIGH: String(outputs - 1),
    MEMORY: memory === null ? 'wire memory_fault = 1\'b0;\n\ntask report_memory;\n    $write("none");\nendtask' : memoryText(memory, golden),
    MEMORY_CONNECTIONS: engine.reader === undefined ? '' : memoryConnections(engine.reader.dataBits),
    MEMORY_OUTPUTS: engine.reader === undefined ? '' : ', araddr_m, arlen_m, arsize_m, arburst_m, arvalid_m, rready_m',
    FURTHER: further === null ? '' : `.s_axis_${further.name}_tdata(${further.name}_tdata ^ {${beatBits(further)}{flip}}), .s_axis_${further.name}_tvalid(${further.name}_tvalid ^ flip), .s_axis_${further.name}_tready(${further.name}_tready),`,
    FURTHER_OUTPUT: further === null ? '' : `, ${further.name}_tready`,
    FURTHER_FAULT: further === null ? '' : ` || ${further.name}_fault != 0`,
    FURTHER_NONE: further === null ? '' : ` && ${further.name}_left == 0`,
    STREAMS: streams.map((stream, index) => streamText(stream, golden, index)).join('\n\n'),
  });
  return new Map([
    [`${folder}/tb_${engine.name}.v`, text],
    ...Object.entries({ ...benchSources, ...verilog }).map(([file, source]): [string, string] => [`${folder}/${file}`, source]),
    [`${golden}/program.hex`, programText(program)],
    ...(memory === null ? [] : [[`${golden}/memory.hex`, `${memory.words.map((word) => hexDigits(memory.dataBits, word)).join('\n')}\n`] as const]),
    ...streams.filter(hasBeats).map((stream): [string, string] => [`${golden}/${stream.name}.hex`, beatsText(stream, jobs)]),
  ]);
}

/** A memory from the lowest to the highest address of weights. */
interface BenchMemory {
  readonly dataBits: number;
  readonly base: bigint;
  readonly words: readonly bigint[];
}

function memoryOf({ reader }: Engine, jobs: readonly BenchJob[]): BenchMemory | null {
  if (reader === undefined) return null;
  const bytes = BigInt(reader.dataBits / 8);
  const parts = jobs.flatMap(({ job: { settings: { WEIGHT_ADDRESS_HIGH: high = 0, WEIGHT_ADDRESS_LOW: low = 0 } }, words }) => (
    words === undefined ? [] : [{ at: ((BigInt(high) << 32n) + BigInt(low)) / bytes, words }]));
  const [first] = parts;
  if (first === undefined) return { dataBits: reader.dataBits, base: 0n, words: [0n] };
  const base = parts.reduce((least, { at }) => (at < least ? at : least), first.at);
  const end = parts.reduce((most, { at, words }) => (at + BigInt(words.length) > most ? at + BigInt(words.length) : most), base);
  const all = Array.from({ length: Number(end - base) }, () => 0n);
  for (const { at, words } of parts) words.forEach((word, i) => { all[Number(at - base) + i] = word; });
  return { dataBits: reader.dataBits, base: base * bytes, words: all };
}

function memoryText({ dataBits, base, words }: BenchMemory, golden: string): string {
  return [
    'wire [63:0] araddr_m;', 'wire [7:0]  arlen_m;', 'wire [2:0]  arsize_m;', 'wire [1:0]  arburst_m;', 'wire        arvalid_m;', 'wire        arready_m;',
    `wire [${dataBits - 1}:0] rdata_m;`, 'wire [1:0]  rresp_m;', 'wire        rlast_m;', 'wire        rvalid_m;', 'wire        rready_m;', 'wire        memory_fault;', '',
    `archsim_read_memory #(.DATA_BITS(${dataBits}), .WORDS(${words.length}), .FILE("${golden}/memory.hex"), .BASE(64'h${base.toString(16)}), .SEED(64 * SEED + 50)) memory (`,
    '    .aclk(aclk), .aresetn(aresetn), .stalls(stalls), .araddr(araddr_m), .arlen(arlen_m), .arsize(arsize_m), .arburst(arburst_m), .arvalid(arvalid_m), .arready(arready_m),',
    '    .rdata(rdata_m), .rresp(rresp_m), .rlast(rlast_m), .rvalid(rvalid_m), .rready(rready_m), .fault(memory_fault)',
    ');', '', 'task report_memory;', '    memory.report;', 'endtask',
  ].join('\n');
}

function memoryConnections(dataBits: number): string {
  return [
    '.m_axi_araddr(araddr_m), .m_axi_arlen(arlen_m), .m_axi_arsize(arsize_m), .m_axi_arburst(arburst_m), .m_axi_arvalid(arvalid_m), .m_axi_arready(arready_m ^ flip),',
    `.m_axi_rdata(rdata_m ^ {${dataBits}{flip}}), .m_axi_rresp(rresp_m ^ {2{flip}}), .m_axi_rlast(rlast_m ^ flip), .m_axi_rvalid(rvalid_m ^ flip), .m_axi_rready(rready_m),`,
  ].join('\n');
}

interface StreamFile {
  readonly name: string;
  readonly bits: number;
  readonly runs: readonly (readonly bigint[])[];
}

function hasBeats({ runs }: StreamFile): boolean {
  return runs.some((run) => run.length > 0);
}

/** Registers are looked at, what must not be written is, and then each job is set, started, awaited and its cycles read. */
function programOf(jobs: readonly BenchJob[]): readonly ProgramLine[] {
  const line = (operation: ProgramLine['operation'], name: RegisterName, value: number, comment: string): ProgramLine => (
    { operation, address: registerAddress(name), value, comment });
  return [
    line('read', 'ID', engineId, 'an engine'),
    line('read', 'VERSION', engineVersion, 'of this version'),
    line('bad-write', 'ID', 1, 'state is not written'),
    line('write', 'CONTROL', 2, 'what happened before is forgotten'),
    line('read', 'STATUS', 0, 'nothing happened yet'),
    { operation: 'bad-read', address: 4 * registerMap.length, value: 0, comment: 'beyond the last register' },
    line('write', 'TOKENS', 0, 'no tokens'),
    line('write', 'CONTROL', 1, 'a job of nothing'),
    line('read', 'STATUS', 4, 'is refused'),
    line('write', 'CONTROL', 2, 'forgotten'),
    line('read', 'STATUS', 0, 'as before'),
    ...jobs.flatMap(({ job, cycles }) => [
      ...settingsOf(job).filter(([name]) => name !== 'INTERRUPT').map(([name, value]) => line('write', name, value, `${name}: ${job.label}`)),
      line('write', 'CONTROL', 1, 'start'),
      line('until', 'STATUS', 2, 'done'),
      ...(cycles === null ? [] : [line('count', 'CYCLES', cycles, 'cycles of the job')]),
    ]),
  ];
}

function programText(program: readonly ProgramLine[]): string {
  const lines = program.map(({ operation, address, value, comment }) => (
    `${hexDigits(8, operationNumbers[operation])}_${hexDigits(8, address)}_${hexDigits(32, value)} ${commentLines('//', comment.slice(0, 100))}`));
  return ['// Operation, address of a register, number: what archsim_axi_lite_host does.', ...lines, ''].join('\n');
}

/** Beats of a stream, those of a job one after the other; the last one of a job has tlast. */
function beatsText({ bits, runs }: StreamFile, jobs: readonly BenchJob[]): string {
  const lines = runs.flatMap((run, job) => (run.length === 0 ? [] : [
    commentLines('//', jobs[job]!.job.label), ...run.map((beat, i) => `${i + 1 === run.length ? 1 : 0}_${hexDigits(bits, beat)}`),
  ]));
  return [...lines, ''].join('\n');
}

function streamText(stream: StreamFile, golden: string, index: number): string {
  const { name, bits, runs } = stream;
  const beats = runs.reduce((sum, run) => sum + run.length, 0);
  const wires = [
    `    wire ${rangeOf(bits)}${name}_tdata;`, ...['tvalid', 'tready', 'tlast', 'take'].map((signal) => `    wire ${name}_${signal};`),
    ...['run', 'left'].map((word) => `    wire [31:0] ${name}_${word};`), `    wire ${name === 'out' ? '' : '[1:0] '}${name}_fault;`,
  ];
  if (beats === 0) {
    const values = { tdata: `${bits}'d0`, tvalid: '1\'b0', tlast: '1\'b0', take: '1\'b0', run: '32\'d0', left: '32\'d0', fault: '2\'d0' };
    return [...wires, ...Object.entries(values).map(([signal, value]) => `    assign ${name}_${signal} = ${value};`)].join('\n');
  }
  const signals = ['tvalid', 'tready', 'tdata', 'tlast', 'take', 'run', 'left', 'fault'].map((signal) => `.${signal}(${name}_${signal})`).join(', ');
  const isOut = name === 'out';
  const player = isOut ? 'sink' : 'source';
  return [
    ...wires, ...(isOut ? ['    wire out_ends;'] : []),
    `    archsim_${player} #(.WIDTH(${bits}), .BEATS(${beats}), .FILE("${golden}/${name}.hex"), .SEED(64 * SEED + ${index})) ${player}_${name} (`,
    `        .aclk(aclk), .aresetn(aresetn), .rewind(rewind), .pace(pace), ${isOut ? '.ends(out_ends)' : '.open_runs(32\'hffffffff)'},`,
    `        ${signals}`,
    '    );',
  ].join('\n');
}
