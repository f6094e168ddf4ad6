import { useState } from 'react';
import { type Chosen, decisionOf, environmentOfFile, takenOf } from './choices.ts';
import { useApply } from './use-apply.ts';
import { type Place, usePreview } from './use-preview.ts';

export type ImportStart = {
  /** What was pasted before; without it the text is asked for. */
  text?: string | undefined;
  /** Where to, as far as it is known. */
  place?: Partial<Place> | undefined;
};

/** The way from a text to its entries: read it, place it, decide, apply. */
export function useImport({ text: pasted = '', place: known }: ImportStart, onDone: () => void) {
  const [text, setText] = useState(pasted);
  const [isRead, setRead] = useState(pasted.trim() !== '');
  const [place, setPlace] = useState<Place>({ name: '', environment: 'development', ...known });
  const [chosen, setChosen] = useState<Chosen>({});
  const { result, isCurrent, failure } = usePreview(isRead ? text : '', place);
  const apply = useApply(text, place, onDone);
  const variables = result?.variables ?? [];
  // What was chosen for one place may not be there in another.
  const move = (next: Partial<Place>) => {
    setPlace({ ...place, ...next });
    setChosen({});
  };
  const takeFile = (read: string, fileName: string) => {
    setText(read);
    setRead(true);
    const environment = environmentOfFile(fileName);
    if (environment !== null) move({ environment });
  };
  return {
    text,
    setText,
    takeFile,
    isRead,
    setRead,
    place,
    move,
    result,
    chosen,
    setChosen,
    many: takenOf(variables, chosen).length,
    isBusy: apply.isBusy || !isCurrent,
    apply: () => void apply.run(variables.map((one) => decisionOf(one, chosen))),
    failure: apply.failure ?? failure,
  };
}

export type Import = ReturnType<typeof useImport>;
