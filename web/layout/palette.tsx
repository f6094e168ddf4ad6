import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { Icon } from '#web/ui/icon.tsx';
import { Kbd } from '#web/ui/kbd.tsx';
import './palette.css';
import { type Deed, type PaletteItem, useDeeds } from './palette-deeds.ts';
import { usePaletteGroups } from './palette-items.ts';
import { PaletteLine } from './palette-line.tsx';

export type PaletteProps = {
  /** Gives what was typed before there was a field for it. */
  takeTyped: () => string;
  onClose: () => void;
};

/** Jump to anything by its name, or do something with it. ⇥ leaves the text, then one letter acts. */
export function Palette({ takeTyped, onClose }: PaletteProps) {
  const [text, setText] = useState('');
  const [at, setAt] = useState<PaletteItem | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const deeds = useDeeds(at, onClose);
  const groups = usePaletteGroups(text, deeds, onClose);
  const acting = useActing(deeds);
  const begin = () => {
    const typed = takeTyped();
    if (typed !== '') setText(typed);
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Viewport className="stage">
          <Dialog.Popup className="pop palette" aria-label="Search or do" initialFocus={input}>
            <Autocomplete.Root
              open
              inline
              items={groups}
              filter={null}
              value={text}
              onValueChange={setText}
              itemToStringValue={(item: PaletteItem) => item.name}
              autoHighlight="always"
              keepHighlight
              onItemHighlighted={(item) => item && setAt((before) => (before?.key === item.key ? before : item))}
            >
              <Query input={input} onFocus={begin} onKeyDown={acting.onKeyDown} />
              <Found text={text} />
            </Autocomplete.Root>
            <Foot isActing={acting.isActing} deeds={deeds} />
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type QueryProps = {
  input: RefObject<HTMLInputElement | null>;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

function Query({ input, onFocus, onKeyDown }: QueryProps) {
  return (
    <div className="q">
      <Icon of={Search} />
      <Autocomplete.Input
        ref={input}
        aria-label="Search the vault, or say what to do"
        placeholder="Search or do"
        onFocus={onFocus}
        onKeyDown={onKeyDown}
      />
      <Kbd keys="Escape" />
    </div>
  );
}

function Found({ text }: { text: string }) {
  return (
    <div className="found">
      <Autocomplete.Empty>
        <p className="grp">Nothing in your vault is called “{text}”.</p>
      </Autocomplete.Empty>
      <Autocomplete.List>
        {(group: { label: string; items: PaletteItem[] }) => (
          <Autocomplete.Group key={group.label} items={group.items}>
            <Autocomplete.GroupLabel className="grp">{group.label}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(item: PaletteItem) => (
                <Autocomplete.Item key={item.key} value={item} className="it" onClick={() => void item.run()}>
                  <PaletteLine item={item} text={text} />
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </div>
  );
}

function Foot({ isActing, deeds }: { isActing: boolean; deeds: readonly Deed[] }) {
  if (isActing) {
    return (
      <div className="end" role="status">
        {deeds.map(({ letter, name }) => (
          <span key={letter}>
            <Kbd keys={letter} />
            {name.toLowerCase()}
          </span>
        ))}
      </div>
    );
  }
  return (
    <div className="end">
      <span>
        <Kbd keys="ArrowUp ArrowDown" />
        move
      </span>
      <span>
        <Kbd keys="Enter" />
        open
      </span>
      {deeds.length > 0 && (
        <span>
          <Kbd keys="Tab" />
          actions
        </span>
      )}
    </div>
  );
}

/** After ⇥ the next letter is a deed and not a text. */
function useActing(deeds: readonly Deed[]) {
  const [isActing, setActing] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab' && !event.shiftKey && deeds.length > 0) {
      event.preventDefault();
      return setActing(true);
    }
    if (!isActing) return;
    setActing(false);
    if (event.key === 'Escape') event.stopPropagation();
    const deed = deeds.find(({ letter }) => letter === event.key);
    if (event.key.length > 1 && event.key !== 'Escape') return;
    event.preventDefault();
    void deed?.run();
  };
  return { isActing, onKeyDown };
}
