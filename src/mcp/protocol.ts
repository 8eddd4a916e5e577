/** Versions of the Model Context Protocol that are spoken, the newest first. */
export const protocolVersions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'] as const;
export type ProtocolVersion = (typeof protocolVersions)[number];

/** The version that is spoken with a client that asks for one: the same where it is known, else the newest. */
export function negotiated(asked: string): ProtocolVersion {
  return protocolVersions.find((version) => version === asked) ?? protocolVersions[0];
}

/** True where clients know results with structure; before 2025-06-18 they know text alone. */
export function hasStructure(version: ProtocolVersion): boolean {
  return version >= '2025-06-18';
}

export const limits = {
  /** Bytes of one message. */
  messageBytes: 32 * 2 ** 20,
  /** Objects and lists inside each other in the arguments of a tool, and values that they have. */
  depth: 80,
  values: 400_000,
  /** Characters of the text of an answer and of its data. */
  answerCharacters: 4 * 2 ** 20,
  /** Calls of tools that wait. */
  waiting: 64,
} as const;

/** Codes beside those of JSON-RPC. */
export const mcpCodes = { noResource: -32002 } as const;

/** What the server can do. Its lists do not change, and it asks its client for nothing. */
export const capabilities = { tools: {}, resources: {} } as const;

/** What a model is told of the server as a whole. */
export const instructions = 'archsim judges accelerators for quantised large language models before they are built. Begin with list (examples, devices, models, quantizations, architectures, studies, agents). '
  + 'run simulates an experiment: a bundled example by its name, an object, or the text of a file. explain shows the formula, inputs and sources behind one number of it. '
  + 'schema says what a file may have. propose asks a search agent for the next designs of a study. What is null is not modelled, never zero.';
