import { Type, type Static } from 'typebox';
import { model, quantization } from '../schema/other-model.js';
import { closed, names, record, text, type Checked } from '../../experiment/schema/shapes.js';

const callName = (description: string): ReturnType<typeof Type.String> => text({ description, maxLength: 100 });
const tokens = (description: string): ReturnType<typeof Type.Integer> => Type.Integer({ description, minimum: 1, maximum: 1e7, examples: [256] });
const probability = (description: string): ReturnType<typeof Type.Number> => Type.Number({ description, minimum: 0, maximum: 1, examples: [0.3] });

const callSchema = closed({
  name: callName('How others name this call'),
  models: Type.Optional(Type.Array(callName('A name of "models"'), { description: 'What it calls: one, or several that decode in lock-step and add up their logits; the model of the workload when left out', minItems: 1, maxItems: 16 })),
  promptTokens: tokens('Tokens of its prompt, what comes before included'),
  outputTokens: tokens('Tokens that it answers with'),
  samples: Type.Optional(Type.Integer({ description: 'Answers that are drawn together as one batch from one prompt, which is read once', minimum: 1, maximum: 4096, default: 1 })),
  stops: Type.Optional(Type.Array(closed({
    tokens: tokens('Tokens of each answer after which it is decided'),
    keep: Type.Number({ description: 'Share of the samples that go on', exclusiveMinimum: 0, maximum: 1, examples: [0.5] }),
  }), { description: 'When samples are given up early, by tokens ascending', maxItems: 100 })),
  after: Type.Optional(Type.Array(callName('A call'), { description: 'Calls that must have ended, where they are made at all', maxItems: 100 })),
  probability: Type.Optional(probability('That it is made; 1 when left out')),
  onlyIf: Type.Optional(callName('A call without which this one is not made')),
  unless: Type.Optional(callName('A call in place of which this one is made')),
  prefix: Type.Optional(closed({
    of: callName('A call whose keys and values it goes on with'),
    tokens: tokens('How many of its first tokens these are'),
  }, { title: 'Prefix', description: 'What the prompt shares with an earlier call of the same models: it is not read again' })),
  repeat: Type.Optional(closed({
    success: probability('That an answer ends it'),
    most: Type.Integer({ description: 'Times at most', minimum: 1, maximum: 1000, examples: [8] }),
    addsTokens: Type.Optional(Type.Integer({ description: 'Where a time goes on from the answer before: tokens that a tool adds to it. Each time has the same prompt when left out', minimum: 0, maximum: 1e6, examples: [200] })),
    keepsCache: Type.Optional(Type.Boolean({ description: 'Whether keys and values are kept from one time to the next', default: true })),
  }, { title: 'Repeat', description: 'Tries until one is good, or steps of an agent' })),
  isAnswer: Type.Optional(Type.Boolean({ description: 'Whether its tokens are what who asked gets; those of the last calls where no call is one', default: false })),
  toolSeconds: Type.Optional(Type.Number({ description: 'What happens elsewhere after each answer: a tool, a search, a person', minimum: 0, maximum: 1e6, examples: [0.5] })),
}, { title: 'Call', description: 'A call of a model' });

export const callsSchema = closed({
  kind: Type.Literal('calls', { description: 'A graph of model calls that answers one request' }),
  models: Type.Optional(record(closed({
    model: Type.Optional(model), quantization: Type.Optional(quantization),
    place: Type.Optional(names(['shared', 'own'], { description: 'On the platform that all share, one call at a time, or on an equal one of its own', default: 'shared' })),
  }, { title: 'Model of a call', description: 'What is left out is as in the workload' }), { title: 'Models', description: 'Models beside that of the workload, by name', maxProperties: 16 })),
  calls: Type.Array(callSchema, { description: 'The calls', minItems: 1, maxItems: 100 }),
}, { title: 'Calls', description: 'A graph of model calls: best of N, verifiers, cascades, routers, agents' });

export type CallsSpec = Checked<Static<typeof callsSchema>>;
export type CallSpec = CallsSpec['calls'][number];
