/** The widths of what comes, standing still. */
export function Skeleton({ width }: { width: number }) {
  return <span className="skel" style={{ width }} aria-hidden />;
}

export type SkeletonRowsProps = { label: string; rows?: number; widths?: readonly number[] };

/** A table that is on its way; `label` says which to those who cannot see it. */
export function SkeletonRows({ label, rows = 6, widths = [120, 84, 160, 72] }: SkeletonRowsProps) {
  const columns = { gridTemplateColumns: `repeat(${widths.length}, minmax(0, 1fr))` };
  return (
    <div role="status" aria-label={`Loading ${label}`} className="grid-top">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
        <div key={row} className="trow border-b border-line h-(--row)" style={columns}>
          {widths.map((width, at) => (
            <Skeleton key={width} width={width - ((row * 17 + at * 11) % 28)} />
          ))}
        </div>
      ))}
    </div>
  );
}
