import { count } from '#web/lib/format.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { MovedList } from './moved-list.tsx';
import { PictureDrop } from './picture-drop.tsx';
import type { useMoving } from './use-moving.ts';
import type { PictureReading } from './use-picture.ts';

export type MovedTokensProps = {
  moving: ReturnType<typeof useMoving>;
  picture: PictureReading;
  onClose: () => void;
};

/** Decides which tokens of an export are added; a large export comes in several pictures. */
export function MovedTokens({ moving, picture, onClose }: MovedTokensProps) {
  const { tokens, setTokens, parts, isBusy, addChosen } = moving;
  const many = tokens.filter(({ isChosen }) => isChosen).length;
  const left = parts.all - parts.seen.size;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Tokens of an export"
      detail={parts.all > 1 ? `${parts.seen.size} of ${parts.all} pictures read` : 'From Google Authenticator'}
      isDraft
      deeds={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" isBusy={isBusy} disabled={many === 0} onClick={() => void addChosen()}>
            Add {count(many, 'token')}
          </Button>
        </>
      }
    >
      <MovedList tokens={tokens} onChange={setTokens} />
      {left > 0 && (
        <PictureDrop
          picture={picture}
          words={`This export has ${count(left, 'more picture')}. Drop or paste the next one here.`}
        />
      )}
    </Dialog>
  );
}
