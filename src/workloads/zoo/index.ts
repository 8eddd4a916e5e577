import { bloom } from './bloom.js';
import { deepseek } from './deepseek.js';
import { encoderDecoders } from './encoder-decoders.js';
import { encoders } from './encoders.js';
import type { ZooEntry } from './entry.js';
import { falcon } from './falcon.js';
import { gemma } from './gemma.js';
import { gpt } from './gpt.js';
import { gptOss } from './gpt-oss.js';
import { llama } from './llama.js';
import { mamba } from './mamba.js';
import { mistral } from './mistral.js';
import { olmo } from './olmo.js';
import { opt } from './opt.js';
import { phi } from './phi.js';
import { qwen } from './qwen.js';
import { ternary } from './ternary.js';
import { vision } from './vision.js';

export type { TrainedFormats, ZooConfig, ZooEntry } from './entry.js';

/** Every model of the catalogue, family by family. */
export const zoo: readonly ZooEntry[] = [...llama, ...mistral, ...qwen, ...phi, ...gemma, ...opt, ...bloom, ...falcon, ...gpt, ...gptOss, ...deepseek, ...mamba, ...ternary, ...olmo, ...encoders, ...encoderDecoders, ...vision];
