import type { Estimate, NotModelled } from '../../sim/core/estimate.js';
import { beatBits, type RtlDesign, type RtlStream } from './design.js';
import type { Manifest, ManifestResource } from './manifest.js';
import { tableCell } from './plain-text.js';
import { fieldPlaces, portPrefix } from './ports.js';
import { fillTemplate } from './template.js';

const template = `# @NAME@

@SUMMARY@

Made by archsim @VERSION@ for @TARGET@ at @CLOCK@ MHz. Plain Verilog-2001; nothing but a simulator or a synthesis tool is needed.

| path | what it is |
|---|---|
| \`rtl/@TOP@.v\` | the top: the core \`@CORE@\` with the parameters below, ports ready for Vivado's IP integrator |
| \`rtl/\` | the core and its modules, one a file |
| \`sim/tb_@NAME@.v\` | the self-checking testbench; what it checks stands in its header |
| \`sim/golden/\` | the beats of every stream, inputs and expected outputs, from the bit-exact model |
| \`constraints/@NAME@_ooc.xdc\` | the clock, for synthesis out of context |
| \`scripts/\` | Vivado: synthesis, whole build, packaging, reading of the reports |
| \`manifest.json\` | all of this for programs: parameters, streams, cycles, resources, SHA-256 of every file |
| \`filelist.f\` | the files of \`rtl/\`, the top last |

## Simulate
In this folder:
\`\`\`
iverilog -g2001 -Wall -s tb_@NAME@ -o @NAME@.vvp rtl/*.v sim/*.v && vvp @NAME@.vvp
verilator --binary --timing --top-module tb_@NAME@ rtl/*.v sim/*.v && ./obj_dir/Vtb_@NAME@
xvlog rtl/*.v && xvlog -sv sim/*.v && xelab tb_@NAME@ && xsim work.tb_@NAME@ -runall
\`\`\`
The last line is \`ARCHSIM PASS vectors=<output beats compared> cycles=<of the first run>\`, or \`ARCHSIM FAIL <what>\` and an error. \`-Ptb_@NAME@.SEED=7\` (iverilog)
or \`-GSEED=7\` (verilator) gives other random stalls. Verilator has no unknown bits, so it does not see a design that depends on them.

## Synthesise
\`\`\`
vivado -mode batch -source scripts/synth_ooc.tcl      # resources and clock after synthesis
vivado -mode batch -source scripts/build.tcl          # after placement and routing
vivado -mode batch -source scripts/package_ip.tcl     # a core for the IP integrator, in ip/
\`\`\`
@PART@ \`-tclargs PART\` takes another one. The first two print one \`KEY=VALUE\` line a resource and end with exit code 1 when a step fails.

**Not run with Vivado.** The scripts, the constraints and the interface attributes were written from Vivado's documentation; the order of the commands and
their files were checked with a plain Tcl interpreter. The Verilog is for the simulators above, and \`archsim check-rtl .\` runs those that are installed.

## Ports
Clock \`aclk\` (rising edge), reset \`aresetn\` (synchronous, active low). Streams have the handshake of AXI4-Stream: a beat moves at a rising edge where \`tvalid\` and
\`tready\` are high, \`tvalid\` never waits for \`tready\`, a beat on offer does not change. \`tlast\` marks the last beat of a run; the next run may follow in the next cycle,
without a reset. A field of several numbers has the first in its lowest bits; \`tdata\` is padded with zeros to whole bytes.

@STREAMS@

## Parameters
@PARAMETERS@

## Runs of the testbench
@REDUCTION@
@SIMULATED@
Cycles are rising edges of \`aclk\` from the one that takes the first input beat to the one that takes the last output beat, both counted, when inputs come without gaps and
outputs are always taken. The testbench compares them exactly.

@RUNS@

## Resources
@RESOURCES@

The tolerance is the relative difference up to which a synthesis agrees with the estimate. What nobody knows has a reason instead of a number.
`;

/** The `README.md` of an exported folder: how to simulate and synthesise it, its streams bit by bit, and what was not checked. */
export function readmeText(design: RtlDesign, manifest: Manifest): string {
  const { name, top, core, part, device, clock, simulated } = manifest;
  const exported = design.whole ?? design;
  return fillTemplate(template, {
    NAME: name,
    TOP: top,
    CORE: core,
    VERSION: manifest.archsimVersion,
    SUMMARY: tableCell(exported.summary),
    TARGET: device === null ? 'no particular device' : tableCell(device),
    CLOCK: String(clock.hz / 1e6),
    PART: part === null ? 'No part is known for the device.' : `The part is \`${part}\`.`,
    STREAMS: exported.streams.map(streamSection).join('\n\n'),
    PARAMETERS: parameterTable(exported),
    SIMULATED: simulated === undefined ? '' : `\nThe top is too large to simulate. The testbench plays \`${simulated.top}\`, which is the same core with these parameters:\n\n${parameterTable(design)}\n`,
    REDUCTION: tableCell(design.reduction),
    RUNS: table(['run', 'cycles', ...design.streams.map((stream) => `beats of \`${portPrefix(stream)}\``)],
      manifest.runs.map((run) => [tableCell(run.label), String(run.cycles), ...design.streams.map((stream) => String(run.beats[stream.name] ?? 0))])),
    RESOURCES: table(['resource', 'expected', 'tolerance', 'quality', 'source'], Object.entries(manifest.resources).map(([kind, resource]) => resourceRow(kind, resource))),
  });
}

function parameterTable({ parameters }: Pick<RtlDesign, 'parameters'>): string {
  return table(['parameter', 'value', 'meaning'], parameters.map((p) => [`\`${p.name}\``, String(p.value), tableCell(p.meaning)]));
}

function streamSection(stream: RtlStream): string {
  const fields = fieldPlaces(stream);
  const used = (fields.at(-1)?.high ?? -1) + 1;
  const rows = fields.map((field) => [`${field.high}:${field.low}`, `\`${field.name}\``, field.count === 1 ? `${field.bits}` : `${field.count} x ${field.bits}`, tableCell(field.meaning)]);
  const padding = used === beatBits(stream) ? [] : [[`${beatBits(stream) - 1}:${used}`, '', `${beatBits(stream) - used}`, stream.direction === 'in' ? 'not looked at' : 'zero']];
  return `\`${portPrefix(stream)}_*\`, ${stream.direction === 'in' ? 'input' : 'output'}, ${beatBits(stream)} bits of \`tdata\`:\n\n${table(['bits', 'field', 'width', 'meaning'], [...rows, ...padding])}`;
}

function resourceRow(kind: string, resource: ManifestResource): readonly string[] {
  return isKnown(resource)
    ? [kind, `${resource.value} ${tableCell(resource.unit)}`, resource.tolerance === 0 ? 'exact' : `${resource.tolerance * 100} %`, resource.quality, tableCell(resource.source)]
    : [kind, 'not known', '', '', tableCell(resource.reason)];
}

function isKnown(resource: ManifestResource): resource is Estimate & { readonly tolerance: number } {
  return (resource satisfies Estimate | NotModelled).value !== null;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(titles), `|${'---|'.repeat(titles.length)}`, ...rows.map(line)].join('\n');
}
