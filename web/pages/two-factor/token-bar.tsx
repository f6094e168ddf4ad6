import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { Button } from '#web/ui/button.tsx';
import { SearchField } from '#web/ui/search-field.tsx';
import { useToasts } from '#web/ui/toaster.tsx';
import type { Codes } from './codes.ts';
import { useManyShown } from './use-codes.ts';

export type TokenBarProps = {
  search: string;
  onSearch: (text: string) => void;
  /** Those that are in sight: what is shown at once is what one sees. */
  tokens: readonly TwoFactor[];
  codes: Codes;
};

export function TokenBar({ search, onSearch, tokens, codes }: TokenBarProps) {
  const toasts = useToasts();
  const many = useManyShown(codes);
  const [isBusy, setBusy] = useState(false);
  const ids = tokens.filter(({ hasSecret }) => hasSecret).map(({ id }) => id);
  const toggle = async () => {
    if (many > 0) return codes.maskAll();
    setBusy(true);
    await codes
      .show(ids)
      .catch((error: unknown) => toasts.failed('Nothing was shown', error))
      .finally(() => setBusy(false));
  };
  useShortcuts([{ keys: 's', label: many > 0 ? 'mask all codes' : 'show all codes', run: () => void toggle() }]);
  return (
    <div className="bar">
      <SearchField label="Find a service or account" value={search} onChange={onSearch} hint={false} />
      {(ids.length > 0 || many > 0) && (
        <Button icon={many > 0 ? EyeOff : Eye} isBusy={isBusy} onClick={() => void toggle()}>
          {many > 0 ? 'Mask all codes' : 'Show all codes'}
        </Button>
      )}
    </div>
  );
}
