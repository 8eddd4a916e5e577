import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import type { Manifest } from '../../../src/rtl-export/kit/manifest.js';
import { exportProject } from '../../../src/rtl-export/kit/project.js';
import { sampleDesign, sampleOptions } from './sample.js';

function exported(options: Partial<typeof sampleOptions> = {}): { readonly files: ReadonlyMap<string, string>; readonly manifest: Manifest } {
  const files = exportProject(sampleDesign(), { ...sampleOptions, ...options });
  return { files, manifest: JSON.parse(files.get('manifest.json')!) as Manifest };
}

describe('the manifest', () => {
  it('has the SHA-256 of every other file, as sha256sum prints it', () => {
    const { files, manifest } = exported();
    assert.deepEqual(Object.keys(manifest.files).sort(), [...files.keys()].filter((path) => path !== 'manifest.json').sort());
    for (const [path, digest] of Object.entries(manifest.files)) assert.equal(digest, createHash('sha256').update(files.get(path)!, 'utf8').digest('hex'), path);
  });

  it('says what was built, for what, and what is expected', () => {
    const { manifest } = exported();
    const { files, ...rest } = manifest;
    assert.ok(Object.keys(files).length > 10);
    assert.deepEqual({ ...rest, streams: rest.streams.slice(2), resources: { lut: rest.resources.lut, dsp: rest.resources.dsp, ff: rest.resources.ff } }, {
      schemaVersion: 1, kind: 'rtl-export', name: 'sample_add', archsimVersion: '0.1.0', summary: 'Running sums of two streams.',
      core: 'sample_add', top: 'sample_add_top', testbench: 'tb_sample_add', part: 'xcu280-fsvh2892-2L-e', device: 'Alveo U280',
      clock: { port: 'aclk', hz: 225e6, periodNs: 4.444 }, reset: { port: 'aresetn', active: 'low', synchronous: true },
      parameters: [{ name: 'BITS', value: 8, meaning: 'bits of a lane' }, { name: 'SUM_BITS', value: 12, meaning: 'bits of the sum' }],
      streams: [{ name: 'sum', direction: 'out', ports: 'm_axis_sum', tdataBits: 16, fields: [{ name: 'sum', bits: 12, count: 1, meaning: 'the running sum', low: 0, high: 11 }] }],
      reduction: 'Three short runs instead of a layer.',
      runs: [
        { label: '9 beats from 5', cycles: 11, beats: { a: 9, b: 9, sum: 9 } },
        { label: '1 beats from 200', cycles: 3, beats: { a: 1, b: 1, sum: 1 } },
        { label: '23 beats from 77', cycles: 25, beats: { a: 23, b: 23, sum: 23 } },
      ],
      vectors: 33,
      resources: {
        lut: { value: 60, unit: 'LUT', quality: 'assumed', source: 'a guess', tolerance: 0.25 },
        dsp: { value: 0, unit: 'DSP48E2', quality: 'derived', source: 'no multiplication', tolerance: 0 },
        ff: { value: null, reason: 'nobody counted' },
      },
    });
  });
});
