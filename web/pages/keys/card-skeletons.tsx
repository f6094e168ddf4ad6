import { Skeleton } from '#web/ui/skeleton.tsx';

const CARDS = [84, 62, 96, 70, 56, 110, 74, 66, 88, 60, 82, 58];

/** The first cards, before they come. */
export function CardSkeletons() {
  return (
    <div role="status" aria-label="Loading categories" className="cards wait">
      {CARDS.map((width) => (
        <div key={width} className="card cat">
          <span className="top">
            <span className="tile" />
            <Skeleton width={width} />
          </span>
          <span className="var">
            <Skeleton width={width * 1.6} />
          </span>
          <span className="foot">
            <Skeleton width={72} />
          </span>
        </div>
      ))}
    </div>
  );
}
