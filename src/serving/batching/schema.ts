import { Type, type Static } from 'typebox';
import { closed, names, type Checked } from '../../experiment/schema/shapes.js';
import { arrivalsSchema, mostRequests } from './arrivals.js';
import { lengthsSchema, mostTokens } from './lengths.js';

const seconds = (description: string, example: number): ReturnType<typeof Type.Number> => Type.Number({ description, exclusiveMinimum: 0, maximum: 1e9, examples: [example] });

/** Many requests on one deployment. */
export const servingSchema = closed({
  kind: Type.Literal('serving', { description: 'Continuous batching of many requests' }),
  arrivals: arrivalsSchema,
  requests: Type.Optional(Type.Integer({ description: 'How many requests come; those of the log where arrivals are recorded', minimum: 1, maximum: mostRequests, examples: [400] })),
  promptTokens: Type.Optional(lengthsSchema('Tokens of a prompt')),
  outputTokens: Type.Optional(lengthsSchema('Tokens of an answer')),
  samples: Type.Optional(Type.Integer({ description: 'Answers to each prompt, which is read once; all of one length', minimum: 1, maximum: 4096, default: 1 })),
  prefix: Type.Optional(closed({
    tokens: Type.Integer({
      description: 'Tokens at the beginning of the prompts of a group that are the same, of which whole blocks are kept; a prompt that is no longer shares nothing',
      minimum: 1, maximum: mostTokens, examples: [512],
    }),
    groups: Type.Optional(Type.Integer({ description: 'Groups, of which each request is in one, each as likely', minimum: 1, maximum: mostRequests, default: 1 })),
  }, { title: 'Prefix', description: 'What prompts have in common: it is read once and its keys and values are kept while there is room' })),
  sharedReads: Type.Optional(Type.Boolean({ description: 'Whether attention reads what samples or groups have in common once a step for all of them, rather than once for each', default: false })),
  scheduler: Type.Optional(closed({
    maxSequences: Type.Optional(Type.Integer({ description: 'Sequences that are in work at once', minimum: 1, maximum: 65_536, default: 256 })),
    maxBatchedTokens: Type.Optional(Type.Integer({ description: 'Tokens of one step', minimum: 1, maximum: mostTokens, default: 8192 })),
    chunkedPrefill: Type.Optional(Type.Boolean({ description: 'Whether prompts may be spread over steps', default: false })),
    priority: Type.Optional(names(['prefill', 'decode'], { description: 'Who goes first: prompts that wait, or sequences that decode', default: 'prefill' })),
  }, { title: 'Scheduler', description: 'What runs in a step' })),
  cache: Type.Optional(closed({
    blockTokens: Type.Optional(Type.Integer({ description: 'Tokens of a block of keys and values', minimum: 1, maximum: 65_536, default: 16 })),
    memoryShare: Type.Optional(Type.Number({ description: 'Share of the memory that may be used, weights included', exclusiveMinimum: 0, maximum: 1, default: 1, examples: [0.9] })),
    bytes: Type.Optional(Type.Number({
      description: 'Most bytes for keys and values; what weights and activations leave of the memory when left out', exclusiveMinimum: 0, maximum: 1e18, examples: [2e10],
    })),
  }, { title: 'Cache', description: 'Room for keys and values' })),
  goals: Type.Optional(closed({
    firstTokenSeconds: Type.Optional(seconds('Most seconds until the first token', 0.5)),
    secondsPerOutputToken: Type.Optional(seconds('Most seconds between two tokens, on average of a request', 0.05)),
    latencySeconds: Type.Optional(seconds('Most seconds until the last token', 20)),
  }, { title: 'Goals', description: 'What a request must meet to count as good', minProperties: 1 })),
  seed: Type.Optional(Type.Integer({ description: 'Of the random arrivals, lengths and groups', minimum: 0, maximum: 4_294_967_295, default: 1 })),
}, { title: 'Serving', description: 'Many requests that are served by continuous batching' });

export type ServingSpec = Checked<Static<typeof servingSchema>>;
