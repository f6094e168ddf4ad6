import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createShortcuts } from './shortcuts.ts';

/** As much of a document as is asked for: where the focus is, and whether a dialog is open. */
class FakeElement {
  readonly within: string;
  constructor(within = '') {
    this.within = within;
  }
  closest(selector: string) {
    return this.within !== '' && selector.split(', ').includes(this.within) ? this : null;
  }
  matches() {
    return false;
  }
}

const page = { dialog: null as object | null };

beforeEach(() => {
  page.dialog = null;
  vi.stubGlobal('Element', FakeElement);
  vi.stubGlobal('document', { querySelector: () => page.dialog });
});
afterEach(() => vi.unstubAllGlobals());

function given(...keys: string[]) {
  const store = new Map<string, string>();
  const shortcuts = createShortcuts({
    getItem: (name) => store.get(name) ?? null,
    setItem: (name, value) => void store.set(name, value),
    removeItem: (name) => void store.delete(name),
  });
  const ran: string[] = [];
  const remove = shortcuts.add(keys.map((one) => ({ keys: one, label: one, run: () => ran.push(one) })));
  const press = (key: string, more: object = {}) => {
    const event = { key, target: new FakeElement(), timeStamp: 0, preventDefault: vi.fn(), ...more };
    Object.assign(event, { composedPath: () => [event.target] });
    shortcuts.press(event as unknown as KeyboardEvent);
    return event;
  };
  return { shortcuts, ran, press, remove };
}

describe('a key', () => {
  it('runs what is registered, and keeps it from the browser', () => {
    const { ran, press } = given('n');
    expect(press('n').preventDefault).toHaveBeenCalledOnce();
    expect(ran).toEqual(['n']);
  });

  it('is the browser’s where nothing is registered, and once its component is gone', () => {
    const { ran, press, remove } = given('n');
    expect(press('x').preventDefault).not.toHaveBeenCalled();
    remove();
    press('n');
    expect(ran).toEqual([]);
  });

  it.each(['input', 'textarea', '[role="menu"]'])('belongs to %s while that has the focus', (within) => {
    const { ran, press } = given('n', 'mod+k');
    press('n', { target: new FakeElement(within) });
    expect(ran).toEqual([]);
    press('k', { target: new FakeElement(within), ctrlKey: true });
    expect(ran).toEqual(['mod+k']);
  });

  it('does nothing under an open dialog', () => {
    const { ran, press } = given('n');
    page.dialog = {};
    press('n');
    expect(ran).toEqual([]);
  });

  it('Enter follows the link that has the focus, and opens nothing besides', () => {
    const { ran, press } = given('Enter');
    press('Enter', { target: new FakeElement('a') });
    press('Enter');
    expect(ran).toEqual(['Enter']);
  });

  it('with Alt is the browser’s', () => {
    const { ran, press } = given('n');
    press('n', { altKey: true });
    expect(ran).toEqual([]);
  });
});

describe('two keys one after the other', () => {
  it('run what is registered under both, and neither alone', () => {
    const { ran, press } = given('g k', 'k');
    press('g', { timeStamp: 100 });
    press('k', { timeStamp: 600 });
    expect(ran).toEqual(['g k']);
    press('k', { timeStamp: 700 });
    expect(ran).toEqual(['g k', 'k']);
  });

  it('are two single ones after a second', () => {
    const { ran, press } = given('g k', 'k');
    press('g', { timeStamp: 100 });
    press('k', { timeStamp: 1200 });
    expect(ran).toEqual(['k']);
  });
});

it('single letters can be turned off, and what needs a modifier stays', () => {
  const { shortcuts, ran, press } = given('n', '?', 'mod+k');
  shortcuts.turnLetters(false);
  press('n');
  press('k', { metaKey: true });
  expect([ran, shortcuts.lettersAreOn()]).toEqual([['mod+k'], false]);
  shortcuts.turnLetters(true);
  press('n');
  expect(ran).toEqual(['mod+k', 'n']);
});

it('of two under one key the later counts', () => {
  const { shortcuts, ran, press } = given('n');
  const remove = shortcuts.add([{ keys: 'n', label: 'later', run: () => ran.push('later') }]);
  press('n');
  remove();
  press('n');
  expect(ran).toEqual(['later', 'n']);
});
