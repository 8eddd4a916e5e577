import assert from 'node:assert/strict';
import { archsim, experimentText, inEmptyFolder } from './session.js';

/** An input that is wrong: its files, the words, and how each line of the error stream has to begin or what it has to say. */
interface Case {
  readonly what: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly words?: readonly string[];
  readonly lines: readonly RegExp[];
}

const llamaWithoutLayers = '{\n  "model_type": "llama",\n  "hidden_size": 64,\n  "num_attention_heads": 4,\n  "intermediate_size": 128,\n  "vocab_size": 100\n}';

const cases: readonly Case[] = [
  { what: 'a file that is not there', lines: [/^file\/not-found: there is no file "x\.json".*bundled examples: .*bit-serial\.json, .*flightllm/] },
  { what: 'a misspelt file beside the right one', files: { 'design.json': '{}' }, words: ['run', 'desing.json'], lines: [/^file\/not-found: .*did you mean "design\.json"\?/] },
  { what: 'a misspelt example', words: ['run', 'fligtllm'], lines: [/^file\/not-found: .*did you mean "flightllm"\?/] },
  { what: 'a name with control characters', words: ['run', 'a\u001b[31m\nb.json'], lines: [/^file\/not-found: there is no file "a\\u001b\[31m\\nb\.json"/] },
  { what: 'a name that no file can have', words: ['run', 'a\u0000b'], lines: [/^file\/unreadable: "a\\u0000b" cannot be read: its name has a character/] },
  { what: 'a folder', files: { 'dir/inside.txt': '' }, words: ['run', 'dir'], lines: [/^file\/folder: "dir" is a folder/] },
  { what: 'a path through a file', files: { 'x.json': '{}' }, words: ['run', 'x.json/y.json'], lines: [/^file\/unreadable: .*a part of its path is a file/] },
  { what: 'an empty file', files: { 'x.json': '' }, lines: [/^x\.json:1:1 json\/empty/] },
  { what: 'a file of blanks', files: { 'x.json': ' \n\t\n' }, lines: [/^x\.json:3:1 json\/empty/] },
  { what: 'broken JSON', files: { 'x.json': '{\n  "kind": "experiment"\n  "name": "x"\n}' }, lines: [/^x\.json:3:3 json\/syntax: a comma is missing before "name"/] },
  { what: 'a text in UTF-16', files: { 'x.json': Buffer.from('\ufeff{"kind": 1}', 'utf16le') }, lines: [/^x\.json:1 file\/not-text: .*UTF-16; save it as UTF-8/] },
  { what: 'a picture', files: { 'x.json': Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]) }, lines: [/^x\.json:1 file\/not-text/] },
  { what: 'a text in Latin-1', files: { 'x.json': Buffer.from('{\n"name": "\xe9"}', 'latin1') }, lines: [/^x\.json:2 file\/not-text/] },
  { what: 'another kind of text', files: { 'x.md': '# Title\n' }, words: ['run', 'x.md'], lines: [/^x\.md:1:1 json\/syntax: "#" is not JSON/, /^x\.md:1:3 json\/syntax: "Title" stands without quotes/] },
  { what: 'a list', files: { 'x.json': '[]' }, lines: [/^x\.json:1:1 spec\/wrong-type: the document must be an object, got an empty list/] },
  { what: 'a number', files: { 'x.json': '5' }, lines: [/^x\.json:1:1 spec\/wrong-type: .*got 5/] },
  { what: 'null', files: { 'x.json': 'null' }, lines: [/^x\.json:1:1 spec\/wrong-type: .*got null/] },
  { what: 'a key that is given twice', files: { 'x.json': '{\n"kind": "experiment",\n"kind": "experiment"}' }, lines: [/^x\.json:3:1 json\/duplicate-key: the key "kind" .*first on line 2/] },
  { what: 'a key that reaches the prototype', files: { 'x.json': '{"__proto__": {"kind": "experiment"}}' }, lines: [/^x\.json:1:2 json\/forbidden-key/] },
  { what: 'several problems at once', files: { 'x.json': experimentText({ scenario: { batch: 'x', promptTokens: -1, outputTokens: 2 }, more: { nme: 1, fidelity: 'analitic' } }) }, lines: [
    /^x\.json:8:16 spec\/wrong-type: \/workload\/scenario\/batch must be an integer, got "x"/,
    /^x\.json:9:23 spec\/out-of-range: .*must be 1 to 10000000, got -1/,
    /^x\.json:17:3 spec\/unknown-field: unknown field "nme".*did you mean "name"\?/,
    /^x\.json:18:15 spec\/not-one-of: .*did you mean "analytic"\?/,
  ] },
  { what: 'a fraction of a token', files: { 'x.json': experimentText({ scenario: { promptTokens: 1.5, outputTokens: 2 } }) }, lines: [/^x\.json:8:23 spec\/wrong-type: .*an integer, got 1\.5/] },
  { what: 'a huge count', files: { 'x.json': experimentText({ scenario: { promptTokens: 1e300, outputTokens: 2 } }) }, lines: [/^x\.json:8:23 spec\/out-of-range: .*got 1e\+300/] },
  { what: 'a number that is too large to store', files: { 'x.json': experimentText().replace('16', '1e999') }, lines: [/^x\.json:8:23 json\/number-overflow: the number 1e999/] },
  { what: 'a unit of something else', files: { 'x.json': experimentText({ device: { name: 'd', extends: 'u280', memories: { hbm: { bandwidth: '460 GB' } } } }) }, lines: [/^x\.json:19:24 unit\/wrong-unit: .*needs a unit of bandwidth, got "GB"; write for example "460 GB\/s"/] },
  { what: 'a unit that does not exist', files: { 'x.json': experimentText({ device: { name: 'd', extends: 'u280', tdp: '225 MHz/s' } }) }, lines: [/^x\.json:17:14 unit\/wrong-unit: .*needs a unit of power, got "MHz\/s"/] },
  { what: 'unknown names everywhere', files: { 'x.json': experimentText({ model: 'lama-2-7b', quantization: 'w4a9', family: 'gpuu', device: 'u820' }) }, lines: [
    /^x\.json:5:14 model\/unknown: no model "lama-2-7b" in the catalogue; did you mean "llama-2-7b"\?/,
    /^x\.json:6:21 scheme\/unknown: .*did you mean "w4a8"\?/,
    /^x\.json:13:15 architecture\/unknown-family: .*did you mean "gpu"\?/,
    /^x\.json:14:15 device\/unknown: .*did you mean "u280"\?/,
  ] },
  { what: 'a parameter that the family does not have', files: { 'x.json': experimentText({ parameters: { fusdAttention: true } }) }, lines: [/^x\.json:16:7 spec\/unknown-field: .*did you mean "fusedAttention"\?/] },
  { what: 'a fidelity that the family does not have', files: { 'x.json': experimentText({ more: { fidelity: 'analytic' } }) }, lines: [/^x\.json:16:15 experiment\/fidelity: family "gpu" has no fidelity "analytic"; use roofline/] },
  { what: 'an FPGA for a family that needs peaks', files: { 'x.json': experimentText({ device: 'u280' }) }, lines: [/^x\.json:14:15 gpu\/no-peaks/] },
  { what: 'a config.json without a field, in that file', files: { 'x.json': experimentText({ model: './m/config.json' }), 'm/config.json': llamaWithoutLayers }, lines: [/^\.\/m\/config\.json:1:1 model\/missing-field: "num_hidden_layers"/] },
  { what: 'a config.json with a wrong field, in that file', files: { 'x.json': experimentText({ model: 'm/config.json' }), 'm/config.json': llamaWithoutLayers.replace('64', '"64"').replace('{\n', '{\n  "num_hidden_layers": 2,\n') }, lines: [/^m\/config\.json:4:18 model\/wrong-type: \/hidden_size must be a number, got "64"/] },
  { what: 'a mixture of experts of a kind that is missing', files: { 'x.json': experimentText({ model: 'moe.json' }), 'moe.json': '{ "model_type": "dbrx" }' }, lines: [/^moe\.json:1:17 model\/type-not-modelled: .*mixture of experts/] },
  { what: 'a model of an unknown type', files: { 'x.json': experimentText({ model: 'm.json' }), 'm.json': '{ "model_type": "lama" }' }, lines: [/^m\.json:1:17 model\/unknown-type: .*did you mean "llama"\?/] },
  { what: 'a checkpoint that is not there', files: { 'x.json': experimentText({ model: './big.gguf' }) }, lines: [/^x\.json:5:14 file\/unreadable: "\.\/big\.gguf" cannot be read/] },
  { what: 'a model file that is not there, where it is named', files: { 'x.json': experimentText({ model: './no.json' }) }, lines: [/^x\.json:5:14 file\/unreadable: "\.\/no\.json" cannot be read: there is no such file/] },
  { what: 'a folder as a model, where it is named', files: { 'x.json': experimentText({ model: './dir' }), 'dir/config.json': '{}' }, lines: [/^x\.json:5:14 file\/folder: "\.\/dir" is a folder/] },
  { what: 'a device file with a wrong unit, in that file', files: { 'x.json': experimentText({ device: './d.json' }), 'd.json': '{ "name": "d", "extends": "u280",\n  "tdp": "5 kg" }' }, lines: [/^\.\/d\.json:2:10 unit\/wrong-unit/] },
  { what: 'a scheme file that is wrong, in that file', files: { 'x.json': experimentText({ quantization: './s.json' }), 's.json': '{ "weights": "int5",\n "activations": "int88", "kvCache": "int8" }' }, lines: [/^\.\/s\.json:2:17 spec\/not-one-of: .*did you mean "int8"\?/] },
  { what: 'an experiment in the place of a model', files: { 'x.json': experimentText({ model: './x.json' }) }, lines: [/^\.\/x\.json:1:1 spec\/wrong-kind: this is an experiment, not a model; give a config\.json or a graph/] },
  { what: 'an experiment in the place of a device', files: { 'x.json': experimentText({ device: './x.json' }) }, lines: [/^\.\/x\.json:2:11 spec\/wrong-kind: this is an experiment, not a device/] },
  { what: 'a config.json in the place of an experiment', files: { 'x.json': llamaWithoutLayers }, lines: [/^x\.json:2:17 spec\/wrong-kind: this is a model configuration, not an experiment; name it in an experiment/] },
  { what: 'a device in the place of an experiment', files: { 'x.json': '{ "name": "d", "extends": "u280", "memories": {} }' }, lines: [/^x\.json:1:1 spec\/wrong-kind: this is a device, not an experiment/] },
  { what: 'a study in the place of an experiment', files: { 'x.json': '{ "kind": "study", "budget": 5 }' }, lines: [/^x\.json:1:11 spec\/wrong-kind: this is a study, not an experiment/] },
  { what: 'a graph whose kind is misspelt', files: { 'x.json': experimentText({ model: { kind: 'grph', name: 'g' } }) }, lines: [/^x\.json:6:15 model\/wrong-kind: .*did you mean "graph"\?/] },
  { what: 'a published figure of no metric', files: { 'x.json': experimentText({ more: { published: [{ metric: 'totals.frstTokenSeconds', value: 1, source: 's' }] } }) }, lines: [/^x\.json:18:17 experiment\/unknown-metric: .*did you mean "totals\.firstTokenSeconds"\?/] },
  { what: 'two wrong files of three', files: { 'a.json': '{', 'b.json': experimentText(), 'c.json': '[' }, words: ['run', 'a.json', 'b.json', 'c.json'], lines: [/^a\.json:1:\d+ json\/syntax/, /^c\.json:1:\d+ json\/syntax/] },
  { what: 'a wrong line among lines', files: { 'x.jsonl': `${JSON.stringify(JSON.parse(experimentText()))}\n\n{"kind": "experiment", "name" 5}\n` }, words: ['run', 'x.jsonl'], lines: [/^x\.jsonl:3:31 json\/syntax: a colon is missing/] },
  { what: '--set without a value', words: ['run', 'flightllm', '--set', 'a'], lines: [/^set\/no-value: --set takes path=value, got "a"/] },
  { what: '--set without a path', words: ['run', 'flightllm', '--set', '=5'], lines: [/^set\/no-value/] },
  { what: '--set of an unknown field', words: ['run', 'flightllm', '--set', 'workload.modl=x'], lines: [/^\S*flightllm\.json spec\/unknown-field: .*"modl".*\(set\); did you mean "model"\?/] },
  { what: '--set of an unknown model', words: ['run', 'flightllm', '--set', 'workload.model=llama-2-7x'], lines: [/^\S*flightllm\.json model\/unknown: .*\(set\); did you mean "llama-2-7b"\?/] },
  { what: '--set through a text', words: ['run', 'flightllm', '--set', 'name.x=1'], lines: [/^set\/not-an-object/] },
  { what: '--set that reaches the prototype', words: ['run', 'flightllm', '--set', '__proto__.x=1'], lines: [/^set\/forbidden-key/] },
  { what: '--set of a wrong unit', words: ['run', 'flightllm', '--set', 'architecture.parameters.clock=225 GB'], lines: [/^\S*flightllm\.json unit\/wrong-unit: .*needs a unit of frequency, got "GB" \(set\)/] },
  { what: '--set of too many cores to be true', words: ['run', 'flightllm', '--set', 'architecture.parameters.cores=300'], lines: [/^\S*flightllm\.json spec\/out-of-range: .*must be 1 to 256, got 300 \(set\)/] },
  { what: '--set of a path to nothing', words: ['run', 'flightllm', '--set', 'workload.model=./no.json'], lines: [/^\S*flightllm\.json file\/unreadable: "\.\/no\.json" .*\(set\)/] },
];

describe('wrong input', () => {
  const write = inEmptyFolder();

  for (const { what, files = {}, words = ['run', 'x.json'], lines } of cases) {
    it(`ends with 2 and a line for each problem: ${what}`, async () => {
      write(files);
      const { code, out, err } = await archsim(...words);
      const told = err.trimEnd().split('\n');
      assert.equal(code, 2, err);
      assert.equal(out, '');
      assert.equal(told.length, lines.length, err);
      told.forEach((line, i) => { assert.match(line, lines[i]!); });
      assert.doesNotMatch(err, /undefined|\bNaN\b|\[object|^\s+at /m);
    });
  }

  it('calls a word that is no number by its name', async () => {
    write({ 'x.json': experimentText().replace('16', 'NaN') });
    const { code, out, err } = await archsim('run', 'x.json');
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^x\.json:8:23 json\/syntax: "NaN" is not a number; leave the field out/);
  });

  it('is refused by every command that reads it in the same way', async () => {
    write({ 'x.json': '{' });
    for (const command of ['run', 'explain', 'report']) {
      const { code, out, err } = await archsim(command, 'x.json');
      assert.deepEqual([code, out], [2, ''], command);
      assert.match(err, /^x\.json:1:\d+ json\/syntax/);
    }
  });
});
