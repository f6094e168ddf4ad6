import { Dice5, RefreshCw } from 'lucide-react';
import { type CSSProperties, type ReactElement, useState } from 'react';
import { useIsPhone } from '#web/lib/media.ts';
import { randomText, TEXT_FORMATS, type TextFormat } from '#web/lib/random-text.ts';
import { Button } from './button.tsx';
import './generator.css';
import { IconButton } from './icon-button.tsx';
import { Popover } from './popover.tsx';
import { Segmented } from './segmented.tsx';
import { TextField } from './text-field.tsx';

const MIN_BYTES = 8;
const MAX_BYTES = 64;
const LABELS: Record<TextFormat, string> = {
  hex: 'hex',
  base64: 'base64',
  base64url: 'base64url',
  alphanumeric: 'alnum',
};

export type GeneratorProps = {
  /** What it is for, as the button says it: "Generate R2_BUCKET". */
  label: string;
  onUse: (text: string) => void;
  /** In place of the die: a button that says more, from below which it hangs. */
  trigger?: ReactElement;
};

/** A die that hangs a small maker of random texts beside a field. What it draws is gone when it closes. */
export function Generator({ label, onUse, trigger }: GeneratorProps) {
  const [isOpen, setOpen] = useState(false);
  const [bytes, setBytes] = useState(32);
  const [format, setFormat] = useState<TextFormat>('hex');
  const isPhone = useIsPhone();
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={setOpen}
      side={isPhone || trigger ? 'bottom' : 'right'}
      title="Generate"
      aside={`${bytes * 8} bits`}
      trigger={trigger ?? <IconButton label={label} icon={Dice5} isOn={isOpen} />}
    >
      <Maker
        bytes={bytes}
        onBytes={setBytes}
        format={format}
        onFormat={setFormat}
        onUse={(text) => {
          onUse(text);
          setOpen(false);
        }}
      />
    </Popover>
  );
}

type MakerProps = {
  bytes: number;
  onBytes: (bytes: number) => void;
  format: TextFormat;
  onFormat: (format: TextFormat) => void;
  onUse: (text: string) => void;
};

function Maker({ bytes, onBytes, format, onFormat, onUse }: MakerProps) {
  const [text, setText] = useState(() => draw(format, bytes));
  const change = (nextFormat: TextFormat, nextBytes: number) => {
    onFormat(nextFormat);
    onBytes(nextBytes);
    setText(draw(nextFormat, nextBytes));
  };
  return (
    <div className="gen grid gap-3">
      <Segmented<TextFormat>
        label="Form"
        grows
        value={format}
        onChange={(next) => change(next, bytes)}
        segments={TEXT_FORMATS.map((value) => ({ value, label: LABELS[value] }))}
      />
      <Length bytes={bytes} onChange={(next) => change(format, next)} />
      <output className="well mono drawn" aria-label="Generated">
        {text}
      </output>
      <div className="flex justify-between">
        <Button size="s" icon={RefreshCw} onClick={() => setText(draw(format, bytes))}>
          Another
        </Button>
        <Button size="s" kind="primary" onClick={() => onUse(text)}>
          Use it
        </Button>
      </div>
    </div>
  );
}

function Length({ bytes, onChange }: { bytes: number; onChange: (bytes: number) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = (text: string) => {
    const many = Number(text);
    setTyped(text);
    if (Number.isInteger(many) && many >= MIN_BYTES && many <= MAX_BYTES) onChange(many);
  };
  // A custom property is no key that React's type knows.
  const style = { '--done': `${((bytes - MIN_BYTES) / (MAX_BYTES - MIN_BYTES)) * 100}%` } as CSSProperties;
  return (
    <div className="flex items-center gap-3">
      <span className="dim">Bytes</span>
      <input
        type="range"
        className="slider"
        aria-label="Bytes"
        min={MIN_BYTES}
        max={MAX_BYTES}
        value={bytes}
        style={style}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <TextField
        aria-label="Bytes, as a number"
        inputMode="numeric"
        value={typed ?? String(bytes)}
        onChange={take}
        onBlur={() => setTyped(null)}
      />
    </div>
  );
}

function draw(format: TextFormat, bytes: number): string {
  return randomText(format, bytes, (drawn) => crypto.getRandomValues(drawn));
}
