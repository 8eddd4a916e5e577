import type { ZooEntry } from './entry.js';

const torchvision = 'number of parameters that torchvision lists with its weights';
const paper = 'Dosovitskiy et al., ICLR 2021, Table 1; the shape gives the published count exactly';

/** Vision transformers with a classifier over the 1000 classes of ImageNet. */
export const vision: readonly ZooEntry[] = [
  { name: 'vit-base', hubId: 'google/vit-base-patch16-224',
    config: { model_type: 'vit', architectures: ['ViTForImageClassification'], hidden_size: 768, num_hidden_layers: 12, num_attention_heads: 12, intermediate_size: 3072, hidden_act: 'gelu',
      image_size: 224, patch_size: 16, num_channels: 3, qkv_bias: true, num_labels: 1000 },
    parametersComputed: 86_567_656, parametersPublished: 86_567_656, publishedEvidence: 'seen', publishedSource: torchvision, source: paper, notes: [
      'a prompt is an image: 14 x 14 patches and a class token, 197 tokens',
    ] },
  { name: 'vit-large', hubId: 'google/vit-large-patch16-224',
    config: { model_type: 'vit', architectures: ['ViTForImageClassification'], hidden_size: 1024, num_hidden_layers: 24, num_attention_heads: 16, intermediate_size: 4096, hidden_act: 'gelu',
      image_size: 224, patch_size: 16, num_channels: 3, qkv_bias: true, num_labels: 1000 },
    parametersComputed: 304_326_632, parametersPublished: 304_326_632, publishedEvidence: 'seen', publishedSource: torchvision, source: paper, notes: [
      'a prompt is an image: 14 x 14 patches and a class token, 197 tokens',
    ] },
];
