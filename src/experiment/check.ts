import { InputError, type Problem } from '../sim/core/diagnostics.js';
import type { Document, Place } from '../sim/core/document.js';
import { childPointer, valueAt } from '../sim/core/pointer.js';
import { moreProblems, tooManyOps, wrongKind } from './diagnostics.js';
import { fileKind, type FileKind } from './file-kind.js';
import { findingsOf, type Finding } from './findings.js';
import { placeOf, withPlace } from './place.js';
import type { DeviceInput } from './schema/device.js';
import type { ExperimentInput } from './schema/experiment.js';
import type { GraphInput } from './schema/graph.js';
import type { MeasurementsInput } from './schema/measurements.js';
import type { ResultInput } from './schema/result.js';
import type { SchemeInput } from './schema/scheme.js';
import type { SweepInput } from './schema/sweep.js';
import { collapseUnions } from './unions.js';
import * as validators from './validators.js';

/** Problems that one error lists; the rest is counted. */
const maxListed = 50;
/** Ops of a whole graph, those of a repeated layer counted once. */
const maxGraphOps = 10_000;

/**
 * The value as an experiment. `value` is the document's own unless parts of it were set; `at` is its pointer in the document where it is only a part.
 * Throws every problem (`spec/...`) in the order of the text; those of set values have no place and say `(set)`.
 */
export function checkExperiment(document: Document, value: unknown = document.value, at = ''): ExperimentInput {
  refuseOthers('experiment', document, value, at);
  if (validators.experiment(value)) return value as ExperimentInput;
  const own = findingsOf(collapseUnions(validators.experiment.errors ?? []), at);
  return fail([...own, ...parameterFindings(value, at)], document, value, at);
}

/** The value as a user's own device. Parameters and problems as in `checkExperiment`. */
export function checkDevice(document: Document, value: unknown = document.value, at = ''): DeviceInput {
  refuseOthers('device', document, value, at);
  demand(validators.device, document, value, at);
  return value as DeviceInput;
}

/** The value as a quantisation scheme. Parameters and problems as in `checkExperiment`. */
export function checkScheme(document: Document, value: unknown = document.value, at = ''): SchemeInput {
  refuseOthers('scheme', document, value, at);
  demand(validators.scheme, document, value, at);
  return value as SchemeInput;
}

/** The value as a graph that a user wrote. Parameters and problems as in `checkExperiment`. */
export function checkGraph(document: Document, value: unknown = document.value, at = ''): GraphInput {
  demand(validators.graph, document, value, at);
  const graph = value as GraphInput;
  const ops = graph.layers.reduce((sum, layer) => sum + layer.ops.length, 0);
  if (ops > maxGraphOps) {
    const pointer = childPointer(at, 'layers');
    fail([{ pointer, part: 'value', problem: () => tooManyOps(pointer, ops, maxGraphOps) }], document, value, at);
  }
  return graph;
}

/** A document as a sweep. Problems as in `checkExperiment`. */
export function checkSweep(document: Document): SweepInput {
  demand(validators.sweep, document, document.value, '');
  return document.value as SweepInput;
}

/** A document as measurements. Problems as in `checkExperiment`. */
export function checkMeasurements(document: Document): MeasurementsInput {
  refuseOthers('measurements', document, document.value, '');
  demand(validators.measurements, document, document.value, '');
  return document.value as MeasurementsInput;
}

/** A document as a result that `archsim run --json` wrote. Problems as in `checkExperiment`. */
export function checkResult(document: Document): ResultInput {
  demand(validators.result, document, document.value, '');
  return document.value as ResultInput;
}

/** The value as parameters of an architecture family that is registered. Problems as in `checkExperiment`. */
export function checkParameters(family: string, document: Document, value: unknown, at: string): void {
  const validator = validators.families[family];
  if (validator === undefined) throw new Error(`no validator was compiled for the architecture family ${family}`);
  demand(validator, document, value, at);
}

/** What is wrong with the parameters of an experiment that has other problems too, so that one look shows them all. */
function parameterFindings(value: unknown, at: string): readonly Finding[] {
  const family = valueAt(value, '/architecture/family');
  const parameters = valueAt(value, '/architecture/parameters');
  const validator = typeof family === 'string' ? validators.families[family] : undefined;
  if (validator === undefined || typeof parameters !== 'object' || parameters === null || validator(parameters)) return [];
  return findingsOf(collapseUnions(validator.errors ?? []), `${at}/architecture/parameters`);
}

const wantedWords = { experiment: 'an experiment', device: 'a device', scheme: 'a scheme', measurements: 'a table of measurements' } as const;

/** A file of another kind gets that one problem, and not one for each of its fields. */
function refuseOthers(wanted: 'experiment' | 'device' | 'scheme' | 'measurements', document: Document, value: unknown, at: string): void {
  const kind: FileKind | undefined = fileKind(value);
  if (kind === undefined || kind === wanted) return;
  const pointer = ['kind', 'model_type'].map((key) => childPointer(at, key)).find((p) => valueAt(value, p.slice(at.length)) !== undefined) ?? at;
  fail([{ pointer, part: 'value', problem: () => wrongKind(pointer, kind, wantedWords[wanted]) }], document, value, at);
}

/** Throws where the value breaks a rule of the validator: every problem, with its place. `at` is the pointer of the value in the document. */
export function demand(validator: validators.Validator, document: Document, value: unknown, at: string): void {
  if (validator(value)) return;
  fail(findingsOf(collapseUnions(validator.errors ?? []), at), document, value, at);
}

function fail(findings: readonly Finding[], document: Document, value: unknown, at: string): never {
  const placed = findings.map((finding) => ({ finding, place: placeOf(finding.pointer, finding.part, document, value, at) })).sort(byPlace);
  const listed: Problem[] = placed.slice(0, maxListed).map(({ finding, place }) => withPlace(finding.problem(), place, document));
  if (placed.length > maxListed) listed.push({ ...moreProblems(placed.length - maxListed), file: document.file });
  throw new InputError(listed);
}

interface Placed {
  readonly finding: Finding;
  readonly place: Place | undefined;
}

/** By line and column; what has no place comes last, in the order of its pointers. */
function byPlace(a: Placed, b: Placed): number {
  if (a.place !== undefined && b.place !== undefined) return a.place.line - b.place.line || a.place.column - b.place.column;
  if (a.place !== undefined) return -1;
  if (b.place !== undefined) return 1;
  return a.finding.pointer < b.finding.pointer ? -1 : a.finding.pointer > b.finding.pointer ? 1 : 0;
}
