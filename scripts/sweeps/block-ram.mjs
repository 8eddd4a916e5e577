// Memories of block RAM with a port to write and one to read, each at its own address, and double buffers of them. Nothing is fitted to them.
export const memoriesOnly = true;
export const modules = ['rtl-export/kit/units/index.js'];

/** Bits of a word and words: powers of two and others. */
const memories = [
  [1, 16384], [1, 40000], [1, 70000], [2, 8192], [2, 33000], [3, 6000], [4, 4096], [4, 12000], [5, 9000], [6, 256], [8, 4096], [8, 20480], [9, 2048], [9, 5000], [10, 11026], [11, 4310],
  [11, 45463], [13, 1024], [16, 3000], [18, 15573], [20, 1025], [22, 39], [22, 3869], [24, 512], [27, 8500], [29, 923], [30, 16384], [33, 700], [36, 513], [36, 39017], [40, 1340], [41, 9139],
  [42, 1092], [45, 2048], [48, 1400], [53, 1302], [58, 2082], [60, 5000], [64, 8192], [66, 273], [70, 561], [72, 512], [72, 1536], [73, 32768], [74, 8515], [79, 4218], [83, 512], [85, 1298],
  [87, 2865], [90, 1182], [91, 4520], [97, 1506], [100, 5121], [104, 4096], [107, 50], [112, 128], [121, 7113], [125, 12288], [126, 1858], [127, 4753], [128, 4096], [135, 128], [140, 2500],
  [143, 32], [144, 1024], [144, 8300],
];

/** Bits of a word and words of a half. */
const doubleBuffers = [[48, 700], [16, 4096], [25, 1000], [36, 300], [64, 640], [96, 512], [100, 1500], [128, 129], [144, 2049], [9, 20000]];

export function designs({ bufferModule }) {
  const point = (kind) => ([width, depth]) => {
    const parameters = { kind, width, depth, style: 'block' };
    return { use: 'test', parameters, design: bufferModule(parameters) };
  };
  return [...memories.map(point('memory')), ...doubleBuffers.map(point('ping-pong'))];
}
