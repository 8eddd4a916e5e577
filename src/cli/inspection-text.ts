import picocolors from 'picocolors';
import { problemText } from '../sim/core/diagnostics.js';
import { bitsPerWeight } from '../sim/model/quantization.js';
import { inputText, numberText, siText } from '../reports/quantity-text.js';
import { printable, wrapped } from '../reports/text/plain-text.js';
import { tableLinesWithin } from '../reports/text/table.js';
import type { Inspection } from '../workloads/checkpoint/inspection.js';

export interface InspectionTextOptions {
  readonly colour: boolean;
  /** Columns of the terminal; fewer than 60 are taken as 60. */
  readonly width: number;
  readonly everyTensor: boolean;
}

/** Rows of a table that are shown unless everything is asked for. */
const mostTensors = 20;
const mostOps = 60;
const mostLines = 20;

/** What `archsim inspect` prints: the model, its formats, its ops, its tensors, what is not understood. No line end of its own. */
export function inspectionText(inspection: Inspection, { colour, width, everyTensor }: InspectionTextOptions): string {
  const columns = Number.isFinite(width) ? Math.max(60, Math.floor(width)) : 80;
  const { bold, dim } = picocolors.createColors(colour);
  const lines = headLines(inspection).flatMap((line, i) => wrapped(printable(line), columns).map((part) => (i === 0 ? bold(part) : part)));
  const table = (title: string, head: readonly string[], rows: readonly (readonly string[])[], most: number): void => {
    if (rows.length === 0) return;
    const shown = rows.slice(0, most);
    const [names = '', rule = '', ...body] = tableLinesWithin(columns, head, shown);
    lines.push('', bold(title), names, dim(rule), ...body);
    if (shown.length < rows.length) lines.push(dim(`and ${rows.length - shown.length} more`));
  };
  table('By format', ['format', 'tensors', 'bytes', 'weights', 'bits/weight'], inspection.formats.map((f) => [f.format, numberText(f.tensors), siText(f.bytes, 'B'), numberText(f.weights, '–'), bitsText(f.bitsPerWeight)]), mostOps);
  table('By op', ['op', 'count', 'format', 'weights', 'bytes', 'bits/weight', 'in the scheme'],
    inspection.ops.map((o) => [o.op, numberText(o.count), o.formats.join(', '), numberText(o.weights, '–'), siText(o.bytes, 'B', '–'), bitsText(o.bitsPerWeight), bitsText(o.schemeBitsPerWeight)]), everyTensor ? Infinity : mostOps);
  const tensors = everyTensor ? inspection.tensors : [...inspection.tensors].sort((a, b) => b.bytes - a.bytes);
  table(everyTensor || tensors.length <= mostTensors ? 'Tensors' : `The largest ${mostTensors} of ${tensors.length} tensors (all with --tensors)`, ['tensor', 'type', 'shape', 'bytes', 'role'],
    tensors.map((t) => [t.name, t.type, t.shape.join(' x '), siText(t.bytes, 'B'), roleText(t)]), everyTensor ? Infinity : mostTensors);
  const list = (title: string, items: readonly string[]): void => {
    if (items.length === 0) return;
    lines.push('', bold(title), ...items.slice(0, mostLines).flatMap((item) => wrapped(printable(`- ${item}`), columns, '  ')));
    if (items.length > mostLines) lines.push(dim(`and ${items.length - mostLines} more`));
  };
  list('Not understood', inspection.notUnderstood);
  list('Files and configuration differ', inspection.mismatches.map(problemText));
  list('Notes', inspection.notes);
  return lines.join('\n');
}

function headLines({ name, kind, files, tensorBytes, tensors, weights, bitsPerWeight: bits, model, modelAbsent, quantization, scheme }: Inspection): readonly string[] {
  const size = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const counts = tensors.length === 0 ? '' : `, ${numberText(tensors.length)} tensors of ${siText(tensorBytes, 'B')}`;
  return [
    `${name}: ${kind}, ${files.length === 1 ? 'one file' : `${files.length} files`} of ${siText(size, 'B')}${counts}`,
    model === null ? `No model: ${modelAbsent ?? 'unknown'}` : `Model: ${model}`,
    ...(weights === null ? [] : [`Weights: ${numberText(weights)} in ${inputText(bits)} bits each, scales and tables included`]),
    ...(quantization === null ? [] : [`Quantised with ${quantization}`]),
    ...(scheme === null ? [] : [`Scheme: weights ${scheme.weights.type.name} of ${inputText(bitsPerWeight(scheme.weights))} bits, activations ${scheme.activations.name}, cache ${scheme.kvCache.name}`]),
  ];
}

function bitsText(bits: number | null): string {
  return bits === null ? '–' : inputText(bits);
}

function roleText({ ops, role, layer }: Inspection['tensors'][number]): string {
  const where = layer === null ? '' : ` of layer ${layer}`;
  return role === null && ops.length === 0 ? '' : `${ops.join(' + ')}${role === null || role === 'weight' ? '' : ` ${role}`}${where}`.trim();
}
