import { Equal } from 'lucide-react';
import { Icon } from '#web/ui/icon.tsx';
import { SearchField } from '#web/ui/search-field.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import { fits, type MatrixRow, type Show } from './matrix.ts';

export type MatrixBarProps = {
  rows: readonly MatrixRow[];
  search: string;
  onSearch: (text: string) => void;
  show: Show;
  onShow: (show: Show) => void;
};

export function MatrixBar({ rows, search, onSearch, show, onShow }: MatrixBarProps) {
  const manyOf = (one: Show) => rows.filter((row) => fits(row, one)).length;
  return (
    <div className="bar matrix-bar">
      <SearchField label="Find a variable" value={search} onChange={onSearch} hint={false} />
      <Segmented<Show>
        label="Variables"
        value={show}
        onChange={onShow}
        segments={[
          { value: 'all', label: 'All', many: rows.length },
          { value: 'gaps', label: 'With gaps', many: manyOf('gaps') },
          { value: 'expired', label: 'Expired', many: manyOf('expired') },
        ]}
      />
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
