import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../experiment/version.js';
import type { RtlCheck, RtlFinding, RtlSynthesis } from '../reports/page/rtl-check.js';
import type { RtlResources } from '../rtl-export/kit/design.js';
import { fileDigest } from '../rtl-export/kit/file-digest.js';
import type { Manifest } from '../rtl-export/kit/manifest.js';
import type { Finding } from '../rtl-export/runners/check-design.js';
import { digestOf } from '../sim/core/digest.js';
import { InputError } from '../sim/core/diagnostics.js';
import { damagedDocument } from './report-diagnostics.js';
import { fieldsOf, listOf, number, oneOf, orNull, text } from './report-shape.js';
import { writeWhole } from './write-file.js';

/** The file of an exported folder with what its last checks found. */
export const checkFile = 'archsim-check.json';

const mostBytes = 4 * 2 ** 20;
const counts = { lut: number, ff: number, dsp: number, bram36: number, uram: number };
const maybe = orNull(number);
const checkShape = fieldsOf({
  kind: oneOf('rtl-check'), archsimVersion: text, digest: text,
  tests: orNull(fieldsOf({ passed: number, failed: number, skipped: number, cycles: orNull(listOf(number)), findings: listOf(fieldsOf({ check: text, outcome: oneOf('passed', 'failed', 'skipped'), detail: text, seconds: number })) })),
  synthesis: orNull(fieldsOf({ tool: text, family: text, counts: fieldsOf(counts), modelled: fieldsOf({ lut: maybe, ff: maybe, dsp: maybe, bram36: maybe, uram: maybe }) })),
});

/** What a check depends on: Verilog, also what somebody added, testbenches, and the beats that are played. */
export function checkedDigest(files: ReadonlyMap<string, string>, manifest: Pick<Manifest, 'files'>): string {
  return digestOf([...files].filter(([path]) => /^rtl\/[^/]+\.v$/.test(path) || (/^(?:sim|engine)\//.test(path) && Object.hasOwn(manifest.files, path))).map(([path, content]) => [path, fileDigest(content)]).sort(([a], [b]) => (a! < b! ? -1 : 1)));
}

/** What the folder keeps of its last checks; null where there is nothing. Throws `report/damaged` for a file that is not whole. */
export function readCheck(folder: string): RtlCheck | null {
  const path = join(folder, checkFile);
  if (!existsSync(path)) return null;
  const value = statSync(path).size > mostBytes ? undefined : parsed(readFileSync(path, 'utf8'));
  const wrong = checkShape(value, '');
  if (wrong !== null) throw new InputError([damagedDocument('the checks of an export', wrong, path)]);
  return value as RtlCheck;
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return undefined;
  }
}

/** What was found of a folder with these files. */
export interface Checked {
  readonly files: ReadonlyMap<string, string>;
  readonly manifest: Manifest;
  readonly resources: RtlResources;
  /** Of elaboration, simulation and lint; null where these were not asked for. */
  readonly tests: readonly Finding[] | null;
  /** Of a synthesis; null where none was asked for. */
  readonly synthesis: readonly Finding[] | null;
}

/** Keeps what was found in the folder, written aside and renamed. What was not asked for this time stays as it was, if it is of the same files. Throws `file/unwritable`. */
export function keepCheck(folder: string, { files, manifest, resources, tests, synthesis }: Checked): void {
  const digest = checkedDigest(files, manifest);
  const before = earlier(folder, digest);
  const check: RtlCheck = {
    kind: 'rtl-check', archsimVersion: version, digest,
    tests: tests === null ? before?.tests ?? null : testsOf(tests, manifest),
    synthesis: synthesis === null ? before?.synthesis ?? null : synthesisOf(synthesis, resources),
  };
  writeWhole(join(folder, checkFile), `${JSON.stringify(check, null, 2)}\n`);
}

function earlier(folder: string, digest: string): RtlCheck | null {
  try {
    const before = readCheck(folder);
    return before?.digest === digest ? before : null;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function testsOf(findings: readonly Finding[], manifest: Manifest): NonNullable<RtlCheck['tests']> {
  const count = (outcome: Finding['outcome']): number => findings.filter((one) => one.outcome === outcome).length;
  const isExact = findings.some(({ check, outcome }) => check === 'netlist simulation' && outcome === 'passed');
  return {
    passed: count('passed'), failed: count('failed'), skipped: count('skipped'), cycles: isExact ? manifest.runs.map(({ cycles }) => cycles) : null,
    findings: findings.map(({ check, outcome, detail, seconds }): RtlFinding => ({ check, outcome, detail, seconds })),
  };
}

/** The counts that model and synthesis were compared by; null where one of them is missing, as after a synthesis that failed. */
function synthesisOf(findings: readonly Finding[], resources: RtlResources): RtlSynthesis | null {
  const found = findings.flatMap(({ synthesised }) => (synthesised === undefined ? [] : [synthesised]));
  const [lut, ff, dsp, bram36, uram] = (['lut', 'ff', 'dsp', 'bram36', 'uram'] as const).map((name) => found.find(({ resource }) => resource === name));
  if (lut === undefined || ff === undefined || dsp === undefined || bram36 === undefined || uram === undefined) return null;
  const modelled = (name: keyof RtlResources): number | null => resources[name].value;
  return {
    tool: lut.tool, family: lut.family, counts: { lut: lut.count, ff: ff.count, dsp: dsp.count, bram36: bram36.count, uram: uram.count },
    modelled: { lut: modelled('lut'), ff: modelled('ff'), dsp: modelled('dsp'), bram36: modelled('bram36'), uram: modelled('uram') },
  };
}
