import { CircleAlert } from 'lucide-react';
import { FileDrop } from '#web/ui/file-drop.tsx';
import { Icon } from '#web/ui/icon.tsx';
import type { PictureReading } from './use-picture.ts';

export type PictureDropProps = { picture: PictureReading; words: string };

/** Takes a picture with a QR code: dropped, pasted as a screenshot, chosen, or taken with a phone's camera. */
export function PictureDrop({ picture, words }: PictureDropProps) {
  return (
    <div className="grid gap-1.5">
      <FileDrop onFile={picture.take} what="a picture of a QR code" accept="image/*">
        {picture.isReading ? 'Looking for a QR code.' : words}
      </FileDrop>
      <PictureProblem picture={picture} />
      <p className="help">It is read in this browser; the picture goes nowhere.</p>
    </div>
  );
}

export function PictureProblem({ picture: { problem } }: { picture: PictureReading }) {
  if (problem === null) return null;
  return (
    <p className="help danger" role="alert">
      <Icon of={CircleAlert} />
      <span>{problem}</span>
    </p>
  );
}
