import { Equal } from 'lucide-react';
import { Icon } from '#web/ui/icon.tsx';
import { SearchField } from '#web/ui/search-field.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import type { MatrixRow, Show } from './matrix.ts';
import { showsOf } from './shows.ts';

export type MatrixBarProps = {
  rows: readonly MatrixRow[];
  search: string;
  onSearch: (text: string) => void;
  show: Show;
  onShow: (show: Show) => void;
};

export function MatrixBar({ rows, search, onSearch, show, onShow }: MatrixBarProps) {
  return (
    <div className="bar matrix-bar">
      <SearchField label="Find a variable" value={search} onChange={onSearch} hint={false} />
      <Segmented<Show> label="Variables" value={show} onChange={onShow} segments={showsOf(rows)} />
      <span className="legend push">
        <span>
          <i className="dot" />
          set, with its age
        </span>
        <span>
          <Icon of={Equal} small />
          same secret as production
        </span>
        <span>
          <i className="dash" />
          missing
        </span>
      </span>
    </div>
  );
}
