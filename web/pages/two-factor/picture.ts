/** What this browser's own detector gives; TypeScript's library does not know it yet. */
type Detector = { detect(image: ImageBitmap): Promise<{ rawValue: string }[]> };
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};

/** Of a photograph more pixels only cost time: a code that fills a tenth of this is still read. */
const MOST_PIXELS_A_SIDE = 1600;

/**
 * The texts of the QR codes in a picture, read in this browser and nowhere else; none: there is none in it.
 * @throws {TypeError} where the file is no picture that this browser can open.
 */
export async function readQrCodes(file: Blob): Promise<string[]> {
  const image = await createImageBitmap(file).catch(() => {
    throw new TypeError('This file is no picture that the browser can open.');
  });
  try {
    const found = await byDetector(image);
    return found.length > 0 ? found : await byLibrary(image);
  } finally {
    image.close();
  }
}

async function byDetector(image: ImageBitmap): Promise<string[]> {
  const Known = detectorOf(globalThis);
  if (Known === null) return [];
  try {
    if (!(await Known.getSupportedFormats()).includes('qr_code')) return [];
    const found = await new Known({ formats: ['qr_code'] }).detect(image);
    return found.map(({ rawValue }) => rawValue).filter((text) => text !== '');
  } catch {
    // Where its service is missing it says so only now; the library below does without.
    return [];
  }
}

function detectorOf(scope: object): DetectorClass | null {
  // A standard of the WICG that not every browser has, and the type library none of.
  return 'BarcodeDetector' in scope ? (scope.BarcodeDetector as DetectorClass) : null;
}

/** Tries the whole picture, then a smaller one: a large code is found in it more surely. */
async function byLibrary(image: ImageBitmap): Promise<string[]> {
  const { default: jsQR } = (await import('jsqr')).default;
  const side = Math.max(image.width, image.height);
  for (const wanted of [MOST_PIXELS_A_SIDE, MOST_PIXELS_A_SIDE / 2, MOST_PIXELS_A_SIDE / 4]) {
    const { data, width, height } = pixelsOf(image, Math.min(1, wanted / side));
    const found = jsQR(data, width, height);
    if (found !== null && found.data !== '') return [found.data];
  }
  return [];
}

function pixelsOf(image: ImageBitmap, scale: number): ImageData {
  const [width, height] = [Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale))];
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new TypeError('This browser does not let the page look into pictures.');
  // What is transparent would be read as black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
