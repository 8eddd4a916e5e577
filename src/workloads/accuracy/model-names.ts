import { modelNamed } from '../models.js';

/** Models with published perplexities that the catalogue lacks, by their ids on the Hugging Face hub. */
const outsideTheCatalogue: Readonly<Record<string, string>> = { '01-ai/yi-6b': 'yi-6b' };

/**
 * The name under which perplexities of a model are published. Published names are those of our catalogue; an id of the Hugging Face hub is
 * taken too. A relative (Llama 3.1 for Llama 3) is another model.
 */
export function publishedModelName(name: string): string {
  return modelNamed(name)?.name ?? outsideTheCatalogue[name.toLowerCase()] ?? name;
}
