import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { sharedSources, withSharedSources } from '../../../src/rtl-export/kit/shared-sources.js';
import { sampleCore } from './sample.js';

describe('the shared sources', () => {
  it('come along where a core names them, in the order of their names', () => {
    assert.deepEqual(Object.keys(withSharedSources({ 'sample_add.v': sampleCore })), ['archsim_skid.v', 'sample_add.v']);
    assert.deepEqual(Object.keys(withSharedSources({ 'z.v': 'module z; endmodule', 'a.v': 'module a; archsim_skidding x (); endmodule' })), ['a.v', 'z.v']);
  });

  it('may come with the family, as they are', () => {
    const all = withSharedSources({ 'sample_add.v': sampleCore });
    assert.deepEqual(withSharedSources(all), all);
    assert.equal(all['archsim_skid.v'], sharedSources['archsim_skid.v']);
    assert.throws(() => withSharedSources({ ...all, 'archsim_skid.v': 'module archsim_skid; endmodule' }), RangeError);
  });
});
