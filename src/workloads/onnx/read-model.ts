import { InputError } from '../../sim/core/diagnostics.js';
import type { ByteSource } from '../tensors/tensor.js';
import { notAModel } from './diagnostics.js';
import type { Dim, OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from './model.js';
import { nested, readTensorProto } from './read-tensor.js';
import { elementType } from './tensor-types.js';
import { wireReader, type WireField, type WireReader } from './wire.js';

const most = { nodes: 1_000_000, tensors: 1_000_000, values: 1_000_000, names: 100_000, attributes: 1000, numbers: 1_000_000, graphDepth: 16, opsets: 1000, functions: 10_000, graphs: 1000 } as const;

/** True where the bytes begin as a model does: the version of the format (field 1, a small number), a text of the producer, or the graph. */
export function looksLikeOnnx(start: Uint8Array): boolean {
  return (start[0] === 0x08 && start[1] !== undefined && start[1] > 0 && start[1] < 0x40) || start[0] === 0x3a;
}

/**
 * The ModelProto of a file (onnx.proto, IR versions 3 to 13): graphs, nodes and constants with their dimensions, types and sizes. The numbers
 * of weights are not read. Unknown fields are skipped, as the format asks. Throws `onnx/...` problems with the byte.
 */
export function readOnnx(source: ByteSource): OnnxModel {
  const reader = wireReader(source);
  let irVersion: number | null = null;
  let producer = '';
  let graph: OnnxGraph | null = null;
  const opsets: { domain: string; version: number }[] = [];
  const functions: string[] = [];
  reader.message(0, source.size, (field) => {
    switch (field.number) {
      case 1: irVersion = field.value; break;
      case 2: producer = `${reader.text(field)}${producer === '' ? '' : ` ${producer}`}`; break;
      case 3: producer = `${producer}${producer === '' ? '' : ' '}${reader.text(field)}`; break;
      case 7: graph = readGraph(reader, field, 0); break;
      case 8:
        opsets.push(readOpset(reader, field));
        if (opsets.length > most.opsets) reader.limit(field.at, 'operator sets', most.opsets);
        break;
      case 25:
        functions.push(readFunctionName(reader, field));
        if (functions.length > most.functions) reader.limit(field.at, 'functions', most.functions);
        break;
    }
  });
  if (graph === null || irVersion === null) throw new InputError([notAModel(source.name)]);
  return { file: source.name, irVersion, producer, opsets, graph, functions };
}

function readOpset(reader: WireReader, field: WireField): { domain: string; version: number } {
  const opset = { domain: '', version: 0 };
  nested(reader, field, (f) => {
    if (f.number === 1) opset.domain = reader.text(f);
    if (f.number === 2) opset.version = f.value;
  });
  return opset;
}

function readFunctionName(reader: WireReader, field: WireField): string {
  let name = '';
  nested(reader, field, (f) => { if (f.number === 1) name = reader.text(f); });
  return name;
}

function readGraph(reader: WireReader, field: WireField, depth: number): OnnxGraph {
  if (depth > most.graphDepth) reader.limit(field.at, 'graphs inside of each other', most.graphDepth);
  let name = '';
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  const values: OnnxValue[] = [];
  nested(reader, field, (f) => {
    switch (f.number) {
      case 1: put(reader, f, nodes, readNode(reader, f, depth), 'nodes'); break;
      case 2: name = reader.text(f); break;
      case 5: put(reader, f, initializers, readTensorProto(reader, f), 'tensors'); break;
      case 11: put(reader, f, inputs, readValue(reader, f), 'values'); break;
      case 12: put(reader, f, outputs, readValue(reader, f), 'values'); break;
      case 13: put(reader, f, values, readValue(reader, f), 'values'); break;
      case 15: put(reader, f, initializers, readSparse(reader, f), 'tensors'); break;
    }
  });
  return { name, nodes, initializers, inputs, outputs, values };
}

function put<T>(reader: WireReader, field: WireField, list: T[], item: T, what: 'nodes' | 'tensors' | 'values'): void {
  if (list.length >= most[what]) reader.limit(field.at, what, most[what]);
  list.push(item);
}

/** A SparseTensorProto counts as its values, with the bytes of values and indices. */
function readSparse(reader: WireReader, field: WireField): OnnxTensor {
  let values: OnnxTensor | null = null;
  let bytes = 0;
  nested(reader, field, (f) => {
    if (f.number !== 1 && f.number !== 2) return;
    const tensor = readTensorProto(reader, f);
    bytes += tensor.bytes ?? 0;
    if (f.number === 1) values = tensor;
  });
  if (values === null) return reader.fail(field.at, 'a sparse tensor must have values');
  return { ...(values as OnnxTensor), bytes };
}

function readNode(reader: WireReader, field: WireField, depth: number): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  let [name, opType, domain] = ['', '', ''];
  nested(reader, field, (f) => {
    switch (f.number) {
      case 1: inputs.push(reader.text(f)); break;
      case 2: outputs.push(reader.text(f)); break;
      case 3: name = reader.text(f); break;
      case 4: opType = reader.text(f); break;
      case 5: {
        const attribute = readAttribute(reader, f, depth);
        attributes.set(attribute.name, attribute);
        break;
      }
      case 7: domain = reader.text(f); break;
    }
    if (inputs.length + outputs.length > most.names) reader.limit(f.at, 'inputs and outputs of a node', most.names);
    if (attributes.size > most.attributes) reader.limit(f.at, 'attributes of a node', most.attributes);
  });
  return { name, opType, domain: domain === 'ai.onnx' ? '' : domain, inputs, outputs, attributes, at: field.at };
}

function readAttribute(reader: WireReader, field: WireField, depth: number): OnnxAttribute {
  const integers: number[] = [];
  const graphs: OnnxGraph[] = [];
  let name = '';
  let integer: number | null = null;
  let real: number | null = null;
  let text: string | null = null;
  let tensor: OnnxTensor | null = null;
  nested(reader, field, (f) => {
    switch (f.number) {
      case 1: name = reader.text(f); break;
      case 2: real = reader.single(f); break;
      case 3: integer = f.value; break;
      // Texts of attributes may be long; only short ones are names of modes.
      case 4: text = f.end - f.start <= 1024 ? reader.text(f) : null; break;
      case 5: tensor = readTensorProto(reader, f); break;
      case 6: case 11:
        graphs.push(readGraph(reader, f, depth + 1));
        if (graphs.length > most.graphs) reader.limit(f.at, 'graphs of an attribute', most.graphs);
        break;
      case 8:
        for (const n of reader.integers(f, most.numbers)) integers.push(n);
        if (integers.length > most.numbers) reader.limit(f.at, 'numbers of an attribute', most.numbers);
        break;
    }
  });
  return { name, integer, real, text, integers, tensor, graphs };
}

/** A ValueInfoProto: tensors have an element type and perhaps a shape; other types have neither. */
function readValue(reader: WireReader, field: WireField): OnnxValue {
  let name = '';
  let dtype: string | null = null;
  let dims: readonly Dim[] | null = null;
  nested(reader, field, (f) => {
    if (f.number === 1) name = reader.text(f);
    if (f.number !== 2) return;
    nested(reader, f, (type) => {
      if (type.number !== 1) return;
      nested(reader, type, (part) => {
        if (part.number === 1) dtype = elementType(part.value).name;
        if (part.number === 2) dims = readShape(reader, part);
      });
    });
  });
  return { name, dtype, dims };
}

function readShape(reader: WireReader, field: WireField): readonly Dim[] {
  const dims: Dim[] = [];
  nested(reader, field, (f) => {
    if (f.number !== 1) return;
    let dim: Dim = null;
    nested(reader, f, (d) => {
      if (d.number === 1) dim = Number.isSafeInteger(d.value) && d.value >= 0 ? d.value : null;
      if (d.number === 2) dim = reader.text(d);
    });
    if (dims.length >= 64) reader.limit(f.at, 'dimensions', 64);
    dims.push(dim === '' ? null : dim);
  });
  return dims;
}
