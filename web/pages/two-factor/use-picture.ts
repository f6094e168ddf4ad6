import { useEffect, useRef, useState } from 'react';
import { type Scanned, scannedOf } from './picked.ts';
import { readQrCodes } from './picture.ts';

export type PictureReading = { take: (file: Blob) => void; isReading: boolean; problem: string | null };

/** Reads the QR code of a picture that is handed over, or pasted anywhere while this stands. */
export function usePicture(onScanned: (scanned: Exclude<Scanned, { kind: 'other' }>) => void): PictureReading {
  const [isReading, setReading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const read = async (file: Blob) => {
    setReading(true);
    setProblem(null);
    try {
      const scanned = scannedOf(await readQrCodes(file));
      if (scanned.kind === 'other') setProblem(scanned.why);
      else onScanned(scanned);
    } catch (error) {
      setProblem(error instanceof TypeError ? error.message : 'The picture could not be read.');
    } finally {
      setReading(false);
    }
  };
  const take = (file: Blob) => void read(file);
  usePastedPicture(take);
  return { take, isReading, problem };
}

function usePastedPicture(take: (file: Blob) => void): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
      if (file === undefined) return;
      event.preventDefault();
      latest.current(file);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}
