import assert from 'node:assert/strict';
import { archsim } from './session.js';

interface View {
  readonly rows: readonly { readonly format: string; readonly perplexity: { readonly value: number | null; readonly quality?: string; readonly reason?: string } }[];
  readonly caveats: readonly string[];
}
const viewOf = async (...words: readonly string[]): Promise<View> => JSON.parse((await archsim('accuracy', ...words, '--json')).out) as View;

describe('archsim accuracy', () => {
  it('shows what was published where it was, what is fitted where not, and what speaks against both', async () => {
    const { code, out, err } = await archsim('accuracy', 'llama-2-7b');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /bitmod4 +4\.078 +\S+ +5\.720 +published/);
    assert.match(out, /nf4 +4\.250 +\S+ +\S+ +fitted/);
    assert.match(out, /left out in turn, their median error is/);
    assert.match(out, /disputed proxy/);
    assert.ok(out.split('\n').every((line) => line.length <= 100));
  });

  it('prints the same as one JSON document, for the formats that are asked for', async () => {
    const { rows, caveats } = await viewOf('phi-2', '--datatype', 'BITMOD3', '--datatype', 'fp4');
    assert.deepEqual(rows.map((r) => [r.format, r.perplexity.value, r.perplexity.quality]), [['bitmod3', 12.91, 'published'], ['fp4-e2m1', 10.68, 'published']]);
    assert.ok(caveats.length >= 4);
  });

  it('takes another text, and says of a model without published perplexities that nothing is known', async () => {
    assert.equal((await viewOf('llama-2-7b', '--dataset', 'c4', '--datatype', 'bitmod4')).rows[0]!.perplexity.value, 7.26);
    const { perplexity } = (await viewOf('llama-3.1-8b', '--datatype', 'int4')).rows[0]!;
    assert.equal(perplexity.value, null);
    assert.match(perplexity.reason!, /never borrowed/);
  });

  it('refuses unknown models and formats with a near name, all of them at once', async () => {
    assert.match((await archsim('accuracy', 'llama-2-7c')).err, /did you mean "llama-2-7b"/);
    const { code, err } = await archsim('accuracy', 'phi-2', '--datatype', 'bitmod44', '--datatype', 'nf5');
    assert.equal(code, 2);
    assert.match(err, /"bitmod44"; did you mean "bitmod4"[\s\S]*"nf5"/);
  });
});
