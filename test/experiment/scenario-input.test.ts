import assert from 'node:assert/strict';
import { scenarioFromInput, type ScenarioInput } from '../../src/experiment/scenario-input.js';
import { decoderGraph } from '../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../src/workloads/models.js';
import { problemsOf } from '../kit/problems.js';

const graphs = { decoder: decoderGraph(modelNamed('llama-2-7b')!), encoder: decoderGraph(modelNamed('bert-base')!), pair: decoderGraph(modelNamed('t5-base')!) };
const found = (model: keyof typeof graphs, input: ScenarioInput): readonly string[] => problemsOf(() => scenarioFromInput(input, graphs[model], '/s')).map(({ code, pointer }) => `${code} ${pointer}`);

describe('the scenario of an experiment', () => {
  it('has one request and the logits of the last position where it does not say, and an encoder its one output', () => {
    assert.deepEqual(scenarioFromInput({ promptTokens: 8, outputTokens: 4 }, graphs.decoder, ''), { batch: 1, promptTokens: 8, outputTokens: 4, logits: 'last' });
    assert.deepEqual(scenarioFromInput({ promptTokens: 8 }, graphs.encoder, ''), { batch: 1, promptTokens: 8, outputTokens: 1, logits: 'last' });
    assert.deepEqual(scenarioFromInput({ promptTokens: 8, outputTokens: 4, decoderPromptTokens: 3, batch: 2, logits: 'all' }, graphs.pair, ''), { batch: 2, promptTokens: 8, outputTokens: 4, decoderPromptTokens: 3, logits: 'all' });
  });

  it('asks no encoder for more than one output, and tells how many tokens a decoder generates', () => {
    assert.deepEqual(found('encoder', { promptTokens: 8, outputTokens: 1 }), []);
    assert.deepEqual(found('encoder', { promptTokens: 8, outputTokens: 2 }), ['scenario/encoder-output /s/outputTokens']);
    assert.deepEqual(found('decoder', { promptTokens: 8 }), ['scenario/missing-output /s']);
    assert.deepEqual(found('pair', { promptTokens: 8 }), ['scenario/missing-output /s']);
  });

  it('has a second prompt for a decoder behind an encoder alone', () => {
    assert.deepEqual(found('pair', { promptTokens: 8, outputTokens: 4, decoderPromptTokens: 2 }), []);
    assert.deepEqual(found('decoder', { promptTokens: 8, outputTokens: 4, decoderPromptTokens: 2 }), ['scenario/one-prompt /s/decoderPromptTokens']);
    assert.deepEqual(found('encoder', { promptTokens: 8, decoderPromptTokens: 2 }), ['scenario/one-prompt /s/decoderPromptTokens']);
  });
});
