import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A package with files that nobody of this project wrote, and where it is when it is installed. */
export interface Origin {
  readonly name: string;
  readonly licence: string;
  readonly folder: string;
  /** What to install where it is missing. */
  readonly install: string;
}

/** A file of a package, with what is in it. */
export interface RealFile {
  readonly origin: Origin;
  readonly path: string;
  readonly size: number;
  readonly producer: string;
  readonly nodes: number;
  /** Constant tensors by type, those of inner graphs included. */
  readonly types: Readonly<Record<string, number>>;
  /** Bytes of their numbers. */
  readonly bytes: number;
  readonly products: number;
}

/** The folder of an npm package beside or above this file. */
function modules(name: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) if (existsSync(join(folder, 'node_modules', name))) return join(folder, 'node_modules', name);
  return join('node_modules', name);
}

const onnx: Origin = {
  name: 'test data of ONNX 1.12 (Debian libonnx-testdata)', licence: 'Apache-2.0 upstream (MIT as Debian states it)', folder: process.env['ARCHSIM_ONNX_TEST_DATA'] ?? '/usr/share/libonnx-testdata/data', install: 'apt-get install libonnx-testdata',
};
/** Silero's networks for speech activity, trained and in use. The package needs a large runtime, so it is no dependency of the tests. */
const silero: Origin = { name: '@ricky0123/vad-web 0.0.31', licence: 'ISC, the networks MIT', folder: process.env['ARCHSIM_VAD_WEB'] ?? modules('@ricky0123/vad-web'), install: 'npm install --no-save @ricky0123/vad-web@0.0.31' };

function ofOnnx(path: string, size: number, nodes: number, types: Readonly<Record<string, number>>, bytes: number, products: number, producer = 'pytorch 0.3'): RealFile {
  return { origin: onnx, path: `${path}/model.onnx`, size, producer, nodes, types, bytes, products };
}

/** Files of others that the tests read, exported by PyTorch, written by ONNX itself or trained. */
export const realFiles: readonly RealFile[] = [
  ofOnnx('pytorch-converted/test_Linear', 585, 1, { fp32: 2 }, 352, 1),
  ofOnnx('pytorch-converted/test_Linear_no_bias', 492, 2, { fp32: 1 }, 320, 1),
  ofOnnx('pytorch-converted/test_Conv2d_depthwise', 449, 1, { fp32: 2 }, 160, 1),
  ofOnnx('pytorch-converted/test_Conv3d', 1481, 1, { fp32: 2 }, 1168, 1),
  ofOnnx('pytorch-converted/test_Conv1d_groups', 433, 1, { fp32: 2 }, 168, 1),
  ofOnnx('pytorch-converted/test_ConvTranspose2d', 772, 1, { fp32: 2 }, 448, 1),
  ofOnnx('pytorch-converted/test_Embedding', 188, 1, { fp32: 1 }, 48, 0),
  ofOnnx('pytorch-converted/test_BatchNorm2d_eval', 354, 1, { fp32: 4 }, 48, 0),
  ofOnnx('pytorch-converted/test_PReLU_1d_multiparam', 148, 1, { fp32: 1 }, 12, 0),
  ofOnnx('pytorch-operator/test_operator_conv', 7746, 1, { fp32: 1 }, 7488, 1),
  ofOnnx('pytorch-operator/test_operator_convtranspose', 617, 1, { fp32: 1 }, 324, 1),
  // Quantised operators; their weights are inputs.
  ofOnnx('node/test_qlinearmatmul_2D', 359, 1, {}, 0, 1, 'backend-test'),
  ofOnnx('node/test_qlinearconv', 360, 1, {}, 0, 1, 'backend-test'),
  ofOnnx('node/test_matmulinteger', 218, 1, {}, 0, 1, 'backend-test'),
  ofOnnx('node/test_dynamicquantizelinear_expanded', 3145, 16, { fp32: 2 }, 8, 0, 'backend-test'),
  ofOnnx('node/test_lstm_with_peepholes', 377, 1, {}, 0, 2, 'backend-test'),
  ofOnnx('node/test_loop11', 726, 1, { fp32: 1, int64: 1 }, 28, 0, 'backend-test'),
  { origin: silero, path: 'dist/silero_vad_legacy.onnx', size: 1_807_522, producer: 'pytorch 1.12.0', nodes: 2, types: { fp32: 104, int64: 159 }, bytes: 1_781_176, products: 22 },
  { origin: silero, path: 'dist/silero_vad_v5.onnx', size: 2_327_524, producer: 'spox', nodes: 5, types: { int64: 309, fp32: 36 }, bytes: 2_183_656, products: 8 },
  { origin: silero, path: 'dist/silero_vad_v6.onnx', size: 2_327_524, producer: 'spox', nodes: 5, types: { int64: 309, fp32: 36 }, bytes: 2_183_656, products: 8 },
];
