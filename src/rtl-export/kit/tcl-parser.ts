import { fillTemplate } from './template.js';

const template = `# Reads the reports of a build and prints one KEY=VALUE line a resource. Made by archsim @VERSION@.
#
#   tclsh scripts/parse_reports.tcl reports/synth_utilization.rpt reports/synth_timing.rpt PERIOD_NS
#   vivado -mode batch -source scripts/synth_ooc.tcl      calls it by itself
#
# This script was not run with Vivado: its rules were checked with a plain Tcl interpreter on tables of the form that report_utilization writes.
#
# LUT and FF are "CLB LUTs" or "Slice LUTs" and "CLB Registers" or "Slice Registers". BRAM36 and BRAM18 are the rows RAMB36/FIFO and RAMB18;
# BRAM_TILE counts two RAMB18 as one. NA is what the report has no row for, such as URAM of a device without.
# FMAX_MHZ = 1000 / (PERIOD_NS - WNS_NS), from the worst setup slack; WPWS_NS is the worst slack of the pulse widths, which also bounds the clock.

proc archsim_fail {message} {
    puts stderr "ARCHSIM FAIL $message"
    exit 1
}

# Runs a script in the caller's frame; an error ends everything with exit code 1 and says in which step it was.
proc archsim_step {what script} {
    if {[catch {uplevel 1 $script} message]} {
        archsim_fail "$what: $message"
    }
}

# The text of a report, or the reason why there is none.
proc archsim_report {path what} {
    if {![file exists $path]} {
        archsim_fail "$what is missing: nothing wrote $path, so the step before it stopped early; the reason is in vivado.log"
    }
    if {[catch {open $path r} file]} {
        archsim_fail "$what cannot be read: $file"
    }
    set text [read $file]
    close $file
    if {[string trim $text] eq ""} {
        archsim_fail "$what is empty: $path was opened and not written, as when the disk is full or the design is not open"
    }
    return $text
}

# A number as reports have it, also with a decimal comma; NA where it is none.
proc archsim_number {text} {
    set number [string map {, .} [string trim $text]]
    if {[string is double -strict $number] && [string is digit -strict [string index $number end]]} {
        return $number
    }
    return NA
}

# LUT 12 FF 34 ... from the first row of each kind in the tables of report_utilization.
proc archsim_utilization {text} {
    set kinds {
        LUT       {^(CLB|Slice) LUTs$}
        FF        {^((CLB|Slice) )?Registers$}
        DSP       {^DSPs?( Slices)?$}
        BRAM_TILE {^Block RAM Tile$}
        BRAM36    {^RAMB36(/FIFO)?$}
        BRAM18    {^RAMB18$}
        URAM      {^URAM$}
    }
    foreach {key pattern} $kinds {
        set found($key) NA
    }
    set column 2
    foreach line [split $text \\n] {
        set cells {}
        foreach cell [split $line |] {
            lappend cells [string trim $cell]
        }
        if {[llength $cells] < 4} {
            continue
        }
        if {[lindex $cells 1] eq "Site Type" && [lsearch -exact $cells Used] > 0} {
            set column [lsearch -exact $cells Used]
            continue
        }
        set site [string trimright [lindex $cells 1] *]
        foreach {key pattern} $kinds {
            if {$found($key) eq "NA" && [regexp -- $pattern $site]} {
                set found($key) [archsim_number [lindex $cells $column]]
            }
        }
    }
    set values {}
    foreach {key pattern} $kinds {
        lappend values $key $found($key)
    }
    return $values
}

# WNS_NS and WPWS_NS from the design timing summary: the first and the ninth number under its titles.
proc archsim_slacks {text} {
    set titles 0
    foreach line [split $text \\n] {
        if {[regexp {^\\s*WNS\\(ns\\)\\s+TNS\\(ns\\)} $line]} {
            set titles 1
        } elseif {$titles && [regexp {^[\\s-]*$} $line] == 0} {
            set numbers [regexp -all -inline {\\S+} $line]
            return [list WNS_NS [archsim_number [lindex $numbers 0]] WPWS_NS [archsim_number [lindex $numbers 8]]]
        }
    }
    return {}
}

# Prints everything that the reports say. A report that is missing, empty or of another form is a failure.
proc archsim_summary {utilization timing period} {
    set values [archsim_utilization [archsim_report $utilization "the utilisation report"]]
    array set found $values
    if {$found(LUT) eq "NA" || $found(FF) eq "NA"} {
        archsim_fail "the utilisation report $utilization has no row for LUTs or registers: it is no table of report_utilization"
    }
    foreach {key value} $values {
        puts "$key=$value"
    }
    if {$timing eq ""} {
        return
    }
    set slacks [archsim_slacks [archsim_report $timing "the timing report"]]
    if {[llength $slacks] == 0} {
        archsim_fail "the timing report $timing has no design timing summary: it is none of report_timing_summary"
    }
    array set found $slacks
    set fmax NA
    if {$found(WNS_NS) eq "NA"} {
        puts stderr "the timing report $timing gives no setup slack: no path between registers has a clock, so look whether the constraints were read"
    } elseif {$period - $found(WNS_NS) > 0} {
        set fmax [format %.2f [expr {1000.0 / ($period - $found(WNS_NS))}]]
    }
    puts "PERIOD_NS=$period"
    puts "WNS_NS=$found(WNS_NS)"
    puts "WPWS_NS=$found(WPWS_NS)"
    puts "FMAX_MHZ=$fmax"
}

# Only where this file itself is what Tcl runs, not where another script sources it.
if {[info exists argv0] && [file normalize $argv0] eq [file normalize [info script]]} {
    if {[llength $argv] != 1 && [llength $argv] != 3} {
        archsim_fail "usage: parse_reports.tcl UTILIZATION_REPORT \\[TIMING_REPORT PERIOD_NS\\]"
    }
    if {[llength $argv] == 3 && [archsim_number [lindex $argv 2]] eq "NA"} {
        archsim_fail "PERIOD_NS is a number of nanoseconds, not \\"[lindex $argv 2]\\""
    }
    archsim_summary [lindex $argv 0] [lindex $argv 1] [lindex $argv 2]
}
`;

/** `scripts/parse_reports.tcl`: what the reports of Vivado say, one KEY=VALUE line a resource; the other scripts source it. */
export function parseReportsScript(version: string): string {
  return fillTemplate(template, { VERSION: version });
}
