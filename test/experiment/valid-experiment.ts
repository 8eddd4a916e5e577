/** An experiment that uses every part of the schema, with the comments and trailing commas that users write. Tests break it on purpose. */
export const validExperiment = `{
  "$schema": "../schemas/experiment.schema.json",
  "kind": "experiment", // what this file is
  "name": "mutant",
  "description": "A decoder on a card of our own.",
  "workload": {
    "model": "llama-2-7b",
    "quantization": {
      "name": "mixed",
      "weights": {
        "type": "int4", "groupSize": 128, "scaleBits": 16, "zeroPointBits": 4,
        "sparsity": { "pattern": "n-m", "mix": [{ "n": 8, "share": 0.5 }, { "n": 4, "share": 0.5 }], "span": 16, "selectorBits": 2, "index": "smallest" },
        "outliers": { "share": 0.01, "bits": 32 },
      },
      "activations": "int8",
      "kvCache": "int8",
      "accumulator": "int32",
      "embedding": "fp16",
      "overrides": [{ "ops": ["lm_head"], "weights": "int8" }],
      "source": "made up",
    },
    "scenario": { "batch": 2, "promptTokens": 128, "outputTokens": 64, "logits": "last" },
    "attention": { "kind": "block-sparse", "block": 64, "filled": [[2048, 0.5], [4096, 0.25]] },
  },
  "architecture": {
    "family": "my-family",
    "device": {
      "kind": "device", "name": "card", "extends": "u280", "type": "fpga",
      "memories": { "hbm": { "capacity": "8 GiB", "bandwidth": "460 GB/s", "channels": 32 }, "ddr": { "capacity": 3.4e10 } },
      "fabric": { "lut": 1303680, "dsp": 9024, "uram": 960, "dspKind": "DSP48E2", "slrs": 3, "part": "xcu280", "shell": { "lut": 100000 } },
      "peaks": { "int8": "24.5 TOP/s" }, "tdp": "225 W", "price": 7000, "sources": ["made up"],
    },
    "parameters": { "clock": "225 MHz" },
    "sources": { "/parameters/clock": { "quality": "published", "source": "made up" } },
  },
  "fidelity": "analytic",
  "mapping": "rule",
  /* figures to compare with */
  "published": [{ "metric": "phases.decode.tokensPerSecond", "value": 55, "source": "made up" }],
}
`;
