/** What is spoken: JSON-RPC 2.0, one message a line on standard input and output, one a frame or request elsewhere. */
export const protocolVersion = 1;

export const methodNames = ['hello', 'make', 'spaces', 'reset', 'step', 'stepBatch', 'render', 'close'] as const;
export type MethodName = (typeof methodNames)[number];

export const limits = {
  /** Bytes of one message. */
  messageBytes: 64 * 2 ** 20,
  /** Requests in one list. */
  requests: 1000,
  /** Environments of one session, and of one batch. */
  environments: 256,
  batch: 65_536,
} as const;

/** Codes of errors: those of JSON-RPC 2.0, and ours from -32000 on. */
export const errorCodes = {
  parse: -32700,
  request: -32600,
  method: -32601,
  params: -32602,
  /** A bug of ours. */
  internal: -32603,
  /** What was asked for is wrong: `data.problems` says all that is, each with its public code. */
  refused: -32000,
  tooLarge: -32001,
} as const;

export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}
