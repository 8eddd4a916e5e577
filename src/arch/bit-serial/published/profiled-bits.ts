/** Average bits of ANT's and OliVe's weights, layers of 4 and of 8 bits together, which the authors of BitMoD profiled for each model so that accuracy holds; how is not published. */
interface Profile {
  readonly prefill: Readonly<Record<string, number>>;
  readonly decode: Readonly<Record<string, number>>;
}

const models = ['opt-1.3b', 'phi-2', 'yi-6b', 'llama-2-7b', 'llama-2-13b', 'llama-3-8b'];

function each(bits: readonly number[]): Readonly<Record<string, number>> {
  return Object.fromEntries(models.map((model, i) => [model, bits[i]!]));
}

function same(bits: number): Readonly<Record<string, number>> {
  return each(models.map(() => bits));
}

/** As they are written in the released code (bitmod_sim, the parent of e445a5f: `published`; e445a5f: `head`). They changed between the two. */
export const profiledBits: Readonly<Record<'published' | 'head', Readonly<Record<'ant' | 'olive', Profile>>>> = {
  published: {
    ant: { prefill: same(5.5), decode: each([5, 5, 5.25, 5, 5, 4.5]) },
    olive: { prefill: same(4.5), decode: each([3.875, 4, 4.25, 3.75, 3.75, 3.5]) },
  },
  head: {
    ant: { prefill: each([5, 5, 5.25, 5, 4, 5]), decode: each([5, 5, 5.25, 5, 4, 5]) },
    olive: { prefill: each([4, 4, 4, 4, 4, 4.5]), decode: each([4, 4, 4, 4, 4, 4.5]) },
  },
};
