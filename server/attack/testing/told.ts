/** Who asks: each is somebody in the sense of `verdict.ts`. */
export type Who =
  | { kind: 'nobody'; authorization: string | null }
  | { kind: 'key'; name: string }
  | { kind: 'session'; from: 'here' | 'elsewhere' | 'unsaid' };

/** What of a request goes over the wire, with stand-ins for ids. */
export type Told = {
  who: Who;
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  /** As text; its characters are bytes where the headers do not say otherwise. */
  body: string | null;
};
