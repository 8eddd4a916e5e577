import type { Document } from '../sim/core/document.js';
import { parseDocument } from '../sim/core/document.js';
import { gathered } from '../sim/core/gathered.js';
import { pathFrom, type Open } from './byte-source.js';
import { checkSweep } from './check.js';
import { metricPath } from './metric.js';
import { readDocument } from './read-document.js';
import type { Axis } from '../sim/model/sweep.js';
import { usualSweepMetrics, type Sweep } from './sweep.js';

/** The sweep of a document, with the experiments that it names read. Throws `InputError` with every problem. */
export function sweepOf(document: Document, open: Open): Sweep {
  const { name, experiments, over, metrics = usualSweepMetrics } = checkSweep(document);
  return {
    name, metrics: metrics.map(metricPath),
    experiments: gathered(experiments, (experiment) => (typeof experiment === 'string' ? readDocument(open(pathFrom(document.file, experiment))) : parseDocument(JSON.stringify(experiment), document.file))),
    axes: over.map((axis) => ({ path: axis.path, values: axis.values, name: axis.name ?? lastPart(axis.path) })),
  };
}

/** An axis as it is typed: `path=a,b,c`, each value JSON if it parses, else text. Undefined for a text without `=` or without values. */
export function axisOf(text: string): Axis | undefined {
  const cut = text.indexOf('=');
  if (cut < 1 || cut === text.length - 1) return undefined;
  const path = text.slice(0, cut);
  const rest = text.slice(cut + 1);
  const list = asJson(rest);
  const values = Array.isArray(list) ? (list as readonly unknown[]) : rest.split(',').map((part) => asJson(part.trim()) ?? part.trim());
  return values.length === 0 ? undefined : { path, name: lastPart(path), values };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
