import { CircleAlert } from 'lucide-react';
import { createContext, type ReactNode, use, useId } from 'react';
import { Icon } from './icon.tsx';

type Wiring = { id: string; describedBy: string | undefined; isBad: boolean };
const FieldContext = createContext<Wiring | null>(null);

export type FieldProps = {
  label: string;
  /** Beside the label, at the right: "12 characters or more". */
  hint?: ReactNode;
  help?: ReactNode;
  /** A sentence; the control turns vermilion with it. */
  error?: string | null | undefined;
  /** Names the control without showing a label: where a heading beside it does. */
  hideLabel?: boolean;
  children: ReactNode;
};

/** A label, its control and what is wrong with it. The control within takes its wiring by `useField`. */
export function Field({ label, hint, help, error = null, hideLabel = false, children }: FieldProps) {
  const id = useId();
  const helpId = `${id}-help`;
  const says = error ?? help;
  const wiring = { id, describedBy: says ? helpId : undefined, isBad: error !== null && error !== undefined };
  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel ? 'sr' : ''}>
        {label} {hint && <span className="lab-end">{hint}</span>}
      </label>
      <FieldContext value={wiring}>{children}</FieldContext>
      {says && (
        <p className={`help ${wiring.isBad ? 'danger' : ''}`} id={helpId} role={wiring.isBad ? 'alert' : undefined}>
          {wiring.isBad && <Icon of={CircleAlert} />}
          <span>{says}</span>
        </p>
      )}
    </div>
  );
}

/** What a control puts on its element to belong to the field around it. */
export function useField() {
  const wiring = use(FieldContext);
  if (wiring === null) return {};
  return {
    id: wiring.id,
    'aria-describedby': wiring.describedBy,
    'aria-invalid': wiring.isBad || undefined,
  };
}

/** A group of controls under one name: choices, fields of a group. */
export function FieldGroup({ label, hint, children }: { label: string; hint?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    // A fieldset's legend cannot be laid out beside its hint; the role says the same.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div className="field" role="group" aria-labelledby={id}>
      <span className="lab" id={id}>
        {label} {hint && <span>{hint}</span>}
      </span>
      {children}
    </div>
  );
}
