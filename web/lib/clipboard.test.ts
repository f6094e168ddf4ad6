import { describe, expect, it, vi } from 'vitest';
import { type Clipboard, createClipboard, type Surroundings } from './clipboard.ts';

/** A window whose time, focus and clipboard a test holds in its hand. */
function givenWindow() {
  const written: string[] = [];
  const state = { hasFocus: true, refuses: false };
  const waiting: { due: (() => void)[]; focus: (() => void)[]; byHand: (() => void)[] } = {
    due: [],
    focus: [],
    byHand: [],
  };
  const listen = (list: (() => void)[]) => (run: () => void) => {
    list.push(run);
    return () => void list.splice(list.indexOf(run), 1);
  };
  const around: Surroundings = {
    write: async (text) => {
      const plain = await text;
      if (state.refuses) throw new Error('refused');
      written.push(plain);
    },
    hasFocus: () => state.hasFocus,
    onFocus: listen(waiting.focus),
    onCopyByHand: listen(waiting.byHand),
    after: (_ms, run) => listen(waiting.due)(run),
  };
  const fire = async (list: (() => void)[]) => {
    for (const run of [...list]) run();
    await new Promise((settled) => setImmediate(settled));
  };
  return { around, written, state, waiting, fire };
}

async function copied(clipboard: Clipboard, text = 'secret') {
  const onCleared = vi.fn();
  await clipboard.copy(async () => text, onCleared);
  return onCleared;
}

describe('a copied secret', () => {
  it('leaves the clipboard when its time has come and the window has the focus', async () => {
    const { around, written, waiting, fire } = givenWindow();
    const onCleared = await copied(createClipboard(around));
    await fire(waiting.due);
    expect(written).toEqual(['secret', '']);
    expect(onCleared).toHaveBeenCalledExactlyOnceWith('cleared');
  });

  it('waits for the focus to come back where it is elsewhere', async () => {
    const { around, written, state, waiting, fire } = givenWindow();
    await copied(createClipboard(around));
    state.hasFocus = false;
    await fire(waiting.due);
    expect(written).toEqual(['secret']);
    await fire(waiting.focus);
    expect(written).toEqual(['secret', '']);
  });

  it('stays where something else was copied by hand since', async () => {
    const { around, written, waiting, fire } = givenWindow();
    await copied(createClipboard(around));
    await fire(waiting.byHand);
    expect(waiting.due).toEqual([]);
    await fire(waiting.due);
    expect(written).toEqual(['secret']);
  });

  it('begins its time anew with the next one, and is emptied once', async () => {
    const { around, written, waiting, fire } = givenWindow();
    const clipboard = createClipboard(around);
    await copied(clipboard, 'first');
    await copied(clipboard, 'second');
    expect(waiting.due).toHaveLength(1);
    await fire(waiting.due);
    expect(written).toEqual(['first', 'second', '']);
  });

  it('is emptied at once on wish, and only if it is ours', async () => {
    const { around, written } = givenWindow();
    const clipboard = createClipboard(around);
    await clipboard.clear();
    await copied(clipboard);
    await clipboard.clear();
    await clipboard.clear();
    expect(written).toEqual(['secret', '']);
  });

  it('says when it could not be emptied', async () => {
    const { around, state, waiting, fire } = givenWindow();
    const onCleared = await copied(createClipboard(around));
    state.refuses = true;
    await fire(waiting.due);
    expect(onCleared).toHaveBeenCalledExactlyOnceWith('failed');
  });
});

describe('a copy that fails', () => {
  it('tells why the secret did not come, not what the clipboard made of it', async () => {
    const { around, waiting } = givenWindow();
    const copy = createClipboard(around).copy(() => Promise.reject(new Error('not recorded')), vi.fn());
    await expect(copy).rejects.toThrow('not recorded');
    expect(waiting.due).toEqual([]);
  });

  it('tells of the browser where the secret came', async () => {
    const { around, state } = givenWindow();
    state.refuses = true;
    await expect(createClipboard(around).copy(async () => 'secret', vi.fn())).rejects.toThrow('refused');
  });
});
