/** Where configurations were read, at the named commits; an entry, a file name or a model follows. */
export const litgpt = 'Lightning-AI/litgpt litgpt/config.py @26857050';
export const llmAnalysis = 'cli99/llm-analysis @d841e40a llm_analysis/model_configs';
/** Its files are copies of the Hugging Face config.json. */
export const aiconfigurator = 'ai-dynamo/aiconfigurator @095f58a5 aic-core/src/aiconfigurator_core/model_configs';
export const spectra = 'NolanoOrg/SpectraSuite README.md @21ce2a40, hyper-parameter table; vocabulary, context and untied head of the TriLM_99M_Unpacked config.json';

/** Where published parameter counts were read. */
export const hubApi = 'safetensors total of the Hugging Face API, as a public data script (build_dataset.py) lists it';
export const hubList = 'safetensors total of Hugging Face, as a public script (kvfit, scripts/build_registry.py) lists it';
export const hubScripts = 'safetensors metadata of Hugging Face, as two public scripts list it';
export const severalFiles = 'the exact integer stands in several public files';
export const llamaPaper = 'LLaMA paper, Table 2, as quoted in a public data script (build_dataset.py)';
export const pythiaPaper = 'Pythia paper, Table 1: count without embeddings + 2 * 50304 * hidden size, as derived in a public data script (build_dataset.py)';
export const bloomPaper = 'BLOOM paper, hyper-parameter table (176,247M), as quoted in a public data script (build_dataset.py)';
export const spectraTable = 'NolanoOrg/SpectraSuite README.md, hyper-parameter table';
export const sizeLabel = 'the size label in the model name only';
export const remembered = 'from memory, unverified';
