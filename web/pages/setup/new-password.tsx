import { Dice5 } from 'lucide-react';
import { useState } from 'react';
import { Field } from '#web/ui/field.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { SecretField } from '#web/ui/secret-field.tsx';
import { sayablePassword, strengthOf } from './password-strength.ts';

const BARS = [1, 2, 3, 4];

export type NewPasswordProps = {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | null;
};

/** A password that is chosen: with a meter, and dice for those who have no idea. */
export function NewPassword({ label = 'Password', value, onChange, error }: NewPasswordProps) {
  const [rolls, setRolls] = useState(0);
  const strength = strengthOf(value);
  const roll = () => {
    onChange(sayablePassword());
    setRolls(rolls + 1);
  };
  return (
    <Field label={label} hint="12 characters or more" error={error}>
      <SecretField
        // Rolled, it is shown: it has to be written down.
        key={rolls}
        startsShown={rolls > 0}
        name="password"
        autoComplete="new-password"
        isLarge
        required
        minLength={12}
        value={value}
        onChange={onChange}
        end={<IconButton label="Roll one" icon={Dice5} onClick={roll} />}
      />
      <div className="meter" aria-hidden="true">
        {BARS.map((bar) => (
          <i key={bar} className={bar <= strength ? 'on' : ''} />
        ))}
      </div>
    </Field>
  );
}
