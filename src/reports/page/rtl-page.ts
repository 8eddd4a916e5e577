import type { Manifest, ManifestStream } from '../../rtl-export/kit/manifest.js';
import type { FabricCounts } from '../../sim/model/device.js';
import { fabricNames } from '../fabric.js';
import { resourcesComparedFigure, resourcesComparedTable, type ComparedResource } from '../figures/resources-compared.js';
import { waveformFigure, waveformTable, type WaveformData } from '../figures/waveform.js';
import { escapeHtml } from '../html.js';
import type { PageMeta } from '../page.js';
import { numberText, percentText, siText } from '../quantity-text.js';
import { htmlDocument } from './document.js';
import { htmlTable, type Cell } from './html-table.js';
import type { RtlCheck } from './rtl-check.js';
import { schematicFigure } from './rtl-page-schematic.js';
import { figure, notice, paragraph, section, type Place } from './section.js';

/** An exported design, and what is known of it besides its manifest. */
export interface RtlExport {
  readonly manifest: Manifest;
  /** Files that are not what was exported any more. */
  readonly changed: readonly string[];
  /** What designs may take of the device; null where it is in no catalogue. */
  readonly available: FabricCounts | null;
  /** What its last checks found, and whether they were of the files that are there now; null where nobody checked it. */
  readonly check: (RtlCheck & { readonly isOfTheseFiles: boolean }) | null;
  /** The streams of the core while it works on the first run, or in a dump of somebody's simulation, which is named; or why they were not recorded. */
  readonly waveform: { readonly data: WaveformData; readonly label: string; readonly file?: string } | { readonly reason: string };
  /** What netlistsvg drew of the top level, as it gave it, or why there is no drawing. */
  readonly schematic: { readonly svg: string } | { readonly reason: string };
}

const mostRows = 200;
const place: Place = { heading: 'h2', of: '' };

/** One HTML file of an exported design: what it is, how many cycles it takes, whether it fits, its streams, and its signals at work. The manifest is in it as JSON in `#archsim-rtl`. */
export function rtlPage(exported: RtlExport, meta: PageMeta): string {
  const { manifest, changed } = exported;
  const body = [
    paragraph(rtlSentence(exported), 'answer'),
    numbers(exported),
    notice(place, 'warning', 'Changed since the export', changed.length > 12 ? [...changed.slice(0, 12), `and ${changed.length - 12} more`] : changed),
    resources(exported),
    checks(exported),
    runs(manifest),
    signals(exported),
    schematic(exported),
    parameters(manifest),
    streams(manifest),
    made(manifest, meta.command),
  ].filter((part) => part !== '').join('\n');
  return htmlDocument({ title: `${manifest.name}: exported Verilog`, body: `<article class="result">\n${body}\n</article>`, data: { 'archsim-rtl': manifest } });
}

/** What the design is, whether it fits, and what it takes, in words. */
export function rtlSentence({ manifest, available }: Pick<RtlExport, 'manifest' | 'available'>): string {
  const { summary, runs: all, clock, device } = manifest;
  const cycles = all.map((run) => run.cycles);
  const [least, most] = [Math.min(...cycles), Math.max(...cycles)];
  const time = all.length === 0 ? '' : ` A problem of the testbench takes ${least === most ? numberText(least) : `${numberText(least)} to ${numberText(most)}`} cycles (${siText(most / clock.hz, 's')}${least === most ? '' : ' at most'} at ${siText(clock.hz, 'Hz')}).`;
  return `${ended(summary)} ${fitSentence(manifest.resources, available, device)}${time}`;
}

/** False where the model has more of a resource than designs may take of the device. */
export function rtlFits({ manifest: { resources: own }, available }: Pick<RtlExport, 'manifest' | 'available'>): boolean {
  return available === null || beyondOf(own, available).length === 0;
}

function beyondOf(own: Manifest['resources'], available: FabricCounts): typeof fabricNames {
  return fabricNames.filter(([key]) => (own[key].value ?? 0) > (available[key] ?? Infinity));
}

/** Whether what the model has fits into what designs may take. */
function fitSentence(own: Manifest['resources'], available: FabricCounts | null, device: string | null): string {
  if (device === null) return 'For no device in particular.';
  if (available === null) return `For ${ended(device)}`;
  const beyond = beyondOf(own, available);
  if (beyond.length > 0) return `It does not fit into ${device}: ${beyond.map(([key, name]) => `${numberText(own[key].value)} of ${numberText(available[key])} ${name}`).join(', ')}.`;
  const shares = fabricNames.flatMap(([key, name]) => (own[key].value !== null && available[key] !== null && available[key] > 0 ? [{ name, share: own[key].value / available[key] }] : []));
  const unknown = fabricNames.filter(([key]) => own[key].value === null).map(([, name]) => name);
  const fullest = shares.reduce<(typeof shares)[number] | null>((a, b) => (a === null || b.share > a.share ? b : a), null);
  const told = fullest === null || fullest.share === 0 ? '' : `: ${fullest.name} at most, ${percentText(fullest.share)}`;
  return unknown.length > 0 ? `What is modelled fits into ${device}${told}; ${unknown.join(' and ')} are not modelled.` : `It fits into ${device}${told}.`;
}

function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function numbers({ manifest }: RtlExport): string {
  const { resources: all, clock, runs: played } = manifest;
  const list: (readonly [string, string, boolean])[] = [
    ...fabricNames.map(([key, name]): readonly [string, string, boolean] => [name, numberText(all[key].value), all[key].value !== null]),
    ['Clock', siText(clock.hz, 'Hz'), true],
    ['Runs of the testbench', numberText(played.length), true],
    ['Beats compared', numberText(manifest.vectors), true],
  ];
  return `<dl class="numbers">${list.map(([name, text, isKnown]) => `<div><dt>${escapeHtml(name)}</dt><dd${isKnown ? '' : ' class="missing"'}>${escapeHtml(text)}</dd></div>`).join('')}</dl>`;
}

/** What the core of the testbench takes: modelled, and synthesised where somebody did. */
function resources({ manifest, check }: RtlExport): string {
  const core = manifest.simulated ?? manifest;
  const synthesis = check?.isOfTheseFiles === true ? check.synthesis : null;
  const compared = fabricNames.map(([key, name]): ComparedResource => {
    const modelled = core.resources[key];
    return { name, modelled: modelled.value, synthesised: synthesis?.counts[key] ?? null, tolerance: modelled.value === null ? 0 : modelled.tolerance };
  });
  const which = manifest.simulated === undefined ? '' : ` Of ${manifest.simulated.top}, the smaller core that the testbench plays.`;
  const how = synthesis === null ? 'Modelled, with the error that the model states. Nobody has synthesised it yet: archsim check-rtl FOLDER --synth compares.' : `Modelled beside what a synthesis took: ${synthesis.tool} for ${synthesis.family}, out of context.`;
  const rows = fabricNames.map(([key, name]): (Cell | string)[] => {
    const own = manifest.resources[key];
    return own.value === null ? [name, 'not modelled', '', own.reason] : [name, numberText(own.value), own.quality, own.source];
  });
  return section(place, 'Resources',
    figure((width) => resourcesComparedFigure(compared, { width, embedStyle: false }), `${how}${which}`, resourcesComparedTable(compared)),
    htmlTable({ label: `Resources of ${manifest.top}`, columns: [{ head: 'Resource', kind: 'text' }, { head: 'Modelled', kind: 'number' }, { head: 'Quality', kind: 'text' }, { head: 'Source, or why not', kind: 'text' }], rows }));
}

/** What elaboration, simulation, lint and synthesis found the last time. */
function checks({ check }: RtlExport): string {
  if (check === null) return section(place, 'Checks', paragraph('Nobody has checked it yet: archsim check-rtl FOLDER elaborates, simulates and lints it, and keeps here what it finds.', 'muted'));
  if (!check.isOfTheseFiles) return section(place, 'Checks', paragraph('The checks that the folder keeps are of other files than those that are there now: run archsim check-rtl FOLDER again.'));
  if (check.tests === null) return section(place, 'Checks', paragraph('It was synthesised, but not simulated: archsim check-rtl FOLDER elaborates, simulates and lints it.', 'muted'));
  const { passed, failed, skipped, cycles, findings } = check.tests;
  const counted = [`${passed} of ${passed + failed} checks passed`, ...(skipped > 0 ? [`${skipped} were skipped`] : []), ...(cycles === null ? [] : ['the simulated netlist takes the cycles that the model says, in every run'])].join('; ');
  const rows = findings.slice(0, mostRows).map(({ check: name, outcome, detail, seconds }) => [name, outcome, detail, siText(seconds, 's')]);
  return section(place, 'Checks', paragraph(`${counted}.`, failed > 0 ? 'bad' : ''),
    htmlTable({ label: 'Checks', columns: [...['Check', 'Outcome', 'What was found'].map((head) => ({ head, kind: 'text' as const })), { head: 'Time', kind: 'number' }], rows }), paragraph(`By archsim ${check.archsimVersion}.`, 'muted'));
}

function runs({ runs: all, reduction, clock, streams: own }: Manifest): string {
  const names = own.map(({ name }) => name);
  const rows = all.slice(0, mostRows).map(({ label, cycles, beats }) => [label, { text: numberText(cycles), value: cycles }, siText(cycles / clock.hz, 's'), ...names.map((name) => numberText(beats[name] ?? null, 'none'))]);
  const columns = [{ head: 'Problem', kind: 'text' as const }, ...['Cycles', 'Time', ...names.map((name) => `Beats of ${name}`)].map((head) => ({ head, kind: 'number' as const }))];
  return rows.length === 0 ? '' : section(place, 'Runs of the testbench', paragraph(reduction), paragraph('Cycles from the edge that takes the first input to the one that takes the last output, where inputs come without gaps and outputs are always taken.', 'muted'),
    all.length > rows.length ? paragraph(`The first ${rows.length} of ${all.length} runs.`, 'muted') : '', htmlTable({ label: 'Runs of the testbench', columns, rows }));
}

function signals({ waveform }: RtlExport): string {
  if ('reason' in waveform) return section(place, 'Signals', paragraph(`The signals were not recorded: ${waveform.reason}`));
  const { data, label, file } = waveform;
  const which = file === undefined ? `at the first cycles of its first run (${label}), simulated from its Verilog` : `in ${file}, from just before its first beat`;
  return section(place, 'Signals', figure((width) => waveformFigure(data, { width, embedStyle: false }), `The streams of the core ${which}. A beat moves where valid and ready are high.`, waveformTable(data)));
}

/** The top level, which scrolls by itself where it is wider than the screen. */
function schematic({ manifest, schematic: drawn }: RtlExport): string {
  const label = `Top level of ${(manifest.simulated ?? manifest).top}`;
  const svg = 'reason' in drawn ? null : schematicFigure(drawn.svg, label);
  if (svg === null) return section(place, 'Top level', paragraph(`There is no drawing of the top level: ${'reason' in drawn ? drawn.reason : 'what was drawn is no plain drawing, or too large.'}`, 'muted'));
  const width = / width="([\d.]+)"/.exec(svg)![1]!;
  return section(place, 'Top level', `<figure><div class="scroll" role="region" aria-label="${escapeHtml(label)}" tabindex="0"><div style="min-width:${width}px">${svg}</div></div><figcaption>The modules of the top level, and what connects them.</figcaption></figure>`);
}

function parameters({ parameters: own }: Manifest): string {
  const rows = own.slice(0, mostRows).map(({ name, value, meaning }) => [name, { text: numberText(value), value }, meaning]);
  return rows.length === 0 ? '' : section(place, 'Parameters', htmlTable({ label: 'Parameters', columns: [{ head: 'Parameter', kind: 'text' }, { head: 'Value', kind: 'number' }, { head: 'Meaning', kind: 'text' }], rows }));
}

function streams({ streams: own }: Manifest): string {
  const rows = own.flatMap((stream) => stream.fields.map((field, i): (Cell | string)[] => [...(i === 0 ? head(stream) : ['', '', '']), field.name, `${field.high}:${field.low}`, field.count === 1 ? `${field.bits} bit` : `${numberText(field.count)} × ${field.bits} bit`, field.meaning]));
  const columns = [...['Stream', 'Direction', 'Ports', 'Field'].map((text) => ({ head: text, kind: 'text' as const })), { head: 'Bits of tdata', kind: 'number' as const }, { head: 'Numbers', kind: 'number' as const }, { head: 'Meaning', kind: 'text' as const }];
  return rows.length === 0 ? '' : section(place, 'Streams', paragraph('With the handshake of AXI4-Stream: tdata, tvalid, tready, and tlast with the last beat of a run.', 'muted'), htmlTable({ label: 'Streams', columns, rows: rows.slice(0, mostRows) }));
}

function head({ name, direction, ports, tdataBits }: ManifestStream): readonly string[] {
  return [name, direction === 'in' ? 'in' : 'out', `${ports}_*, ${numberText(tdataBits)} bit`];
}

function made(manifest: Manifest, command: string): string {
  const list = [
    ['Top module', manifest.top], ['Core', manifest.core], ['Testbench', manifest.testbench], ['Device', manifest.device ?? 'none'], ['Part', manifest.part ?? 'not known'],
    ['Clock period', siText(manifest.clock.periodNs * 1e-9, 's')], ['Files', numberText(Object.keys(manifest.files).length)], ['archsim', manifest.archsimVersion],
  ];
  return section(place, 'How it was made', '<p>The page by</p>', `<pre><code>${escapeHtml(command)}</code></pre>`, htmlTable({ label: 'How it was made', columns: [{ head: 'Of', kind: 'text' }, { head: 'Value', kind: 'text' }], rows: list }));
}
