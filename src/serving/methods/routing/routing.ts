import { Type } from 'typebox';
import { model, quantization } from '../../schema/other-model.js';
import { byKind, closed } from '../../../experiment/schema/shapes.js';
import { defineScenario } from '../../scenario-kind.js';
import { linkSchema } from '../link.js';
import { needDecoder, requestFields, requestOf } from '../request.js';
import { byModule } from './by-module.js';
import { byRequest } from './by-request.js';
import { byToken } from './by-token.js';

const share = (description: string): ReturnType<typeof Type.Number> => Type.Number({ description, minimum: 0, maximum: 1 });
const modelFields = { model: Type.Optional(model), quantization: Type.Optional(quantization) };
const small = closed(modelFields, { title: 'Small model', description: 'Another model, or the same one in another scheme' });

const schema = closed({
  kind: Type.Literal('routing', { description: 'A small and a big model or module, and what says which one works' }),
  ...requestFields,
  batch: Type.Optional(Type.Integer({ description: 'Equal requests that run together', minimum: 1, maximum: 1024, default: 1 })),
  bigShare: share('Share of requests, of tokens or of tokens in a layer that goes to the big one'),
  by: byKind([
    closed({
      kind: Type.Literal('request'), small,
      router: Type.Optional(closed({ model }, { title: 'Router', description: 'A model that reads the prompt and says who answers; nothing that costs anything when left out' })),
      cascade: Type.Optional(Type.Boolean({ description: 'Whether the small model answers first, and the big one again where that is not good enough', default: false })),
      swapLink: Type.Optional(linkSchema),
    }, { title: 'By request', description: 'Each request goes to one of two models (RouteLLM), or to the small one first (a cascade)' }),
    closed({
      kind: Type.Literal('token'), small,
      seed: Type.Optional(Type.Integer({ description: 'Of the routes that are drawn', minimum: 0, maximum: 4_294_967_295, default: 0 })),
      trace: Type.Optional(Type.Array(Type.Integer({ description: '1 where the big model makes the token', minimum: 0, maximum: 1 }), { description: 'Routes as recorded, over and over, in place of drawn ones', minItems: 1, maxItems: 65_536 })),
    }, { title: 'By token', description: 'Each output token is made by one of two models, which have caches of their own' }),
    closed({
      kind: Type.Literal('module'),
      smallShare: share('Share of tokens in a layer that goes to the small module; those that go to none skip it'),
      smallWidth: Type.Number({ description: 'Width of the small module over that of the big one', exclusiveMinimum: 0, maximum: 1 }),
    }, { title: 'By module', description: 'In each layer a token takes the big feed-forward module, a small one, or none (Duo-LLM)' }),
  ], { title: 'By', description: 'What is routed' }),
}, { title: 'Routing', description: 'Small and big models or modules side by side' });

/** Small and big models or modules. */
export const routingKind = defineScenario({
  kind: 'routing',
  summary: 'a small and a big model or module, by request, by token or by layer',
  schema,
  run: (spec, setting) => {
    needDecoder(setting.deployment);
    const request = requestOf(spec);
    switch (spec.by.kind) {
      case 'request': return byRequest(spec.by, spec.bigShare, request, setting);
      case 'token': return byToken(spec.by, spec.bigShare, request, setting);
      case 'module': return byModule(spec.by, spec.bigShare, request, setting);
    }
  },
});
