import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './icon-button.tsx';
import { TextField, type TextFieldProps } from './text-field.tsx';

/** A line for a password or a secret, dots until its eye is clicked. Passwords are sans as dots, mono when read. */
export function SecretField({ end, startsShown = false, ...rest }: TextFieldProps & { startsShown?: boolean }) {
  const [isShown, setShown] = useState(startsShown);
  return (
    <TextField
      {...rest}
      type={isShown ? 'text' : 'password'}
      isMono={isShown}
      end={
        <>
          <IconButton
            label={isShown ? 'Hide what I type' : 'Show what I type'}
            icon={isShown ? EyeOff : Eye}
            aria-pressed={isShown}
            onClick={() => setShown(!isShown)}
          />
          {end}
        </>
      }
    />
  );
}
