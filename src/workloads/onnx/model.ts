/** What a file of ONNX describes, without the numbers of its weights. */

/** A dimension: a number, a symbol, or unknown. */
export type Dim = number | string | null;

/** Where the bytes of a tensor stand outside of the file. */
export interface ExternalData {
  readonly location: string;
  readonly offset: number;
  /** To the end of the file where it is not given. */
  readonly length: number | null;
}

/** A constant tensor. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  /** Our name of its type, `int4`, ...; of unknown types their number. */
  readonly dtype: string;
  /** Of its numbers as they are stored; null for texts, whose lengths vary. */
  readonly bytes: number | null;
  readonly external: ExternalData | null;
  /** Where it stands in the file. */
  readonly at: number;
  /** The numbers of a small tensor of 64-bit integers, which give shapes; null elsewhere. */
  readonly integers: readonly number[] | null;
}

/** A value that a graph takes, gives or passes on; `dims` is null where its rank is not given. */
export interface OnnxValue {
  readonly name: string;
  readonly dtype: string | null;
  readonly dims: readonly Dim[] | null;
}

export interface OnnxAttribute {
  readonly name: string;
  readonly integer: number | null;
  readonly real: number | null;
  readonly text: string | null;
  readonly integers: readonly number[];
  readonly tensor: OnnxTensor | null;
  readonly graphs: readonly OnnxGraph[];
}

export interface OnnxNode {
  readonly name: string;
  readonly opType: string;
  /** Empty for the operators of ONNX itself. */
  readonly domain: string;
  /** Names of values; an empty one is an input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
  /** Where it stands in the file. */
  readonly at: number;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly values: readonly OnnxValue[];
}

export interface OnnxModel {
  readonly file: string;
  readonly irVersion: number | null;
  readonly producer: string;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly graph: OnnxGraph;
  /** Names of functions that the file defines; their bodies are not read. */
  readonly functions: readonly string[];
}

/** The whole number of an attribute, or the default of the operator. */
export function integerOf(node: OnnxNode, name: string, otherwise: number): number {
  return node.attributes.get(name)?.integer ?? otherwise;
}
