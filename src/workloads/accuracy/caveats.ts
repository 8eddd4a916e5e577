/** What the literature and the data say against the numbers of the view. */
export const accuracyCaveats: readonly string[] = [
  'Perplexity is a disputed proxy: compressed models with nearly the same perplexity change answers and lose knowledge (Jaiswal et al., "Compressing LLMs: The Truth is Rarely Pure and Never Simple", ICLR 2024; Dutta et al., "Accuracy is Not All You Need", NeurIPS 2024).',
  'Errors of layers do not simply add: the proportional law is one of small errors (Malinovskii et al., arXiv 2411.17525), while errors grow from layer to layer (Arai and Ichikawa, NeurIPS 2025) and layers interact, the more the fewer the bits (Zhao et al., arXiv 2509.15455).',
  'Weight errors are those of a stated Gaussian distribution, not of the model: real weights have outliers and differ from layer to layer, and inputs weigh them differently. Group scales are at full precision.',
  'A fitted perplexity holds for weights rounded to nearest in groups, with one coefficient for each model; its error is that of published pairs left out in turn, all of them from one paper.',
  'Pruning never borrows a quantisation regression. Quantised activations, a quantised KV cache, quantised scales and calibrated methods (AWQ, GPTQ, OmniQuant, QuaRot, SmoothQuant) are shown where published and never predicted.',
];
