import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { escapeHtml, scriptJson } from '../../src/reports/html.js';

describe('text in HTML', () => {
  it('cannot open a tag, end an attribute or start an entity', () => {
    assert.equal(escapeHtml(`<a href="x" title='y'>&amp;`), '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;');
  });

  it('holds no control character, lone surrogate or direction override, but keeps line ends and letters of any script', () => {
    assert.equal(escapeHtml('a\u0000b\u001b\ud800\u202e\nµ日本😀'), 'a\ufffdb\ufffd\ufffd\ufffd\nµ日本😀');
  });

  it('cannot leave a script element when it is JSON, and reads back as it was', () => {
    const value = { name: '</script><!--<script>', number: 1.5, nothing: null };
    const written = scriptJson(value);
    assert.ok(!written.includes('<'));
    assert.deepEqual(JSON.parse(written), value);
  });
});
