import { tclWord } from './plain-text.js';
import { parseReportsScript } from './tcl-parser.js';
import { fillTemplate } from './template.js';

/** What the scripts for Vivado are about. Paths are relative to the exported folder, with `/`. */
export interface VivadoBuild {
  /** The export's name, an identifier: what the packaged core is called. */
  readonly name: string;
  readonly top: string;
  readonly summary: string;
  /** The part to build for, or null where none is known; a script takes another one as its argument. */
  readonly part: string | null;
  readonly periodNs: string;
  readonly sources: readonly string[];
  readonly constraints: string;
  readonly version: string;
}

const untested = `# This script was not run with Vivado. Its commands, their order and their files were checked with a plain Tcl interpreter; if Vivado refuses
# one of them, its message is the truth.`;

const start = `set root [file normalize [file join [file dirname [info script]] ..]]
source [file join $root scripts parse_reports.tcl]

set top  @TOP@
set part @PART@
if {[info exists argv] && [llength $argv] > 0} {
    set part [lindex $argv 0]
}
if {$part eq ""} {
    archsim_fail "no part is known for the device: give one, as in -tclargs xcu280-fsvh2892-2L-e"
}
`;

const synthesis = `set period  @PERIOD@
set reports [file join $root reports]

file mkdir $reports
foreach stage {@STAGES@} {
    file delete -force [file join $reports \${stage}_utilization.rpt] [file join $reports \${stage}_timing.rpt] [file join $reports $stage.dcp]
}

# Writes the reports and the checkpoint of a stage.
proc archsim_write_reports {stage} {
    global reports
    report_utilization -file [file join $reports \${stage}_utilization.rpt]
    report_timing_summary -file [file join $reports \${stage}_timing.rpt]
    write_checkpoint -force [file join $reports $stage.dcp]
}

archsim_step "reading the sources" {
    read_verilog [list \\
        @SOURCES@
    ]
    read_xdc -mode out_of_context [file join $root @CONSTRAINTS@]
}
archsim_step "synthesis" {
    synth_design -top $top -part $part -mode out_of_context
}
archsim_step "reports of the synthesis" {
    archsim_write_reports synth
}
`;

const summary = 'archsim_summary [file join $reports @STAGE@_utilization.rpt] [file join $reports @STAGE@_timing.rpt] $period\n';

const synthTemplate = `# Synthesises @TITLE@ out of context with Vivado, without a project. Made by archsim @VERSION@.
#
#   vivado -mode batch -source scripts/synth_ooc.tcl [-tclargs PART]
#
@UNTESTED@
#
# Writes reports/synth_utilization.rpt, reports/synth_timing.rpt and reports/synth.dcp, prints one KEY=VALUE line a resource, and ends with
# exit code 1 where a step fails or a report is missing. Timing is between registers: ports have no delays out of context.

${start}${synthesis}${summary}`;

const buildTemplate = `# Synthesises, places and routes @TITLE@ out of context with Vivado, without a project. Made by archsim @VERSION@.
#
#   vivado -mode batch -source scripts/build.tcl [-tclargs PART]
#
@UNTESTED@
#
# Writes the reports and checkpoints of both stages, reports/synth* and reports/route*, prints one KEY=VALUE line a resource for the routed
# design, and ends with exit code 1 where a step fails or a report is missing. Timing is between registers: ports have no delays out of context.

${start}${synthesis}archsim_step "optimisation" {
    opt_design
}
archsim_step "placement" {
    place_design
}
archsim_step "routing" {
    route_design
}
archsim_step "reports of the routed design" {
    archsim_write_reports route
}
${summary}`;

const packageTemplate = `# Packages @TITLE@ as a core for Vivado's IP integrator, in the folder ip. Made by archsim @VERSION@.
#
#   vivado -mode batch -source scripts/package_ip.tcl [-tclargs PART]
#
@UNTESTED@
#
# The bus interfaces come from the X_INTERFACE attributes of the wrapper. Ends with exit code 1 where a step fails.

${start}
archsim_step "the project" {
    create_project -force @NAME@_ip [file join $root ip_project] -part $part
    add_files -norecurse [list \\
        @SOURCES@
    ]
    set_property top $top [current_fileset]
    update_compile_order -fileset sources_1
}
archsim_step "packaging" {
    ipx::package_project -root_dir [file join $root ip] -vendor user.org -library user -taxonomy /UserIP -import_files -force
    set_property name @NAME@ [ipx::current_core]
    set_property display_name @NAME@ [ipx::current_core]
    set_property description @DESCRIPTION@ [ipx::current_core]
    set_property version 1.0 [ipx::current_core]
    set_property core_revision 1 [ipx::current_core]
    ipx::create_xgui_files [ipx::current_core]
    ipx::update_checksums [ipx::current_core]
    ipx::check_integrity [ipx::current_core]
    ipx::save_core [ipx::current_core]
}
archsim_step "closing the project" {
    close_project
}
puts "IP=[file join $root ip component.xml]"
`;

/** The scripts for Vivado by path: synthesis out of context, the whole build, packaging, and the reader of reports that they share. */
export function vivadoScripts(build: VivadoBuild): ReadonlyMap<string, string> {
  const common = {
    TITLE: build.top,
    VERSION: build.version,
    UNTESTED: untested,
    TOP: build.top,
    PART: build.part === null ? '""' : tclWord(build.part),
    SOURCES: build.sources.map((path) => `${joined(path)} \\`).join('\n'),
  };
  const flow = { ...common, PERIOD: build.periodNs, CONSTRAINTS: words(build.constraints) };
  return new Map([
    ['scripts/synth_ooc.tcl', fillTemplate(synthTemplate, { ...flow, STAGES: 'synth', STAGE: 'synth' })],
    ['scripts/build.tcl', fillTemplate(buildTemplate, { ...flow, STAGES: 'synth route', STAGE: 'route' })],
    ['scripts/package_ip.tcl', fillTemplate(packageTemplate, { ...common, NAME: tclWord(build.name), DESCRIPTION: tclWord(build.summary) })],
    ['scripts/parse_reports.tcl', parseReportsScript(build.version)],
  ]);
}

function joined(path: string): string {
  return `[file join $root ${words(path)}]`;
}

function words(path: string): string {
  return path.split('/').map(tclWord).join(' ');
}
