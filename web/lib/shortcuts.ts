/** A key of the keyboard that does something here. `keys`: "n", "g k" one after the other, "mod+k", "Enter", "?". */
export type Shortcut = {
  keys: string;
  /** What it does, in lower case: "new entry". */
  label: string;
  run: () => void;
  /** Stands in the status line, as `shows` where one hint is for two keys: "j k". */
  hint?: boolean;
  shows?: string;
};

export type Shortcuts = {
  add(list: readonly Shortcut[]): () => void;
  list(): readonly Shortcut[];
  subscribe(changed: () => void): () => void;
  press(event: KeyboardEvent): void;
  lettersAreOn(): boolean;
  turnLetters(on: boolean): void;
};

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const SEQUENCE_MS = 1000;
const LETTERS_OFF = 'kagi.letters-off';
const BUSY = 'input, textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"], [role="combobox"]';
const NOT_TYPED_INTO = 'input[type="checkbox"], input[type="radio"], input[type="range"], input[type="button"]';
const MODAL = '[role="dialog"], [role="alertdialog"]';

/** The keys that work on the page at hand; what was added last stands first. */
export function createShortcuts(storage: Store): Shortcuts {
  const groups = new Set<readonly Shortcut[]>();
  const listeners = new Set<() => void>();
  let all: readonly Shortcut[] = [];
  let begun: { key: string; at: number } | null = null;

  const changed = () => {
    all = [...groups].reverse().flat();
    for (const listener of listeners) listener();
  };
  const letters = letterSwitch(storage);
  const find = (keys: string) => all.find((one) => one.keys === keys);

  return {
    add(list) {
      groups.add(list);
      changed();
      return () => {
        groups.delete(list);
        changed();
      };
    },
    list: () => all,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press(event) {
      const key = keyOf(event);
      if (key === null || !isOurs(event, key, letters.areOn())) return;
      const before = begun !== null && event.timeStamp - begun.at < SEQUENCE_MS ? begun.key : null;
      const hit = (before === null ? undefined : find(`${before} ${key}`)) ?? find(key);
      begun =
        hit === undefined && all.some(({ keys }) => keys.startsWith(`${key} `)) ? { key, at: event.timeStamp } : null;
      if (hit === undefined) return;
      event.preventDefault();
      hit.run();
    },
    lettersAreOn: letters.areOn,
    turnLetters(on) {
      letters.turn(on);
      changed();
    },
  };
}

function letterSwitch(storage: Store) {
  return {
    areOn: () => storage.getItem(LETTERS_OFF) === null,
    turn: (on: boolean) => (on ? storage.removeItem(LETTERS_OFF) : storage.setItem(LETTERS_OFF, '1')),
  };
}

/** Whether a key is for the page, and not for the browser or for what has the focus. */
function isOurs(event: KeyboardEvent, key: string, lettersAreOn: boolean): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  if (key.startsWith('mod+')) return true;
  if (key.length === 1 && !lettersAreOn) return false;
  // Within a shadow root, as the editor's is, the event names its host as target; the path says more.
  const target = event.composedPath().at(0) ?? event.target;
  if (isBusy(target)) return false;
  return key !== 'Enter' || !(target instanceof Element) || target.closest('a, button') === null;
}

/** The name of what was pressed; `null` for what belongs to the browser. */
function keyOf(event: KeyboardEvent): string | null {
  if (event.altKey) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey) return `mod+${key}`;
  return key;
}

/** Whether a letter belongs to what has the focus: a field, a list, an open dialog. */
function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector(MODAL) !== null) return true;
  if (!(target instanceof Element)) return false;
  const field = target.closest(BUSY);
  return field !== null && !field.matches(NOT_TYPED_INTO);
}
