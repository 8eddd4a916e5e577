import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';

/** How a page is looked at. */
export interface View {
  readonly width: number;
  /** Of the window; pictures show the page from its top down to `shown`. */
  readonly height: number;
  readonly shown: number;
  /** Pixels of a picture for each of the page. */
  readonly scale: number;
  readonly media: 'screen' | 'print';
  readonly colorScheme: 'light' | 'dark';
}

const light = { media: 'screen', colorScheme: 'light' } as const;

/** A telephone, a laptop, and a sheet of A4 between its margins. */
export const views = {
  phone: { ...light, width: 390, height: 844, shown: 1900, scale: 0.55 },
  laptop: { ...light, width: 1366, height: 768, shown: 1900, scale: 0.5 },
  dark: { ...light, colorScheme: 'dark', width: 1366, height: 768, shown: 1600, scale: 0.5 },
  print: { ...light, media: 'print', width: 703, height: 1024, shown: 1700, scale: 0.5 },
} as const satisfies Record<string, View>;

/** A picture, and how high the whole page is, in its own pixels. */
export interface Picture {
  readonly png: Buffer;
  readonly pageHeight: number;
}

/** Takes a picture of a page that is in a file. */
export async function pictureOf(browser: Browser, address: string, { width, height, shown, scale, media, colorScheme }: View): Promise<Picture> {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale, colorScheme });
  const page = await context.newPage();
  await page.emulateMedia({ media });
  await page.goto(address);
  const pageHeight = await page.evaluate(() => (globalThis as unknown as { readonly document: { readonly documentElement: { readonly scrollHeight: number } } }).document.documentElement.scrollHeight);
  const png = await page.screenshot({ fullPage: true, animations: 'disabled', clip: { x: 0, y: 0, width, height: Math.min(shown, pageHeight) } });
  await context.close();
  return { png, pageHeight };
}

/** What this machine writes letters with: pictures of other letters are not compared by pixels. */
export async function lettersOf(browser: Browser): Promise<string> {
  const page = await browser.newPage({ deviceScaleFactor: 0.5 });
  await page.setContent('<body style="margin:0;font:15px system-ui">Sphinx of black quartz, judge my vow: 0123456789 × ≤ ▲ <b>Bold</b> <code>code</code>');
  const png = await page.screenshot({ clip: { x: 0, y: 0, width: 600, height: 40 } });
  await page.close();
  return createHash('sha256').update(png).digest('hex').slice(0, 16);
}

/** How two pictures differ. */
export interface PictureDifference {
  readonly sizes: readonly [readonly [width: number, height: number], readonly [width: number, height: number]];
  /** Share of the pixels of both that differ by more than the tolerance in a colour. */
  readonly share: number;
  /** Where they do: PNG, base64. */
  readonly drawn: string;
}

/** The parts of a browser that comparing takes: the project itself is compiled without its types. */
interface Canvas {
  width: number;
  height: number;
  getContext(kind: '2d'): { drawImage(image: unknown, x: number, y: number): void; getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray }; putImageData(data: unknown, x: number, y: number): void };
  toDataURL(kind: string): string;
}
interface PictureWorld {
  readonly document: { createElement(name: string): Canvas };
  readonly Image: new () => { src: string; decode(): Promise<void>; readonly width: number; readonly height: number };
}

/** Compares two pictures in a browser, which reads PNG. */
export async function compared(browser: Browser, before: Buffer, now: Buffer, tolerance: number): Promise<PictureDifference> {
  const page = await browser.newPage();
  const difference = await page.evaluate(async ({ pictures, limit }) => {
    const { document, Image } = globalThis as unknown as PictureWorld;
    const read = await Promise.all(pictures.map(async (text) => {
      const image = new Image();
      image.src = `data:image/png;base64,${text}`;
      await image.decode();
      return image;
    }));
    const [width, height] = [Math.max(...read.map((image) => image.width)), Math.max(...read.map((image) => image.height))];
    const [a, b] = read.map((image) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [width, height];
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      return { canvas, context, pixels: context.getImageData(0, 0, width, height) };
    });
    let count = 0;
    for (let i = 0; i < a!.pixels.data.length; i += 4) {
      let isOther = false;
      for (let k = 0; k < 4; k++) if (Math.abs(a!.pixels.data[i + k]! - b!.pixels.data[i + k]!) > limit) isOther = true;
      if (isOther) count++;
      b!.pixels.data.set(isOther ? [200, 0, 0, 255] : [a!.pixels.data[i]!, a!.pixels.data[i + 1]!, a!.pixels.data[i + 2]!, 60], i);
    }
    b!.context.putImageData(b!.pixels, 0, 0);
    return { sizes: read.map((image) => [image.width, image.height]), share: count / (width * height), drawn: b!.canvas.toDataURL('image/png').replace(/^.*,/, '') };
  }, { pictures: [before.toString('base64'), now.toString('base64')], limit: tolerance });
  await page.close();
  return difference as unknown as PictureDifference;
}

/** Keeps a picture that is not as it was, and where it is not; gives their paths. */
export function keep(name: string, png: Buffer, drawn: string): string {
  const folder = join(tmpdir(), 'archsim-pictures');
  mkdirSync(folder, { recursive: true });
  const paths = [join(folder, `${name}.png`), join(folder, `${name}.difference.png`)];
  writeFileSync(paths[0]!, png);
  writeFileSync(paths[1]!, Buffer.from(drawn, 'base64'));
  return paths.join(' and ');
}
