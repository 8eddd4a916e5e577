import assert from 'node:assert/strict';
import { looksLikePath, pathFrom } from '../../src/experiment/byte-source.js';

describe('a path that a file names', () => {
  it('is relative to the folder of that file', () => {
    assert.equal(pathFrom('a/b/x.json', 'm/config.json'), 'a/b/m/config.json');
    assert.equal(pathFrom('a/x.json', '../config.json'), 'a/../config.json');
    assert.equal(pathFrom('x.json', 'config.json'), 'config.json');
    assert.equal(pathFrom('/home/a b/x.json', './c.json'), '/home/a b/./c.json');
    assert.equal(pathFrom('', './c.json'), './c.json');
  });

  it('is relative to that folder on Windows, too', () => {
    assert.equal(pathFrom('C:\\designs\\x.json', 'm\\config.json'), 'C:\\designs\\m\\config.json');
    assert.equal(pathFrom('designs\\x.json', 'config.json'), 'designs\\config.json');
    assert.equal(pathFrom('C:\\designs/x.json', 'config.json'), 'C:\\designs/config.json');
  });

  it('stays as it is when it is absolute', () => {
    for (const path of ['/m/config.json', '\\\\server\\share\\config.json', 'C:\\m\\config.json', 'd:/m/config.json']) assert.equal(pathFrom('a/x.json', path), path);
  });
});

describe('a name', () => {
  it('looks like a path when it has a separator or the ending of a model file', () => {
    for (const name of ['./x', 'a/b', 'a\\b', '/x', 'config.json', 'x.JSONC', 'x.gguf', 'x.safetensors', 'x.onnx']) assert.ok(looksLikePath(name), name);
    for (const name of ['llama-2-7b', 'w4a16-g128', 'u280', 'w1.58', 'json', '']) assert.ok(!looksLikePath(name), name);
  });
});
