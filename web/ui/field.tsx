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
  const [helpId, hintId] = [`${id}-help`, `${id}-hint`];
  const says = error ?? help;
  const describedBy = [hint ? hintId : '', says ? helpId : ''].filter(Boolean).join(' ');
  const isBad = error !== null && error !== undefined;
  const wiring = { id, describedBy: describedBy === '' ? undefined : describedBy, isBad };
  return (
    <div className="field">
      {/* The hint describes the control; as part of the label it would be its name. */}
      <span className={hideLabel ? 'sr' : 'lab'}>
        <label id={labelOf(id)} htmlFor={id}>
          {label}
        </label>
        {hint && <span id={hintId}>{hint}</span>}
      </span>
      <FieldContext value={wiring}>{children}</FieldContext>
      {says && (
        <p className={`help ${isBad ? 'danger' : ''}`} id={helpId} role={isBad ? 'alert' : undefined}>
          {isBad && <Icon of={CircleAlert} />}
          <span>{says}</span>
        </p>
      )}
    </div>
  );
}

/** The id of a field's label: for a control that must name it, where the label itself may be hidden from those who hear. */
export function labelOf(id: string): string {
  return `${id}-label`;
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
      <span className="lab">
        <b id={id}>{label}</b>
        {hint && <span>{hint}</span>}
      </span>
      {children}
    </div>
  );
}
