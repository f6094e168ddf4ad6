import { useRef, useState } from 'react';
import { type Failure, failureOf } from '#web/lib/failure.ts';
import { send } from '#web/lib/http.ts';

/** Whether a refusal is about the code: then the password was right. */
export function isAboutCode({ code }: Failure): boolean {
  return code === 'AUTH_CODE_REQUIRED' || code === 'AUTH_CODE_INVALID';
}

/** Sends who one is, and asks for the code of the second step once the server does. */
export function useSecondStep() {
  const [isAsked, setAsked] = useState(false);
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  return {
    isAsked,
    /** For `CodeField`. */
    wiring: { ref: field, value: code, onChange: setCode },
    /** @throws {Failure} what was refused. */
    prove: (path: string, words: object) =>
      send('POST', path, isAsked ? { ...words, code } : words).catch((refusal: unknown) => {
        if (isAboutCode(failureOf(refusal))) {
          setAsked(true);
          setCode('');
          field.current?.focus();
        }
        throw refusal;
      }),
  };
}
